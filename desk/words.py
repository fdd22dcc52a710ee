"""Figures and dates as a customer reads them, whoever writes the sentence around them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}


def money(amount: Decimal | str, currency: str) -> str:
    """Return `amount` with its currency: "$4,975.00", "12.00 CHF"."""
    value = Decimal(amount)
    sign = "-" if value < 0 else ""
    figures = f"{abs(value):,.2f}"
    symbol = SYMBOLS.get(currency)
    return f"{sign}{symbol}{figures}" if symbol else f"{sign}{figures} {currency}"


def count(number: int) -> str:
    """Return a number of messages with thousands separated: "45,000"."""
    return f"{number:,}"


def day(when: date | str) -> str:
    """Return a date in full, so that no reader swaps day and month: "31 October 2026"."""
    value = date.fromisoformat(when) if isinstance(when, str) else when
    return f"{value.day} {value:%B %Y}"
