"""THE DEMO ACCOUNTS: nine customers, each made to reach one outcome, whatever day it is.

Every date counts back from today, so the demo never goes stale. All nine live in one time zone: an account
that is 31 days late must not still be on day 30 where it lives.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta

from desk.accounts import Account, Accounts, MonthUsage, OverageBill
from desk.clock import Clock
from desk.months import iso, month_of, on_day, shift

DEMO_ZONE = "America/New_York"

SITUATIONS = {
    "harbor": "Usually pays 5.00 for overage and was just billed 5,000.00",
    "fresh": "Second month of service, an overage bill of 60.00",
    "third": "Third month of service, an overage bill of 40.00",
    "late": "An overage bill of 900.00 that came 31 days ago",
    "calm": "An overage bill of 18.00, not far from the usual",
    "gap": "A bill of 120.00, and the trial's projection is not on file",
    "pixel": "30,000 of 30,000 messages sent: mail is being returned",
    "maple": "A seasonal sender who hardly uses the plan",
    "growth": "Wants 120,000 a month; DKIM is not set up yet",
}
"""What each demo account is for, as the help page says it."""


def load_demo(accounts: Accounts, clock: Clock) -> bool:
    """Load the demo accounts, or bring them to today; return whether anything was written.

    What customers did stays. Where real accounts are on file nothing is loaded: a demo customer can sign in
    without a password.
    """
    today = clock.today(DEMO_ZONE)
    return accounts.save_demo(demo_accounts(today), today)


def demo_accounts(today: date) -> list[Account]:
    """Return the nine demo accounts as they are on `today`, a date in DEMO_ZONE."""
    return [
        _harbor(today),
        _fresh(today),
        _third(today),
        _late(today),
        _calm(today),
        _gap(today),
        _pixel(today),
        _maple(today),
        _growth(today),
    ]


def _harbor(today: date) -> Account:
    """Usually pays 5.00 and was just billed 5,000.00: the claim makes it 25.00."""
    return _billed(
        "harbor", "Harbor Books", today, 6, "5000.00", ["5", "5", "5"], service_month=20, projection="5"
    )


def _fresh(today: date) -> Account:
    """Second month of service: only the trial's projection of 3.00 to go by. The claim makes it 23.00."""
    return _billed("fresh", "Fresh Bakery", today, 2, "60.00", [], service_month=2, projection="3")


def _third(today: date) -> Account:
    """Third month: the projection of 4.00 and one bill of 8.00. The claim makes it 26.00."""
    return _billed("third", "Third Street Gym", today, 4, "40.00", ["8"], service_month=3, projection="4")


def _late(today: date) -> Account:
    """The bill came 31 days ago: yesterday was the last day to claim."""
    return _billed(
        "late", "Late Edition Press", today, 31, "900.00", ["5", "5", "5"], service_month=14, projection="5"
    )


def _calm(today: date) -> Account:
    """18.00 is less than the usual 5.00 and the allowance together: the bill stands."""
    return _billed(
        "calm", "Calm Yoga Studio", today, 9, "18.00", ["5", "5", "5"], service_month=11, projection="5"
    )


def _gap(today: date) -> Account:
    """Fourth month, which needs the trial's projection, and there is none on file: a person must look."""
    return _billed("gap", "Gap Year Travel", today, 5, "120.00", ["6", "7"], service_month=4, projection=None)


def _pixel(today: date) -> Account:
    """Has sent its 30,000 without the overage option: mail bounces now."""
    months = _usage(shift(today, 1), [24_000, 27_500, 30_000])
    return _account("pixel", "Pixel Prints", 30_000, _started(today, 16, 11), months, overage_allowed=False)


def _maple(today: date) -> Account:
    """A seasonal business out of season: 2,000, then nothing, on a plan of 45,000."""
    return _account("maple", "Maple Farm", 45_000, _started(today, 26, 20), _usage(today, [2_000, 0, 0]))


def _growth(today: date) -> Account:
    """Outgrows 60,000 and wants 120,000; its domain has SPF but no DKIM yet."""
    return _account(
        "growth", "Growth Labs", 60_000, _started(today, 13, 8), _usage(today, [51_000, 56_000, 59_500])
    )


def _billed(
    id: str,
    name: str,
    today: date,
    days_ago: int,
    amount: str,
    paid: Sequence[str],
    *,
    service_month: int,
    projection: str | None,
) -> Account:
    """Return an account billed `amount` `days_ago` for its `service_month`, after `paid` before it."""
    received = today - timedelta(days=days_ago)
    billed = shift(received, -1)
    bills = [
        _bill(shift(billed, -back), cost, received - relativedelta(months=back))
        for back, cost in zip(range(len(paid), 0, -1), paid, strict=True)
    ]
    bills.append(_bill(billed, amount, received))
    started = on_day(shift(billed, 1 - service_month), 3)
    usage = _usage(shift(billed, 1), [31_000] * len(bills))
    return _account(id, name, 30_000, started, usage, bills=bills, projection=projection)


def _bill(month: date, amount: str, received: date) -> OverageBill:
    return OverageBill(f"ob-{iso(month)}", month, Decimal(amount).quantize(Decimal("0.01")), received)


def _usage(before: date, sent: Sequence[int]) -> tuple[MonthUsage, ...]:
    """Return `sent` as the months up to, and not including, the month of `before`."""
    return tuple(MonthUsage(shift(before, place - len(sent)), count) for place, count in enumerate(sent))


def _started(today: date, months_ago: int, day: int) -> date:
    return on_day(shift(month_of(today), -months_ago), day)


def _account(
    id: str,
    name: str,
    plan: int,
    started: date,
    usage: tuple[MonthUsage, ...],
    *,
    overage_allowed: bool = True,
    bills: Sequence[OverageBill] = (),
    projection: str | None = "5",
) -> Account:
    return Account(
        id=id,
        name=name,
        email=f"billing@{id}.example",
        domain=f"{id}.example",
        plan=plan,
        overage_allowed=overage_allowed,
        service_started=started,
        billing_day=started.day,
        time_zone=DEMO_ZONE,
        trial_projection=None if projection is None else Decimal(projection).quantize(Decimal("0.01")),
        usage=usage,
        overage_bills=tuple(bills),
    )
