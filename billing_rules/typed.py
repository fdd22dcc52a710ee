"""TYPED FIGURES: what people type for a volume, an amount, a date or a list of them.

"30000", "30,000" and "30k" are one volume; "5000", "5,000.00" and "$5,000" one amount. Anything that could
mean two things ("12.345,67", "1,000" inside a list) is refused with what to type instead, never read anyway.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TypeVar

from billing_rules.inputs import InputError
from billing_rules.money import MONEY_LIMIT
from billing_rules.policy import VOLUME_LIMIT
from billing_rules.words import read_month

T = TypeVar("T")

UNKNOWN = "?"
LIST_LIMIT = 1200
_DIGITS = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,18})"
_VOLUME = re.compile(rf"({_DIGITS})(?:(\.[0-9]{{1,6}})?([km]))?", re.IGNORECASE)
_MONEY = re.compile(rf"(?:([$€£])|([A-Z]{{3}}) ?)?({_DIGITS}(?:\.[0-9]{{1,2}})?)(?: ?([A-Z]{{3}}))?")
_SIGNS = {"$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "MXN"), "€": ("EUR",), "£": ("GBP",)}
_THOUSANDS = {"k": 1_000, "m": 1_000_000}


class TypedFigureError(InputError):
    """What was typed is no figure of its kind; the message shows it and what to type."""

    def __init__(self, text: str, problem: str) -> None:
        cut = text if len(text) <= 40 else text[:40] + "..."
        super().__init__(f"{cut!r} {problem}.")


def read_volume(text: str) -> int:
    """Return the number of messages in "30000", "30,000", "30k" or "1.5m"."""
    problem = f"is no number of messages; type one from 0 to {VOLUME_LIMIT:,}, such as 30000 or 30k"
    match = _VOLUME.fullmatch(text.strip())
    if match is None:
        raise TypedFigureError(text, problem)
    digits, decimals, suffix = match.groups(default="")
    number = Decimal(digits.replace(",", "") + decimals) * _THOUSANDS.get(suffix.lower(), 1)
    if number != int(number) or number > VOLUME_LIMIT:
        raise TypedFigureError(text, problem)
    return int(number)


def read_money(text: str, currency: str) -> Decimal:
    """Return the amount in "5000", "5,000.00", "$5,000" or "5000 USD", if it is one in `currency`."""
    match = _MONEY.fullmatch(text.strip())
    example = "type it without a sign and with at most two decimals, such as 5000.00"
    if match is None:
        raise TypedFigureError(text, f"is no amount of money; {example}")
    sign, before, digits, after = match.groups()
    codes = {code for code in (before, after) if code}
    if (sign and currency not in _SIGNS[sign]) or codes - {currency}:
        raise TypedFigureError(text, f"is in another currency than {currency}; type the amount in {currency}")
    amount = Decimal(digits.replace(",", ""))
    if amount > MONEY_LIMIT:
        raise TypedFigureError(text, f"is too large; type an amount of at most {MONEY_LIMIT:,}")
    return amount


def read_day(text: str) -> date:
    """Return the day in "2026-10-01"."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text.strip()):
        try:
            return date.fromisoformat(text.strip())
        except ValueError:
            pass
    raise TypedFigureError(text, "is no date; type year-month-day, such as 2026-10-01")


def read_billed_month(text: str) -> date:
    """Return the first of the month in "2026-10" or "Oct 2026"."""
    if (when := read_month(text)) is None:
        raise TypedFigureError(text, "is no month; type year-month, such as 2026-10")
    return when


def read_service_month(text: str) -> int:
    """Return the month of service in "9"; whether it is a believable one is for the rule to say."""
    if not re.fullmatch(r"-?[0-9]{1,12}", text.strip()):
        raise TypedFigureError(
            text, "is no month of service; type its number, such as 9; the free trial is 1"
        )
    return int(text.strip())


def read_list(text: str, read: Callable[[str], T]) -> tuple[T, ...]:
    """Return each part of "5,5,6" as `read` has it; ";" separates too, and is needed for "1,000.00; 5"."""
    if not text.strip():
        return ()
    parts = [part.strip() for part in text.split(";" if ";" in text else ",")]
    if len(parts) > LIST_LIMIT:
        raise TypedFigureError(text, f"lists {len(parts):,} figures; type at most {LIST_LIMIT:,}")
    for part in parts:
        if not part:
            raise TypedFigureError(text, "has an empty place in the list; type every figure, such as 5,5,6")
        if re.match(r"0[0-9]", part):
            problem = "has thousands commas in a comma list; type 1000, or put ; between the figures"
            raise TypedFigureError(text, problem)
    return tuple(read(part) for part in parts)


def read_paid(text: str, currency: str) -> tuple[Decimal | None, ...]:
    """Return the overage paid in each month of "5,?,6", with None for a "?": a figure that is not on file."""
    return read_list(text, lambda part: None if part == UNKNOWN else read_money(part, currency))
