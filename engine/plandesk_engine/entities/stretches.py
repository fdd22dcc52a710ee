"""STRETCHES: "next month", "last June", "the end of the year", "Q3", "the first week of May", "over summer"."""

from __future__ import annotations

import re

from .date_words import (
    ORDINAL,
    PARTS,
    RELATIONS,
    SEASON_NAMES,
    SUFFIX,
    WEEKDAYS,
    YEAR,
    day_number,
    year_number,
)
from .moments import Moment, in_quarter, in_season, in_unit, in_unit_after_next, in_year, on_weekday
from .months import HINTS, MONTH_AT, MONTH_DAY, followed_freely, grain, month_day, plain_month
from .named_days import WEEKDAY, holiday_moment
from .text import Reading

_RELATED = re.compile(
    r"(?P<rel>next|coming|following|upcoming|last|past|previous|this|current)\s(?:coming\s|past\s)?"
)
_UNIT = re.compile(r"(?P<unit>weekend|week|month|quarter|year)\b(?!\s?(?:'?s\s|and\b))")
_PART = re.compile(
    r"(?:(?P<of>end|close|beginning|start|begin|middle)(?:\sof)?|(?P<by>mid|early|late))[\s-]+(?:(?:the|our|very)\s)*"
)
_SHUT = re.compile(r"(?P<unit>month|year|quarter|week)(?:'s)?[\s-]end\b|eo(?P<eo>[myqw])\b")
_AFTER_NEXT = re.compile(r"(?P<unit>week|month|year)\safter\snext\b")
_SHUT_UNITS = {"m": "month", "y": "year", "q": "quarter", "w": "week"}
_SEASON = re.compile(rf"(?P<name>{'|'.join(SEASON_NAMES)})\b(?:\sof)?(?:\s(?P<year>{YEAR}))?")
_QUARTER = re.compile(rf"q(?P<number>[1-4])\b(?:[\s/-](?P<year>{YEAR}))?")
_DAY_NAMES = "|".join(name for name in WEEKDAYS if name.endswith("day"))
_NTH = re.compile(
    rf"(?P<place>last|{ORDINAL}|\d{{1,2}}{SUFFIX})\s(?:full\s)?(?P<unit>week|day|{_DAY_NAMES})\s(?:of|in)\s(?:(?:the|our)\s)?"
)
_YEAR = re.compile(YEAR)
_LED = frozenset(("until", "till", "til", "from", "at", "by", "to", "in", "the", "since"))
_SEASON_HINTS = HINTS | frozenset(("over", "the", "throughout", "all", "whole", "every"))


def nth_moment(reading: Reading, start: int) -> Moment | None:
    """Return "the first week of May" or "the last day of next month", whose count begins at `start`."""
    match = _NTH.match(reading.open, start)
    if not match:
        return None
    place = "last" if match["place"] == "last" else str(day_number(match["place"]))
    moment = _begun_at(_target(reading, match.end(), "", f"{match['unit']} {place}"), start)
    if moment:
        moment.grain = "week" if match["unit"] == "week" else "day"
    return moment


def quarter_moment(reading: Reading, start: int, asked: bool) -> Moment | None:
    """Return the quarter named at `start`."""
    return _target(reading, start)


def related_moment(reading: Reading, start: int, asked: bool) -> Moment | None:
    """Return what "next", "last" or "this" at `start` points to."""
    if nth := nth_moment(reading, start):
        return nth
    match = _RELATED.match(reading.open, start)
    if not match:
        return None
    relation, at = RELATIONS[match["rel"]], match.end()
    moment = _related_to(reading, start, at, relation, asked)
    if moment:
        moment.past = relation == "last"
    return moment


def _related_to(reading: Reading, start: int, at: int, relation: str, asked: bool) -> Moment | None:
    if day := MONTH_DAY.match(reading.open, at):
        return month_day(day, start, relation)
    if weekday := WEEKDAY.match(reading.open, at):
        return Moment(start, weekday.end("day"), on_weekday(WEEKDAYS[weekday["day"]], relation), fixed=True)
    target = holiday_moment(reading, at, asked, relation) or _target(reading, at, relation)
    return _begun_at(target, start)


def part_moment(reading: Reading, start: int, asked: bool) -> Moment | None:
    """Return the part of a stretch named at `start`: "end of March", "mid-April", "month end"."""
    if match := _AFTER_NEXT.match(reading.open, start):
        return Moment(start, match.end(), in_unit_after_next(match["unit"]), match["unit"], fixed=True)
    if shut := _SHUT.match(reading.open, start):
        unit = shut["unit"] or _SHUT_UNITS[shut["eo"]]
        return Moment(start, shut.end(), in_unit(unit, "", "end"), fixed=True)
    match = _PART.match(reading.open, start)
    if not match:
        return None
    if match["of"] and " of" not in match.group() and _RELATED.match(reading.open, match.end()):
        return None  # "start next month": "start" is a verb there
    if (
        match["of"] == "beginning"
        and " of" not in match.group()
        and next(reading.before(start, 1), "") not in _LED
    ):
        return None  # "beginning January": it says from when, as "starting" does
    part = PARTS[match["of"] or match["by"]]
    target = _target(reading, match.end(), "", part) or holiday_moment(reading, match.end(), asked)
    return _begun_at(target, start)


def season_moment(reading: Reading, start: int, asked: bool) -> Moment | None:
    """Return the season named at `start`, unless the word is a verb or describes something else."""
    previous = next(reading.before(start, 1), "")
    if previous not in _SEASON_HINTS and not asked and len(reading.words) > 2:
        return None
    return _target(reading, start)


def _target(reading: Reading, start: int, relation: str = "", part: str = "") -> Moment | None:
    """Return the stretch at `start`, placed by `relation` and narrowed to `part`."""
    text = reading.open
    if not relation and (related := _RELATED.match(text, start)):
        relation, start = RELATIONS[related["rel"]], related.end()
    if match := MONTH_AT.match(text, start):
        return plain_month(match, start, relation, part)
    if match := _UNIT.match(text, start):
        if relation in ("", "this") and not part:
            return None
        fineness = "day" if part else match["unit"]
        return Moment(start, match.end(), in_unit(match["unit"], relation, part), fineness, fixed=True)
    if match := _QUARTER.match(text, start):
        year = year_number(match["year"])
        resolve = in_quarter(int(match["number"]), year, relation, part)
        return Moment(start, match.end(), resolve, grain("quarter", part), year is not None)
    if match := _SEASON.match(text, start):
        if not followed_freely(reading, match.end()):
            return None
        year = year_number(match["year"])
        resolve = in_season(match["name"], year, relation, part)
        return Moment(start, match.end(), resolve, grain("season", part), year is not None)
    if part and (match := _YEAR.match(text, start)) and (year := year_number(match.group())):
        return Moment(start, match.end(), in_year(year, part), grain("year", part), fixed=True)
    return None


def _begun_at(moment: Moment | None, start: int) -> Moment | None:
    if moment:
        moment.start = start
    return moment
