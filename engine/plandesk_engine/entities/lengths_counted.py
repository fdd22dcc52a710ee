"""LENGTHS COUNTED: the days that are so far from today or from another day: "in two weeks", "a week from Friday"."""

from __future__ import annotations

import re
from datetime import date

from .durations import STEP_NAMES, Length
from .moments import Moment, Resolve, after_steps
from .periods import Period
from .text import Reading
from .when import When

_AGO = re.compile(r"\s(?:ago|back|earlier)\b")
_HENCE = re.compile(r"\s(?:from\s(?:now|today)|hence)\b")
_TIME = re.compile(r"'?\s?time\b")
_ONWARD = re.compile(r"\s(?:from|after)\s(?:the\s)?")
_ONWARD_LEADS = frozenset(("until", "till", "til", "starting", "on", "by", "cancel", "is", "it's", "that's"))
_FOREVER = 10**9


def counted_moment(reading: Reading, length: Length) -> Moment | None:
    """Return the day "in two weeks" or "12 days ago" is, when `length` counts from today."""
    text = reading.folded
    if length.negative:
        return None
    steps, unit = _steps(length)
    if match := _AGO.match(text, length.end):
        return Moment(length.start, match.end(), after_steps(unit, -steps), fixed=True, past=True)
    if match := _HENCE.match(text, length.end):
        return Moment(length.start, match.end(), after_steps(unit, steps), fixed=True)
    if text.endswith("in ", 0, length.start) and not text[: length.start - 3][-1:].isalnum():
        end = match.end() if (match := _TIME.match(text, length.end)) else length.end
        return Moment(length.start - 3, end, after_steps(unit, steps), fixed=True)
    return None


def _steps(length: Length) -> tuple[int, str]:
    """Return `length` as whole steps of one unit."""
    if length.count is None:
        return _FOREVER, "year"
    if length.count % 1:
        days_or_months = {"W": (7, "day"), "Y": (12, "month"), "Q": (3, "month"), "F": (14, "day")}
        times, unit = days_or_months.get(length.unit, (1, STEP_NAMES[length.unit]))
        return min(_FOREVER, int(length.count * times)), unit
    return min(_FOREVER, int(length.count)), STEP_NAMES[length.unit]


def counts_onward(reading: Reading, length: Length) -> int | None:
    """Return where the day stands that `length` is counted from ("two weeks from Monday"), when it is."""
    match = _ONWARD.match(reading.folded, length.end)
    if not match or length.negative:
        return None
    before = next((word for word in reading.before(length.start, 1)), "")
    return match.end() if not before or before in _ONWARD_LEADS else None


def counted_from(moment: Moment, length: Length) -> None:
    """Move `moment` to the day that is `length` after it."""
    steps, unit = _steps(length)
    day: Resolve = moment.resolve

    def later(when: When) -> Period:
        begun: date = day(when).first
        return after_steps(unit, steps)(when._replace(today=begun))

    moment.start, moment.resolve, moment.fixed, moment.grain = length.start, later, True, "day"
