"""PERIODS: stretches of days: months, weeks, seasons, holidays, and pieces of them.

A yearly stretch ("March", "winter") is a function from a year to its days; `nearest` picks the
occurrence that is meant: the coming or current one, or in the past tense the latest begun.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from dateutil.easter import easter
from dateutil.relativedelta import FR, MO, SA, SU, TH, TU, WE, relativedelta

from .when import When

FURTHEST_YEARS = 50
WEEKDAYS = {
    "monday": MO, "tuesday": TU, "wednesday": WE, "thursday": TH, "friday": FR, "saturday": SA, "sunday": SU,
}  # fmt: skip
DAY = timedelta(days=1)


class NoSuchDateError(ValueError):
    """The calendar has no such day, like 30 February."""


class TooFarError(ValueError):
    """The day is further from today than any plan can reach."""


class Period(NamedTuple):
    """A stretch of days, both ends included."""

    first: date
    last: date


Yearly = Callable[[int], Period]


def one_day(day: date) -> Period:
    """Return the stretch that is just `day`."""
    return Period(day, day)


def calendar_day(year: int, month: int, day: int) -> Period:
    """Return the day, or raise NoSuchDateError for one that is on no calendar."""
    try:
        return one_day(date(year, month, day))
    except (ValueError, OverflowError):
        raise NoSuchDateError from None


def month_of(year: int, month: int) -> Period:
    """Return a calendar month."""
    first = date(year, month, 1)
    return Period(first, first + relativedelta(months=1) - DAY)


def nearest(yearly: Yearly, when: When) -> Period:
    """Return the occurrence of `yearly` that is meant in the tense of `when`."""
    bound = when.after or when.today
    years = range(bound.year, bound.year - 10, -1) if when.past else range(bound.year - 1, bound.year + 10)
    for year in years:
        try:
            period = yearly(year)
        except (NoSuchDateError, ValueError):
            continue
        if period.first <= bound if when.past else period.last >= bound:
            return period
    raise NoSuchDateError


def following(yearly: Yearly, when: When, relation: str) -> Period:
    """Return the "next", "last" or "this" occurrence of `yearly`."""
    if relation == "last":
        return nearest(
            lambda year: _if(yearly(year), yearly(year).last < when.today),
            when._replace(past=True, after=None),
        )
    if relation == "next":
        return nearest(
            lambda year: _if(yearly(year), yearly(year).first > when.today), when._replace(past=False)
        )
    return nearest(yearly, when)


def _if(period: Period, holds: bool) -> Period:
    if not holds:
        raise NoSuchDateError
    return period


def unit_around(day: date, unit: str) -> Period:
    """Return the calendar week (from Monday), month, quarter or year `day` is in."""
    if unit == "week":
        first = day - DAY * day.weekday()
        return Period(first, first + 6 * DAY)
    if unit == "weekend":
        first = day + DAY * (5 - day.weekday())
        return Period(first, first + DAY)
    if unit == "month":
        return month_of(day.year, day.month)
    if unit == "quarter":
        first = date(day.year, day.month - (day.month - 1) % 3, 1)
        return Period(first, first + relativedelta(months=3) - DAY)
    return Period(date(day.year, 1, 1), date(day.year, 12, 31))


STEPS = {
    "day": relativedelta(days=1), "week": relativedelta(weeks=1), "weekend": relativedelta(weeks=1),
    "fortnight": relativedelta(weeks=2), "month": relativedelta(months=1), "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}  # fmt: skip

_SEASON_MONTHS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def season(name: str, *, southern: bool) -> Yearly:
    """Return the meteorological season, three whole months, on the account's half of the world."""
    month = (_SEASON_MONTHS[name] + (6 if southern else 0) - 1) % 12 + 1

    def days(year: int) -> Period:
        first = date(year, month, 1)
        return Period(first, first + relativedelta(months=3) - DAY)

    return days


def quarter(number: int) -> Yearly:
    """Return the calendar quarter, "Q1" from January on."""

    def days(year: int) -> Period:
        first = date(year, 3 * number - 2, 1)
        return Period(first, first + relativedelta(months=3) - DAY)

    return days


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "christmas": lambda year: date(year, 12, 25),
    "xmas": lambda year: date(year, 12, 25),
    "christmas day": lambda year: date(year, 12, 25),
    "christmas eve": lambda year: date(year, 12, 24),
    "boxing day": lambda year: date(year, 12, 26),
    "new year": lambda year: date(year, 1, 1),
    "new years": lambda year: date(year, 1, 1),
    "new years day": lambda year: date(year, 1, 1),
    "new years eve": lambda year: date(year, 12, 31),
    "easter": easter,
    "easter sunday": easter,
    "easter monday": lambda year: easter(year) + DAY,
    "good friday": lambda year: easter(year) - 2 * DAY,
    "valentines day": lambda year: date(year, 2, 14),
    "valentines": lambda year: date(year, 2, 14),
    "halloween": lambda year: date(year, 10, 31),
    "midsummer": lambda year: date(year, 6, 24),
    "thanksgiving": lambda year: date(year, 11, 1) + relativedelta(weekday=TH(4)),
    "black friday": lambda year: date(year, 11, 1) + relativedelta(weekday=TH(4)) + DAY,
    "labor day": lambda year: date(year, 9, 1) + relativedelta(weekday=MO(1)),
    "memorial day": lambda year: date(year, 5, 31) + relativedelta(weekday=MO(-1)),
    "independence day": lambda year: date(year, 7, 4),
}


def piece(period: Period, part: str) -> Period:
    """Return the "start", "mid", "late" or "end" of `period`; without a part, all of it."""
    if part == "start":
        return one_day(period.first)
    if part == "end":
        return one_day(period.last)
    if part == "mid":
        days = (period.last - period.first).days
        return one_day(period.first + DAY * (14 if 27 <= days <= 30 else days // 2))
    if " " in part:
        return _nth(period, *part.split())
    if part == "late":
        return Period(max(period.first, period.last - 10 * DAY), period.last)
    return period


def _nth(period: Period, unit: str, place: str) -> Period:
    """Return the week, day or weekday of `period` with the number `place`, counted from its first day, or its "last"."""
    if unit not in ("week", "day"):
        weekday = WEEKDAYS[unit](-1 if place == "last" else int(place))
        day = (period.last if place == "last" else period.first) + relativedelta(weekday=weekday)
        if not period.first <= day <= period.last:
            raise NoSuchDateError
        return one_day(day)
    length = 6 * DAY if unit == "week" else 0 * DAY
    if place == "last":
        return Period(period.last - length, period.last)
    first = period.first + (int(place) - 1) * (length + DAY)
    if first > period.last:
        raise NoSuchDateError
    return Period(first, min(first + length, period.last))


def checked(period: Period, today: date) -> Period:
    """Return `period`, or raise TooFarError when it lies more than `FURTHEST_YEARS` away."""
    if abs(period.first.year - today.year) > FURTHEST_YEARS:
        raise TooFarError
    return period
