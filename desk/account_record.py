"""ONE RECORD of the accounts file: read field by field, so that everything wrong with it is said at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from billing_rules import Policy
from desk.accounts import Account, MonthUsage, OverageBill, Pause
from desk.months import iso, month_of
from desk.record_fields import Fields, Wrong, day, flag, money, month, optional, text, volume, whole, zone

DUPLICATE_KEYS = "\x00given twice"

ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]{0,63}")
EMAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]", re.IGNORECASE)

REQUIRED = frozenset(
    (
        "id",
        "name",
        "email",
        "domain",
        "plan",
        "overage_allowed",
        "service_started",
        "billing_day",
        "time_zone",
    )
)
OPTIONAL = frozenset(("trial_projection", "usage", "overage_bills", "paused"))

Today = Callable[[str], date]


def read_record(record: Any, policy: Policy, today_in: Today) -> tuple[Account | None, list[str]]:
    """Return the account a record holds and no problems, or None and all of its problems."""
    fields = Fields(record, REQUIRED, OPTIONAL, DUPLICATE_KEYS)
    if fields.unusable:
        return None, fields.problems
    account = Account(
        id=fields.take("id", _matching(ID, "letters, digits and . _ - @ +, at most 64"), ""),
        name=fields.take("name", text, ""),
        email=fields.take("email", _matching(EMAIL, "an address such as billing@harbor.example"), ""),
        domain=fields.take("domain", _matching(DOMAIN, "a domain such as harbor.example"), "").lower(),
        plan=fields.take("plan", lambda value: _plan(value, policy), 0),
        overage_allowed=fields.take("overage_allowed", flag, False),
        service_started=fields.take("service_started", day, date.min),
        billing_day=fields.take("billing_day", lambda value: whole(value, 1, 31), 1),
        time_zone=fields.take("time_zone", zone, "UTC"),
        trial_projection=fields.take("trial_projection", optional(money), None),
        usage=fields.take_list("usage", _usage),
        overage_bills=fields.take_list("overage_bills", _bill),
        paused=fields.take_list("paused", _pause),
    )
    if not fields.problems:
        fields.problems.extend(_contradictions(account, today_in(account.time_zone)))
    return (None, fields.problems) if fields.problems else (account, [])


def _matching(pattern: re.Pattern[str], expected: str) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        found = text(value)
        if not pattern.fullmatch(found):
            raise Wrong(f"{found!r} is not {expected}")
        return found

    return read


def _plan(value: Any, policy: Policy) -> int:
    found = volume(value)
    if policy.plan(found) is None:
        plans = ", ".join(str(plan.volume) for plan in policy.plans)
        raise Wrong(f"{found} is not a plan of {policy.name} ({plans})")
    return found


def _usage(record: Any) -> MonthUsage:
    fields = Fields(record, {"month", "sent"}, (), DUPLICATE_KEYS)
    usage = MonthUsage(fields.take("month", month, date.min), fields.take("sent", volume, 0))
    fields.refuse()
    return usage


def _bill(record: Any) -> OverageBill:
    fields = Fields(record, {"id", "month", "amount", "received"}, {"adjusted"}, DUPLICATE_KEYS)
    bill = OverageBill(
        id=fields.take("id", text, ""),
        month=fields.take("month", month, date.min),
        amount=fields.take("amount", money, Decimal(0)),
        received=fields.take("received", day, date.min),
        adjusted=fields.take("adjusted", optional(money), None),
    )
    fields.refuse()
    return bill


def _pause(record: Any) -> Pause:
    fields = Fields(record, {"from", "until"}, (), DUPLICATE_KEYS)
    pause = Pause(fields.take("from", day, date.min), fields.take("until", optional(day), None))
    fields.refuse()
    if pause.until is not None and pause.until <= pause.start:
        raise Wrong(f"ends on {pause.until}, which is not after its start on {pause.start}")
    return pause


def _contradictions(account: Account, today: date) -> list[str]:
    """Return what cannot be true of an account whose fields are each in order."""
    found = [f"{what} is given twice" for what in _twice(account)]
    found += [
        f"usage of {iso(usage.month)} is for a month in the future"
        for usage in account.usage
        if usage.month > month_of(today)
    ]
    for bill in account.overage_bills:
        found += [f"bill {bill.id}: {problem}" for problem in _bill_problems(bill, account, today)]
    pauses = sorted(account.paused, key=lambda pause: pause.start)
    found += [
        f"the pauses from {first.start} and from {second.start} overlap"
        for first, second in pairwise(pauses)
        if first.until is None or second.start < first.until
    ]
    return found


def _twice(account: Account) -> list[str]:
    """Return what stands in a list more often than once."""
    names = [f"usage of {iso(usage.month)}" for usage in account.usage]
    names += [f"bill {bill.id}" for bill in account.overage_bills]
    names += [f"a bill for {iso(bill.month)}" for bill in account.overage_bills]
    return sorted(name for name, count in Counter(names).items() if count > 1)


def _bill_problems(bill: OverageBill, account: Account, today: date) -> list[str]:
    """Return what cannot be true of one bill."""
    found = []
    if bill.received > today:
        found.append(f"it was received on {bill.received}, which is in the future (today is {today})")
    if bill.received < bill.month:
        found.append(f"it was received on {bill.received}, before {iso(bill.month)}, the month it is for")
    if bill.month < month_of(account.service_started):
        found.append(f"it is for {iso(bill.month)}, before the service started on {account.service_started}")
    if bill.adjusted is not None and bill.adjusted > bill.amount:
        found.append(f"it was adjusted to {bill.adjusted}, which is more than its amount of {bill.amount}")
    return found
