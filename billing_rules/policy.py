"""POLICY: one company's plans, overage model and spike protection, as values.

Plans are sorted by volume and a larger one is never cheaper; `load_policy` refuses any other file.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from billing_rules.inputs import InputError

VOLUME_LIMIT = 1_000_000_000


class VolumeError(InputError):
    """A number of messages is negative, zero where that means nothing, or absurdly large."""

    def __init__(self, what: str, value: int, lowest: int) -> None:
        shown = f"{value:,}" if abs(value) < 10**30 else "far too large a number"
        super().__init__(f"{what} is {shown}: give a whole number from {lowest:,} to {VOLUME_LIMIT:,}.")


class UnknownPlanError(InputError):
    """A volume said to be prepaid is none of the policy's plans."""

    def __init__(self, volume: int, policy: Policy) -> None:
        plans = ", ".join(f"{plan.volume:,}" for plan in policy.plans)
        super().__init__(f"There is no plan of {volume:,} messages a month; the plans are {plans}.")


@dataclass(frozen=True, slots=True)
class Plan:
    """A volume of messages a month, prepaid at a price; `requires` must be set up before approval."""

    volume: int
    price: Decimal
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TierDifference:
    """Overage costs what the smallest covering plan costs more than the prepaid one (P4)."""


@dataclass(frozen=True, slots=True)
class PerBlock:
    """Every started block of `block` extra messages costs `price`, up to `limit_multiple` times the plan."""

    block: int
    price: Decimal
    limit_multiple: int | None = None


@dataclass(frozen=True, slots=True)
class SpikeProtection:
    """A bill is capped at the mean of `months` months plus `allowance`, if claimed within `claim_days`."""

    allowance: Decimal
    months: int
    claim_days: int


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything a quote depends on besides the customer's own figures."""

    name: str
    currency: str
    plans: tuple[Plan, ...]
    overage: TierDifference | PerBlock
    spike: SpikeProtection
    phone: str
    content_hash: str

    @property
    def tag(self) -> str:
        """The name and content that a quote was made under: "demo@1a2b3c4d5e6f"."""
        return f"{self.name}@{self.content_hash}"

    @property
    def largest(self) -> Plan:
        """The plan with the most messages."""
        return self.plans[-1]

    def plan(self, volume: int) -> Plan | None:
        """Return the plan of exactly `volume` messages, if there is one."""
        return next((plan for plan in self.plans if plan.volume == volume), None)

    def smallest_plan_covering(self, messages: int) -> Plan | None:
        """Return the smallest plan of at least `messages`, or None above the largest."""
        return next((plan for plan in self.plans if plan.volume >= messages), None)

    def known_plan(self, volume: int) -> Plan:
        """Return the plan of exactly `volume` messages, or raise an error that lists the plans."""
        plan = self.plan(messages(volume, "The prepaid plan", lowest=1))
        if plan is None:
            raise UnknownPlanError(volume, self)
        return plan


def messages(value: int, what: str, lowest: int = 0) -> int:
    """Return `value` if it is a believable number of messages, or raise `VolumeError` naming `what` it is."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{what} must be a whole number, not {type(value).__name__}.")
    if not lowest <= value <= VOLUME_LIMIT:
        raise VolumeError(what, value, lowest)
    return value
