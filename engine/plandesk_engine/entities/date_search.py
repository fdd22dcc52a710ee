"""DATE SEARCH: find every worded date of a message, left to right.

Each word that can begin a date names the reader that looks at it, so the search is linear:
no pattern is tried where no date can begin.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from .date_digits import digits_moment
from .date_words import ORDINALS, PARTS, RELATIONS, SEASON_NAMES, WEEKDAYS
from .durations import STEP_NAMES, Length
from .moments import Moment, after_steps, day_of_month
from .months import month_moment
from .named_days import holiday_moment, near_moment, ordinal_moment, weekday_moment
from .periods import NoSuchDateError
from .stretches import part_moment, related_moment, season_moment
from .text import Reading
from .vocabulary import MONTH_NAMES, words
from .when import When

LINK = re.compile(
    r"\s*,?\s*(?P<link>to|-|through|thru|until|till|'?til|up to|and|&|\+|/)\s*(?:the\s|about\s)*"
)
_AGO = re.compile(r"\s(?:ago|back|earlier)\b")
_HENCE = re.compile(r"\s(?:from\s(?:now|today)|hence)\b")
_TIME = re.compile(r"'?\s?time\b")
_BOTH_ORDERS = re.compile(r"(?<![\d/.,])(\d{1,2})[/.-](\d{1,2})(?:[/.-]\d{2,4}|(?=[\s,;!?)]|\.?$|\.\s))")
_CUES = words("""
in on until till til by from since to of starting after before between through thru dated end due for
received got
""")
_YEAR_CUES = words("in until till til from since by before after through")
_ANSWER_WORDS = frozenset(("the", "on", "until", "from", "please"))
_HOLIDAY_STARTS = words("""
christmas xmas x new easter good boxing valentine's valentines halloween midsummer thanksgiving black labor
memorial independence
""")
_NEAR_STARTS = words("day tomorrow tommorow tomorow tommorrow tmr tmrw tmw yesterday today tonight")
_FOREVER = 10**9

_Starter = Callable[[Reading, int, bool], Moment | None]
_STARTERS: dict[str, _Starter] = {
    **dict.fromkeys(MONTH_NAMES | {"febuary"}, month_moment),
    **dict.fromkeys(words("jan feb mar apr jun jul aug sep sept oct nov dec"), month_moment),
    **dict.fromkeys(RELATIONS, related_moment),
    **dict.fromkeys((*PARTS, "month", "year", "quarter", "week", "month's", "year's"), part_moment),
    **dict.fromkeys(("eom", "eoy", "eoq", "eow"), part_moment),
    **dict.fromkeys(SEASON_NAMES, season_moment),
    **dict.fromkeys(WEEKDAYS, weekday_moment),
    **dict.fromkeys(_HOLIDAY_STARTS, holiday_moment),
    **dict.fromkeys(_NEAR_STARTS, near_moment),
    **{word.split()[0]: ordinal_moment for word in ORDINALS},
}


def find_moments(reading: Reading, when: When, *, asked: bool) -> Iterator[Moment]:
    """Yield the worded dates in reading order; `asked` says a date was asked for."""
    when = when._replace(month_first=_month_first(reading, when))
    previous: Moment | None = None
    done = 0
    for word in reading.words:
        if word.start < done or not reading.is_open(word.start, word.end):
            continue
        if word.text[0].isdigit():
            moment = digits_moment(reading, word.start, when)
            if moment is None and asked:
                moment = _asked_day(reading, word.text, word.start)
        else:
            starter = _STARTERS.get(word.text)
            moment = starter(reading, word.start, asked) if starter else None
        if moment and (not moment.needs_cue or asked or _has_cue(reading, moment, previous)):
            previous = moment
            done = moment.pair.end if moment.pair else moment.end
            yield moment


def _month_first(reading: Reading, when: When) -> bool:
    """Return the order of day and month: one date that allows a single order settles the others."""
    if "/" not in reading.open and "-" not in reading.open:
        return when.month_first
    for match in _BOTH_ORDERS.finditer(reading.open):
        one, two = int(match[1]), int(match[2])
        if max(one, two) <= 31 and (one > 12) != (two > 12) and min(one, two) > 0 and "/" in match.group():
            return two > 12
    return when.month_first


def _has_cue(reading: Reading, moment: Moment, previous: Moment | None) -> bool:
    before = [word for word in reading.before(moment.start, 2) if word not in ("the", "of")]
    if moment.grain == "year":
        return before[:1] != [] and before[0] in _YEAR_CUES
    try:
        moment.resolve(When(date(2024, 1, 1)))
    except NoSuchDateError:
        return False
    linked = previous is not None and LINK.fullmatch(reading.folded, previous.end, moment.start)
    return bool(linked) or any(word in _CUES for word in before)


def _asked_day(reading: Reading, digits: str, start: int) -> Moment | None:
    """Return the day of the month that a lone number answers to a question for a date."""
    if len(reading.words) > 4 or len(digits) > 2 or reading.open[start - 1 : start] == "-":
        return None
    others = [word for word in reading.words if word.text not in _ANSWER_WORDS]
    if len(others) == 1 and 1 <= int(digits) <= 31:
        return Moment(start, start + len(digits), day_of_month(int(digits)), day_only=True)
    return None


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
