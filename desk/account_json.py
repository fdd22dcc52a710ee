"""An account as JSON: the same shape that the accounts file has, so what goes out can come in again."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from desk.accounts import Account, OverageBill, Pause
from desk.months import iso


def account_json(account: Account) -> dict[str, Any]:
    """Return the account as contracts promise it: money as strings, dates in ISO form."""
    return {
        "id": account.id,
        "name": account.name,
        "email": account.email,
        "domain": account.domain,
        "plan": account.plan,
        "overage_allowed": account.overage_allowed,
        "service_started": account.service_started.isoformat(),
        "billing_day": account.billing_day,
        "time_zone": account.time_zone,
        "trial_projection": _money(account.trial_projection),
        "usage": [{"month": iso(usage.month), "sent": usage.sent} for usage in account.usage],
        "overage_bills": [_bill(bill) for bill in account.overage_bills],
        "paused": [_pause(pause) for pause in account.paused],
    }


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _bill(bill: OverageBill) -> dict[str, Any]:
    return {
        "id": bill.id,
        "month": iso(bill.month),
        "amount": _money(bill.amount),
        "received": bill.received.isoformat(),
        "adjusted": _money(bill.adjusted),
    }


def _pause(pause: Pause) -> dict[str, Any]:
    return {"from": pause.start.isoformat(), "until": pause.until.isoformat() if pause.until else None}
