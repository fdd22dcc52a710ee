"""CLAIM FACTS: what an account's records say about one overage bill, ready for the spike-protection rule.

Month by month from the second month of service (decisions 1-4): a paused month is left out and named; a month
without a bill cost nothing if its messages fit the plan, and is unknown (None) if that is not on file.
Whether an unknown month matters is the rule's to say: it may lie before the months that count.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from billing_rules import SpikeClaim
from desk.accounts import Account, OverageBill
from desk.months import iso, month_of, months_from, shift

NOTHING = Decimal("0.00")


def claim_facts(account: Account, bill: OverageBill, claimed_on: date) -> SpikeClaim:
    """Return the facts of a claim for `bill` made on `claimed_on`, a date in the account's time zone."""
    months = list(months_from(shift(month_of(account.service_started), 1), bill.month))
    paused = [month for month in months if account.is_paused_month(month)]
    return SpikeClaim(
        bill=bill.amount,
        received=bill.received,
        claimed=claimed_on,
        service_month=account.service_month(bill.month),
        paid=tuple(paid_in(account, month) for month in months if month not in paused),
        trial_projection=account.trial_projection,
        bill_month=bill.month,
        skipped_months=tuple(iso(month) for month in paused),
    )


def paid_in(account: Account, month: date) -> Decimal | None:
    """Return the overage paid for `month` after any adjustment, or None when that is not on file."""
    billed = account.bill_of(month)
    if billed is not None:
        return billed.paid
    sent = account.sent_in(month)
    return NOTHING if sent is not None and sent <= account.plan else None
