"""WORDS: how dates, months and lists read in a line. English, whatever the machine's locale."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])(-01)?")
_NAMED_MONTH = re.compile(r"([A-Za-z]{3})[a-z]* ([0-9]{4})")


def day(when: date) -> str:
    """Return "31 Oct 2026"."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def month(when: date) -> str:
    """Return "Oct 2026"."""
    return f"{MONTHS[when.month - 1]} {when.year}"


def months_before(when: date, count: int) -> date:
    """Return the first day of the month `count` months before `when`."""
    index = when.year * 12 + when.month - 1 - count
    return date(index // 12, index % 12 + 1, 1)


def read_month(text: str) -> date | None:
    """Return the first of the month named "2026-08" or "Aug 2026", or None for any other text."""
    if iso := _ISO_MONTH.fullmatch(text.strip()):
        year, number = int(iso[1]), int(iso[2])
    elif (named := _NAMED_MONTH.fullmatch(text.strip())) and named[1].title() in MONTHS:
        year, number = int(named[2]), MONTHS.index(named[1].title()) + 1
    else:
        return None
    return date(year, number, 1) if year else None


def month_span(months: Sequence[date]) -> str:
    """Return "Jul-Sep 2026", "Nov 2025-Jan 2026", or a list where a month between is left out."""
    first, last = months[0], months[-1]
    if first == last:
        return month(first)
    one_year = first.year == last.year
    if months_before(last, len(months) - 1) == first:
        return f"{MONTHS[first.month - 1] if one_year else month(first)}-{month(last)}"
    if one_year:
        return ", ".join(MONTHS[each.month - 1] for each in months) + f" {last.year}"
    return ", ".join(month(each) for each in months)


def listed(items: Sequence[str], last: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(number: int, noun: str) -> str:
    """Return "1 month" or "3 months"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
