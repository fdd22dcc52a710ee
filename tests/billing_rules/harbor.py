"""Harbor's claim: 5.00 paid in every month, then a bill of 5,000.00; other claims change some facts."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from billing_rules import Policy, SpikeAnswer, SpikeClaim, quote_spike

HARBOR = SpikeClaim(
    bill=Decimal(5000),
    received=date(2026, 10, 1),
    claimed=date(2026, 10, 15),
    service_month=9,
    paid=(Decimal(5),) * 7,
    trial_projection=Decimal(5),
    bill_month=date(2026, 10, 1),
)


def paid(*amounts: str | None) -> tuple[Decimal | None, ...]:
    """Return the amounts, None staying None."""
    return tuple(None if amount is None else Decimal(amount) for amount in amounts)


def ask(policy: Policy, **changes: object) -> SpikeAnswer:
    """Return the answer to Harbor's claim with some facts changed."""
    return quote_spike(policy, replace(HARBOR, **changes))
