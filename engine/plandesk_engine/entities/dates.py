"""DATES: every day a message names, resolved against today, each with the part it plays.

A range gives two dates, `from` and `until`; so does a whole stretch ("over summer"), whose
first date stands on the preposition and whose last stands on the name. "until March" ends as
March begins; the end of a range ("from June to August") includes its month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from .date_digits import digits_moment
from .date_phrases import phrase_moment
from .durations import STEP_NAMES, Length, duration_entity, is_habit, read_bare, read_lengths
from .expectations import Expectation
from .findings import Entity, absurd, found
from .moments import Moment, after_steps, day_of_month
from .numbers import Number
from .periods import NoSuchDateError, Period, TooFarError, checked
from .tense import Tense, tense_of
from .text import Reading
from .when import When

_LINK = re.compile(r"\s*,?\s*(?P<link>to|-|through|thru|until|till|'?til|up to|and|&|/)\s*(?:the\s|about\s)*")
_AGO = re.compile(r"\s(?:ago|back|earlier)\b")
_HENCE = re.compile(r"\s(?:from\s(?:now|today)|hence)\b")
_TIME = re.compile(r"'?\s?time\b")
_CUES = frozenset(
    ["in", "on", "until", "till", "til", "by", "from", "since", "to", "of", "starting", "after", "before", "between", "through", "thru", "dated", "end", "due", "for"]
)


def read_dates(
    reading: Reading, numbers: list[Number], when: When, expected: Expectation
) -> Iterator[Entity]:
    """Yield dates and durations, and close what they stood on."""
    moments: list[Moment] = []
    for length in read_lengths(reading, numbers, expected):
        counted = _counted(reading, length)
        if counted:
            moments.append(counted)
            reading.close(counted.start, counted.end)
            continue
        if not is_habit(reading, length) and (entity := duration_entity(reading, length)):
            yield entity
        reading.close(length.start, length.end)
    moments += _moments(reading, when, expected)
    moments.sort(key=lambda moment: moment.start)
    for moment in moments:
        reading.close(moment.start, moment.pair.end if moment.pair else moment.end)
    yield from _resolved(reading, moments, when, expected)
    if expected.kind == "duration":
        yield from read_bare(reading, numbers)


def _counted(reading: Reading, length: Length) -> Moment | None:
    """Return the day "in two weeks" or "12 days ago" is, when `length` counts from today."""
    text = reading.folded
    if length.count is None or (length.count % 1 and length.unit not in "Y"):
        steps, unit = 10**9, "year"
    else:
        steps, unit = int(length.count * 12 if length.count % 1 else length.count), STEP_NAMES[length.unit]
        unit = "month" if length.count % 1 else unit
    if length.negative:
        return None
    if match := _AGO.match(text, length.end):
        return Moment(length.start, match.end(), after_steps(unit, -steps), fixed=True, past=True)
    if match := _HENCE.match(text, length.end):
        return Moment(length.start, match.end(), after_steps(unit, steps), fixed=True)
    if text.endswith("in ", 0, length.start) and not text[: length.start - 3][-1:].isalnum():
        end = match.end() if (match := _TIME.match(text, length.end)) else length.end
        return Moment(length.start - 3, end, after_steps(unit, steps), fixed=True)
    return None


def _moments(reading: Reading, when: When, expected: Expectation) -> Iterator[Moment]:
    """Find the worded dates, the leftmost and longest first."""
    asked = expected.kind == "date"
    done = 0
    for word in reading.words:
        if word.start < done or not reading.is_open(word.start, word.end):
            continue
        if word.text[0].isdigit():
            moment = digits_moment(reading, word.start, when) or _asked_day(
                reading, word.text, word.start, asked
            )
        else:
            moment = phrase_moment(reading, word.start, word.text, expected=asked)
        if moment and (not moment.needs_cue or asked or _has_cue(reading, moment)):
            done = moment.pair.end if moment.pair else moment.end
            yield moment


def _has_cue(reading: Reading, moment: Moment) -> bool:
    before = [word for word in reading.before(moment.start, 2) if word not in ("the", "of")]
    if moment.grain != "year":
        try:
            moment.resolve(When(date(2024, 1, 1)))
        except NoSuchDateError:
            return False
        return any(word in _CUES for word in before) or any(
            word in ("received", "got", "dated") for word in before
        )
    return before[:1] != [] and before[0] in (
        "in",
        "until",
        "till",
        "til",
        "from",
        "since",
        "by",
        "before",
        "after",
        "through",
    )


def _asked_day(reading: Reading, digits: str, start: int, asked: bool) -> Moment | None:
    """Return the day of the month that a lone number answers to a question for a date."""
    others = [word for word in reading.words if word.text not in ("the", "on", "until", "from", "please")]
    if (
        asked
        and len(others) == 1
        and len(digits) <= 2
        and 1 <= int(digits) <= 31
        and reading.open[start - 1 : start] != "-"
    ):
        return Moment(start, start + len(digits), day_of_month(int(digits)), day_only=True)
    return None


def _resolved(reading: Reading, moments: list[Moment], when: When, expected: Expectation) -> Iterator[Entity]:
    begun: date | None = None
    index = 0
    while index < len(moments):
        moment = moments[index]
        tense = _with_expectation(tense_of(reading, moment), moment, expected)
        end = moment.pair or _linked(reading, moments, index, tense)
        if end:
            yield from _range(reading, moment, end, when, tense)
            index += 1 if moment.pair else 2
            continue
        frame = when._replace(past=tense.past, after=begun if tense.role == "until" else None)
        try:
            period = checked(moment.resolve(frame), when.today)
        except (NoSuchDateError, TooFarError) as reason:
            yield from _refused(reading, moment, reason, tense, expected)
        else:
            begun = period.first if tense.role == "from" else begun
            yield from _dated(reading, moment, period, tense, when)
        index += 1


def _with_expectation(tense: Tense, moment: Moment, expected: Expectation) -> Tense:
    past = tense.past or moment.past or (expected.kind == "date" and expected.past)
    role = tense.role
    if expected.kind == "date" and expected.role and role in (None, "on", "span"):
        role = expected.role
    return Tense(role, tense.preposition, past)


def _linked(reading: Reading, moments: list[Moment], index: int, tense: Tense) -> Moment | None:
    """Return the date that ends the range the date at `index` begins."""
    if index + 1 == len(moments):
        return None
    one, two = moments[index], moments[index + 1]
    match = _LINK.fullmatch(reading.folded[one.end : two.start])
    if not match:
        return None
    if match["link"] not in ("and", "&", "/"):
        return two
    in_a_row = (
        one.grain == two.grain == "month" and one.month and two.month and two.month == one.month % 12 + 1
    )
    return two if tense.preposition == "between" or (in_a_row and not tense.past) else None


def _range(reading: Reading, one: Moment, two: Moment, when: When, tense: Tense) -> Iterator[Entity]:
    """Yield both ends; the second is on or after the first, and borrows or lends the year."""
    try:
        if one.day_only and two.day_first:
            last = checked(two.resolve(when._replace(past=tense.past)), when.today)
            first = one.resolve(when._replace(today=last.first, past=True))
        elif two.fixed and not one.fixed:
            last = checked(two.resolve(when), when.today)
            first = one.resolve(when._replace(today=last.last, past=True))
        else:
            first = checked(one.resolve(when._replace(past=tense.past)), when.today)
            last = checked(two.resolve(when if two.fixed else when._replace(after=first.first)), when.today)
    except (NoSuchDateError, TooFarError) as reason:
        yield absurd(reading, _reason(reason), one.start, two.end)
        return
    yield found(reading, "date", _begin(first, when, tense.past).isoformat(), one.start, one.end, "from")
    yield found(reading, "date", last.last.isoformat(), two.start, two.end, "until")


def _begin(period: Period, when: When, past: bool) -> date:
    """Return the first day, or today inside a stretch that has already begun."""
    return when.today if not past and period.first < when.today <= period.last else period.first


def _dated(reading: Reading, moment: Moment, period: Period, tense: Tense, when: When) -> Iterator[Entity]:
    role = tense.role
    if role == "span":
        if period.first != period.last and not tense.past:
            yield from _whole(reading, moment, period, when)
            return
        role = None
    day = period.first
    if tense.preposition == "after" and role == "from":
        day = _next_day(period.last)
    elif tense.preposition in ("through", "thru") and role == "until":
        day = period.last
    elif tense.preposition == "before" and role == "until":
        day = _next_day(period.first, -1)
    elif role == "from":
        day = _begin(period, when, tense.past)
    yield found(reading, "date", day.isoformat(), moment.start, moment.end, role)


def _next_day(day: date, step: int = 1) -> date:
    return date.fromordinal(day.toordinal() + step)


def _whole(reading: Reading, moment: Moment, period: Period, when: When) -> Iterator[Entity]:
    """Yield both ends of a stretch named as a whole: "over" carries the first, "summer" the last."""
    word = next(word for word in reversed(reading.words) if word.end <= moment.start and word.text in _WHOLE)
    first = _begin(period, when, past=False).isoformat()
    yield found(reading, "date", first, word.start, word.end, "from")
    yield found(reading, "date", period.last.isoformat(), moment.start, moment.end, "until")


_WHOLE = frozenset(("for", "over", "during", "throughout"))


def _refused(
    reading: Reading, moment: Moment, reason: Exception, tense: Tense, expected: Expectation
) -> Iterator[Entity]:
    """Name a date nobody can mean; a year long ago in passing ("since 1950") is no answer to anything."""
    if isinstance(reason, TooFarError) and (tense.past or moment.grain == "year") and expected.kind != "date":
        return
    yield absurd(reading, _reason(reason), moment.start, moment.end)


def _reason(reason: Exception) -> str:
    return "too_far" if isinstance(reason, TooFarError) else "no_such_date"
