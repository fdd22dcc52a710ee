"""MONEY: exact decimals with two places, and the one place that rounds.

Every rule runs under `exactly`, where a result that would lose a digit is an error, not a rounding.
So the only rounding anywhere is `mean_half_up`, which the policy asks for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Context, Decimal, DivisionByZero, Inexact, InvalidOperation, Overflow, localcontext
from functools import wraps
from typing import ParamSpec, TypeVar

from billing_rules.inputs import InputError

P = ParamSpec("P")
R = TypeVar("R")

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
MONEY_LIMIT = Decimal("999999999.99")
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, DivisionByZero, Overflow])


class MoneyError(InputError):
    """An amount is negative, not a number, absurdly large, or finer than a cent."""

    def __init__(self, what: str, value: Decimal) -> None:
        shown = str(value)
        shown = shown if len(shown) <= 40 else shown[:40] + "..."
        super().__init__(
            f"{what} is {shown}: give an amount from 0.00 to {MONEY_LIMIT:,} "
            "with at most two decimals, such as 5000.00."
        )


def exactly(rule: Callable[P, R]) -> Callable[P, R]:
    """Run `rule` so that any inexact result raises, whatever decimal context the caller has."""

    @wraps(rule)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with localcontext(_EXACT):
            return rule(*args, **kwargs)

    return run


def money(value: Decimal, what: str) -> Decimal:
    """Return `value` with exactly two decimals, or raise `MoneyError` naming `what` it is."""
    if not isinstance(value, Decimal):
        raise TypeError(f"{what} must be a Decimal, not {type(value).__name__}.")
    if not value.is_finite() or value < 0 or value > MONEY_LIMIT:
        raise MoneyError(what, value)
    try:
        return _EXACT.copy().quantize(value, CENT).copy_abs()
    except (Inexact, InvalidOperation):
        raise MoneyError(what, value) from None


@exactly
def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum; nothing at all adds up to 0.00."""
    return sum(amounts, ZERO)


@exactly
def mean_half_up(amounts: Sequence[Decimal]) -> tuple[Decimal, bool]:
    """Return the mean rounded half up to the cent, and whether that rounding changed it."""
    cents = int(total(amounts).scaleb(2))
    rounded = (2 * cents + len(amounts)) // (2 * len(amounts))
    return Decimal(rounded).scaleb(-2), rounded * len(amounts) != cents


def plain(amount: Decimal) -> str:
    """Return the amount as JSON carries it: "5000.00"."""
    return f"{amount:.2f}"


def shown(amount: Decimal) -> str:
    """Return the amount as a person reads it: "5,000.00"."""
    return f"{amount:,.2f}"
