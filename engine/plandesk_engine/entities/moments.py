"""MOMENTS: a date as it was worded, not yet placed on the calendar.

A moment knows where it stands and how to become days once its tense and, in a range, its
other end are known. `grain` is how fine it was: "march" is a month, "3 march" a day.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .periods import (
    HOLIDAYS,
    STEPS,
    NoSuchDateError,
    Period,
    TooFarError,
    Yearly,
    calendar_day,
    following,
    month_of,
    nearest,
    one_day,
    piece,
    quarter,
    season,
    unit_around,
)
from .when import When

Resolve = Callable[[When], Period]


@dataclass(slots=True)
class Moment:
    """One worded date: its place, its grain and how it resolves."""

    start: int
    end: int
    resolve: Resolve
    grain: str = "day"
    fixed: bool = False  # its year or distance from today is said
    month: int | None = None
    day_only: bool = False
    day_first: bool = False
    needs_cue: bool = False
    past: bool = False
    weekday: bool = False  # a weekday by its name alone
    pair: Moment | None = None  # the end of a range worded as one, like "3-10 March"


def on_day(month: int, day: int, year: int | None, relation: str = "") -> Resolve:
    """Return how a day of a month resolves, in `year` or in the nearest one that has it."""
    if year is not None:
        return lambda _: calendar_day(year, month, day)
    if relation:
        return lambda when: following(lambda y: calendar_day(y, month, day), when, relation)
    return lambda when: nearest(lambda y: calendar_day(y, month, day), when)


def in_month(month: int, year: int | None, relation: str = "", part: str = "") -> Resolve:
    """Return how a month, or a part of it, resolves."""
    return _yearly(lambda _: lambda y: month_of(y, month), year, relation, part)


def in_season(name: str, year: int | None, relation: str = "", part: str = "") -> Resolve:
    """Return how a season, or a part of it, resolves."""
    return _yearly(lambda when: season(name, southern=when.southern), year, relation, part)


def in_quarter(number: int, year: int | None, relation: str = "", part: str = "") -> Resolve:
    """Return how "Q3", or a part of it, resolves."""
    return _yearly(lambda _: quarter(number), year, relation, part)


def on_holiday(name: str, year: int | None, relation: str = "") -> Resolve:
    """Return how a holiday resolves."""
    return _yearly(lambda _: lambda y: one_day(HOLIDAYS[name](y)), year, relation, "")


def _yearly(of: Callable[[When], Yearly], year: int | None, relation: str, part: str) -> Resolve:
    def resolve(when: When) -> Period:
        yearly = of(when)

        def days(y: int) -> Period:
            return piece(yearly(y), part)

        if year is not None:
            return days(year)
        if relation:
            return piece(following(yearly, when, relation), part)
        return nearest(days, when)

    return resolve


def in_year(year: int, part: str = "") -> Resolve:
    """Return how a year named by its number resolves."""
    return lambda _: piece(Period(date(year, 1, 1), date(year, 12, 31)), part)


def day_of_month(day: int, relation: str = "") -> Resolve:
    """Return how "the 5th" resolves: in the coming month that has it, or the one gone by."""

    def resolve(when: When) -> Period:
        bound = when.after or when.today
        month = bound.replace(day=1)
        if relation:
            month += STEPS["month"] * {"next": 1, "last": -1}.get(relation, 0)
            return calendar_day(month.year, month.month, day)
        for _ in range(12):
            try:
                found = calendar_day(month.year, month.month, day)
            except NoSuchDateError:
                found = None
            if found and (found.first <= bound if when.past else found.first >= bound):
                return found
            month += STEPS["month"] * (-1 if when.past else 1)
        raise NoSuchDateError

    return resolve


def on_weekday(number: int, relation: str = "") -> Resolve:
    """Return how a weekday resolves; "next Friday" is the one of next week, from Monday on."""

    def resolve(when: When) -> Period:
        today = when.after or when.today
        if relation == "next":
            return one_day(unit_around(today + STEPS["week"], "week").first + STEPS["day"] * number)
        if relation == "last" or (when.past and not relation):
            return one_day(today - STEPS["day"] * ((today.weekday() - number - 1) % 7 + 1))
        return one_day(
            today + STEPS["day"] * ((number - today.weekday() - (not relation)) % 7 + (not relation))
        )

    return resolve


def in_unit(unit: str, relation: str, part: str = "") -> Resolve:
    """Return how "next month" or "the end of the year" resolves."""

    def resolve(when: When) -> Period:
        step = {"next": 1, "last": -1}.get(relation, 0)
        period = piece(unit_around(_shift(when.today, unit, step), unit), part)
        passed = period.last < when.today and not relation and not when.past
        return piece(unit_around(_shift(when.today, unit, 1), unit), part) if passed else period

    return resolve


def in_unit_after_next(unit: str) -> Resolve:
    """Return how "the week after next" resolves."""
    return lambda when: unit_around(_shift(when.today, unit, 2), unit)


def after_steps(unit: str, count: int) -> Resolve:
    """Return how "in two weeks" or, counted down, "12 days ago" resolves; month ends are kept."""
    return lambda when: one_day(_shift(when.today, unit, count))


def _shift(day: date, unit: str, count: int) -> date:
    try:
        return day + STEPS[unit] * count
    except (OverflowError, ValueError):
        raise TooFarError from None
