"""CLAIM: the facts of one overage bill, checked before any rule looks at them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from billing_rules.inputs import InputError
from billing_rules.money import money
from billing_rules.words import counted, day

EARLIEST, LATEST = date(2000, 1, 1), date(2199, 12, 31)
SERVICE_MONTHS_LIMIT = 1200


class ClaimBeforeBillError(InputError):
    """The claim is dated before the bill was received."""

    def __init__(self, claimed: date, received: date) -> None:
        super().__init__(
            f"The claim is dated {day(claimed)}, before the bill was received on {day(received)}; "
            "check both dates."
        )


class ClaimDateError(InputError):
    """A date is outside the centuries in which bills are sent."""

    def __init__(self, what: str, value: date) -> None:
        super().__init__(f"{what} is {value.isoformat()}: give a date from {EARLIEST} to {LATEST}.")


class NothingBilledError(InputError):
    """The bill is for nothing, so there is nothing to claim."""

    def __init__(self) -> None:
        super().__init__("The bill is 0.00, so there is nothing to claim; give its amount, such as 5000.00.")


class ServiceMonthError(InputError):
    """The month of service is not a believable count from the free trial, which is month 1."""

    def __init__(self, value: int) -> None:
        shown = str(value) if abs(value) < 10**15 else "far too large a number"
        super().__init__(
            f"The month of service is {shown}: "
            f"give a number from 1 (the free trial) to {SERVICE_MONTHS_LIMIT:,}."
        )


class TooManyPaidError(InputError):
    """More months are said to be paid or paused than have passed since the free trial."""

    def __init__(self, service_month: int, expected: int, paid: int, paused: int) -> None:
        given = counted(paid, "paid amount") + (f" and {counted(paused, 'paused month')}" if paused else "")
        super().__init__(
            f"{given} for a bill in month {service_month} of service, which takes at most "
            f"{counted(expected, 'paid amount')}: one for each month from 2 up to the month before the bill, "
            "paused months left out."
        )


@dataclass(frozen=True, slots=True)
class SpikeClaim:
    """The facts of a claim. Month 1 of service is the free trial.

    `paid` is the overage paid in months 2, 3, ... up to the month before the bill, oldest first, at the
    figure after any earlier adjustment. A paused month is left out of it and named in `skipped_months`
    ("2026-08"); a month whose figure is not on file is None. `bill_month` (any day of the billed month) is
    for the labels. `missing` names figures that are needed and not on file; any of them leads to a review.
    """

    bill: Decimal
    received: date
    claimed: date
    service_month: int
    paid: tuple[Decimal | None, ...] = ()
    trial_projection: Decimal | None = None
    bill_month: date | None = None
    skipped_months: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def checked(claim: SpikeClaim) -> SpikeClaim:
    """Return the claim with every amount at two decimals, or raise the error of its first impossible fact."""
    bill = money(claim.bill, "The bill")
    if bill == 0:
        raise NothingBilledError
    _check_dates(claim)
    if isinstance(claim.service_month, bool) or not isinstance(claim.service_month, int):
        raise TypeError("The month of service must be a whole number.")
    if not 1 <= claim.service_month <= SERVICE_MONTHS_LIMIT:
        raise ServiceMonthError(claim.service_month)
    paid = tuple(
        None if amount is None else money(amount, f"The overage paid, amount {number}")
        for number, amount in enumerate(claim.paid, 1)
    )
    trial = claim.trial_projection
    trial = None if trial is None else money(trial, "The free trial's projection")
    return replace(claim, bill=bill, paid=paid, trial_projection=trial)


def _check_dates(claim: SpikeClaim) -> None:
    dates = {"The day the bill was received": claim.received, "The day of the claim": claim.claimed}
    if claim.bill_month is not None:
        dates["The billed month"] = claim.bill_month
    for what, value in dates.items():
        if isinstance(value, datetime) or not isinstance(value, date):
            raise TypeError(f"{what} must be a plain date in the account's time zone.")
        if not EARLIEST <= value <= LATEST:
            raise ClaimDateError(what, value)
    if claim.claimed < claim.received:
        raise ClaimBeforeBillError(claim.claimed, claim.received)
