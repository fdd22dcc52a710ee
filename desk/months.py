"""CALENDAR MONTHS: a month is written as its first day, so months compare and subtract as dates do."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from dateutil.relativedelta import relativedelta


def month_of(day: date) -> date:
    """Return the month `day` lies in."""
    return day.replace(day=1)


def shift(month: date, by: int) -> date:
    """Return the month `by` months after `month`, or before it when negative."""
    return month_of(month) + relativedelta(months=by)


def months_between(earlier: date, later: date) -> int:
    """Return how many whole calendar months lie from the month of `earlier` to the month of `later`."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def months_from(first: date, until: date) -> Iterator[date]:
    """Yield every month from `first` up to, and not including, the month of `until`."""
    for count in range(months_between(first, until)):
        yield shift(first, count)


def on_day(month: date, day: int) -> date:
    """Return day `day` of `month`, or its last day when the month is shorter."""
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


def label(month: date) -> str:
    """Return the month as people write it: "Oct 2026"."""
    return f"{month:%b %Y}"


def iso(month: date) -> str:
    """Return the month as records write it: "2026-10"."""
    return f"{month:%Y-%m}"
