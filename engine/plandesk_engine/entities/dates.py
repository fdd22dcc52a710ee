"""DATES: every day a message names, resolved against today, each with the part it plays.

A range gives two dates, `from` and `until`; so does a whole stretch ("over summer"), whose
first date stands on the preposition and whose last stands on the name. "until March" ends as
March begins; the end of a range ("from June to August") includes its month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from .date_search import LINK, find_moments
from .durations import Length, duration_entity, is_aside, read_bare, read_lengths
from .expectations import Expectation
from .findings import Entity, Reason, absurd, found
from .lengths_counted import counted_from, counted_moment, counts_onward
from .moments import Moment
from .numbers import Number
from .periods import DAY, NoSuchDateError, Period, TooFarError, checked, one_day
from .tense import Tense, tense_of
from .text import Reading
from .when import When

_BESIDE = re.compile(r",?\s(?:the\s)?")
_UNTIL = re.compile(r"\s(?:until|till|'?til)\b")
_WHOLE = frozenset(("for", "over", "during", "throughout", "whole", "all"))


def read_dates(
    reading: Reading, numbers: list[Number], when: When, expected: Expectation
) -> Iterator[Entity]:
    """Yield dates and durations, and close what they stood on."""
    moments: list[Moment] = []
    onward: dict[int, Length] = {}
    lengths = read_lengths(reading, numbers, expected)
    for length in lengths:
        counted = counted_moment(reading, length)
        if counted:
            moments.append(counted)
        elif (begin := counts_onward(reading, length)) is not None:
            onward[begin] = length
        elif not is_aside(reading, length, expected) and (entity := duration_entity(reading, length)):
            yield entity
        reading.close(counted.start if counted else length.start, counted.end if counted else length.end)
    moments += find_moments(reading, when, asked=expected.kind == "date")
    moments.sort(key=lambda moment: moment.start)
    moments = _without_weekdays(reading, moments)
    for moment in moments:
        if length := onward.pop(moment.start, None):
            counted_from(moment, length)
    for length in onward.values():
        if entity := duration_entity(reading, length):
            yield entity
    for moment in moments:
        reading.close(moment.start, moment.pair.end if moment.pair else moment.end)
    yield from _resolved(reading, moments, when, expected)
    if expected.kind == "duration" and not lengths:
        yield from read_bare(reading, numbers)


def _without_weekdays(reading: Reading, moments: list[Moment]) -> list[Moment]:
    """Join "Tuesday" to the day of the month behind it: "Tuesday the 8th" is one day."""
    kept: list[Moment] = []
    for moment in moments:
        follows = kept and kept[-1].weekday and moment.grain == "day" and not moment.weekday
        if follows and _BESIDE.fullmatch(reading.folded, kept[-1].end, moment.start):
            moment.start = kept.pop().start
        kept.append(moment)
    return kept


def _resolved(reading: Reading, moments: list[Moment], when: When, expected: Expectation) -> Iterator[Entity]:
    begun: date | None = None
    waiting = iter(range(len(moments)))
    for index in waiting:
        moment = moments[index]
        tense = _with_expectation(tense_of(reading, moment), moment, expected)
        end = moment.pair or _linked(reading, moments, index, tense)
        if end:
            yield from _range(reading, moment, end, when, tense)
            if not moment.pair:
                next(waiting)
            continue
        frame = when._replace(past=tense.past, after=begun if tense.role == "until" else None)
        try:
            period = _placed(moment, frame, when.today)
        except (NoSuchDateError, TooFarError) as reason:
            yield from _refused(reading, moment, reason, tense, expected)
            continue
        if (
            moment.grain == "year"
            and moment.fixed
            and expected.kind != "date"
            and _is_long_gone(moment, period, when)
        ):
            continue
        begun = period.first if tense.role == "from" else begun
        yield from _dated(reading, moment, period, tense, when)


def _is_long_gone(moment: Moment, period: Period, when: When) -> bool:
    """Tell whether a year stands alone and is over: "in 2019 we moved" asks for nothing."""
    return moment.needs_cue and period.last < when.today


def _with_expectation(tense: Tense, moment: Moment, expected: Expectation) -> Tense:
    past, role = tense.past or moment.past, tense.role
    if expected.kind == "date":
        past = past or expected.past
        role = expected.role if expected.role and role in (None, "on", "span") else role
    return Tense(role, tense.preposition, past)


def _linked(reading: Reading, moments: list[Moment], index: int, tense: Tense) -> Moment | None:
    """Return the date that ends the range the date at `index` begins."""
    if index + 1 == len(moments):
        return None
    one, two = moments[index], moments[index + 1]
    match = LINK.fullmatch(reading.folded, one.end, two.start)
    if not match:
        return None
    if match["link"] not in ("and", "&", "/", "+"):
        return two
    in_a_row = (
        one.grain == two.grain == "month" and one.month and two.month and two.month == one.month % 12 + 1
    )
    return two if tense.preposition == "between" or (in_a_row and not tense.past) else None


def _range(reading: Reading, one: Moment, two: Moment, when: When, tense: Tense) -> Iterator[Entity]:
    """Yield both ends of a range, or name the whole of it when one end is on no calendar."""
    try:
        until = bool(_UNTIL.match(reading.folded, one.end))
        first, last = _ends(one, two, when, tense, open_ended=until)
    except (NoSuchDateError, TooFarError) as reason:
        yield absurd(reading, _reason(reason), one.start, two.end)
        return
    begin = _begin(first, when, tense.past)
    yield found(reading, "date", begin.isoformat(), one.start, one.end, "from")
    yield found(reading, "date", last.last.isoformat(), two.start, two.end, "until")


def _ends(one: Moment, two: Moment, when: When, tense: Tense, *, open_ended: bool) -> tuple[Period, Period]:
    """Resolve a range: its end is on or after its begin, and borrows or lends month and year."""
    if one.day_only and two.day_first:
        last = _placed(two, when._replace(past=tense.past), when.today)
        return _placed(one, when._replace(today=last.first, past=True), when.today), last
    if two.fixed and not one.fixed:
        last = _placed(two, when, when.today)
        return _placed(one, when._replace(today=last.last, past=True), when.today), last
    first = _placed(one, when._replace(past=tense.past), when.today)
    end = when if two.fixed else when._replace(after=first.first)
    last = _placed(two, end, when.today)
    if open_ended and one.grain == "day" and two.grain != "day" and last.first > first.first:
        last = one_day(last.first)  # "from now until spring"
    return first, last


def _placed(moment: Moment, frame: When, today: date) -> Period:
    """Return the days `moment` is in `frame`, or raise why there are none."""
    try:
        return checked(moment.resolve(frame), today)
    except OverflowError:
        raise TooFarError from None


def _begin(period: Period, when: When, past: bool) -> date:
    """Return the first day, or today inside a stretch that has already begun."""
    return when.today if not past and period.first < when.today <= period.last else period.first


def _dated(reading: Reading, moment: Moment, period: Period, tense: Tense, when: When) -> Iterator[Entity]:
    """Yield the day of `period` that its preposition means."""
    role = tense.role
    if role == "span":
        if period.first != period.last and not tense.past:
            yield from _whole(reading, moment, period, when)
            return
        role = None
    day = period.first
    if tense.preposition == "after":
        day = min(period.last, date.max - DAY) + DAY
    elif tense.preposition in ("through", "thru"):
        day = period.last
    elif tense.preposition == "before":
        day = max(period.first, date.min + DAY) - DAY
    elif role == "from":
        day = _begin(period, when, tense.past)
    yield found(reading, "date", day.isoformat(), moment.start, moment.end, role)


def _whole(reading: Reading, moment: Moment, period: Period, when: When) -> Iterator[Entity]:
    """Yield both ends of a stretch named as a whole: "over" carries the first, "summer" the last."""
    word = next(word for word in reversed(reading.words) if word.end <= moment.start and word.text in _WHOLE)
    begin = _begin(period, when, past=False)
    yield found(reading, "date", begin.isoformat(), word.start, word.end, "from")
    yield found(reading, "date", period.last.isoformat(), moment.start, moment.end, "until")


def _refused(
    reading: Reading, moment: Moment, reason: Exception, tense: Tense, expected: Expectation
) -> Iterator[Entity]:
    """Name a date nobody can mean; a year long gone, said in passing ("since 1950"), is left alone."""
    in_passing = tense.past or moment.grain == "year" or moment.needs_cue
    if in_passing and isinstance(reason, TooFarError) and expected.kind != "date":
        return
    yield absurd(reading, _reason(reason), moment.start, moment.end)


def _reason(reason: Exception) -> Reason:
    return "too_far" if isinstance(reason, TooFarError) else "no_such_date"
