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
from .moments import Moment, after_steps, day_of_month, on_day
from .months import month_moment
from .named_days import holiday_moment, near_moment, ordinal_moment, weekday_moment
from .periods import NoSuchDateError
from .stretches import nth_moment, part_moment, quarter_moment, related_moment, season_moment
from .text import Reading
from .vocabulary import MONTH_NAMES, words
from .when import When

LINK = re.compile(
    r"\s*,?\s*(?P<link>to|-|through|thru|until|till|'?til|up to|and|&|\+|/)\s*(?:the\s|about\s)*"
)
_BOTH_ORDERS = re.compile(r"(?<![\d/.,])(\d{1,2})[/.-](\d{1,2})(?:[/.-]\d{2,4}|(?=[\s,;!?)]|\.?$|\.\s))")
_CUES = words("""
in on until till til by per from since to of starting after before between through thru dated end due for
received got
""")
_YEAR_CUES = words("in until till til from since by before after through")
_ANSWER_WORDS = words("the on until till from please no not sorry instead actually make it")
_HOLIDAY_STARTS = words("""
christmas xmas x new easter good boxing valentine's valentines halloween midsummer thanksgiving black labor
memorial independence
""")
_NEAR_STARTS = words("day tomorrow tommorow tomorow tommorrow tmr tmrw tmw yesterday today tonight")
_RANGE_FOLLOWS = re.compile(r"\s?(?:-|to|through|thru|until|till|til|and|bis)\s?\d{1,2}[./]\d{1,2}\b")
_NOW = re.compile(r"(?:right\s)?now\b|immediately\b|straight\saway\b|asap\b|at\sonce\b")
_NOW_LEADS = frozenset(("from", "starting", "beginning", "effective"))
_POINTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.?(?!\w)")
_CORRECTING = words("""
no nope nah sorry oops wait hmm actually rather instead not i i'd meant mean make it that make's to in from until on
please pls well then the of and but ok
""")


def _ordinal_moment(reading: Reading, start: int, asked: bool) -> Moment | None:
    return nth_moment(reading, start) or ordinal_moment(reading, start, asked)


def _now_moment(reading: Reading, start: int, asked: bool) -> Moment | None:
    """Return today for "from now until spring", or for "right now" as the whole answer to "from which day?"."""
    match = _NOW.match(reading.open, start)
    if not match:
        return None
    led = next(reading.before(start, 1), "") in _NOW_LEADS and LINK.match(reading.open, match.end())
    whole = asked and match.end() - match.start() >= len(reading.folded.strip(" .!,")) - len(" please")
    if not led and not whole:
        return None
    return Moment(start, match.end(), after_steps("day", 0), fixed=True)


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
    **{word.split()[0]: _ordinal_moment for word in ORDINALS},
    **dict.fromkeys(words("now right immediately straight asap at"), _now_moment),
    "q": quarter_moment,
}


def find_moments(reading: Reading, when: When, *, asked: bool) -> Iterator[Moment]:
    """Yield the worded dates in reading order; `asked` says a date was asked for."""
    when = when._replace(month_first=_month_first(reading, when))
    sure = asked or _is_correction(reading)
    previous: Moment | None = None
    done = 0
    for word in reading.words:
        if word.start < done or not reading.is_open(word.start, word.end):
            continue
        if word.text[0].isdigit():
            moment = nth_moment(reading, word.start) or digits_moment(reading, word.start, when)
            if moment is None and asked:
                moment = _asked_day(reading, word.text, word.start)
        else:
            starter = _STARTERS.get(word.text)
            moment = starter(reading, word.start, sure) if starter else None
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


def _is_correction(reading: Reading) -> bool:
    """Tell whether a message is a single word beside words that correct: "no, march", "sorry, I meant may"."""
    if not 1 < len(reading.words) <= 6:
        return False
    others = [word for word in reading.words if word.text not in _CORRECTING]
    return (
        len(others) == 1
        and others[0] is reading.words[-1]
        and others[0].end >= len(reading.folded.rstrip(" .!"))
    )


def _has_cue(reading: Reading, moment: Moment, previous: Moment | None) -> bool:
    before = [word for word in reading.before(moment.start, 2) if word not in ("the", "of")]
    if moment.grain == "year":
        return before[:1] != [] and before[0] in _YEAR_CUES
    try:
        moment.resolve(When(date(2024, 1, 1)))
    except NoSuchDateError:
        return False
    if _RANGE_FOLLOWS.match(reading.folded, moment.end):
        return True
    linked = previous is not None and LINK.fullmatch(reading.folded, previous.end, moment.start)
    return bool(linked) or any(word in _CUES for word in before)


def _asked_day(reading: Reading, digits: str, start: int) -> Moment | None:
    """Return the day of the month that a lone number answers to a question for a date."""
    if len(reading.words) > 4 or len(digits) > 2 or reading.open[start - 1 : start] == "-":
        return None
    others = [word for word in reading.words if word.text not in _ANSWER_WORDS]
    if len(others) == 2 and others[0].start == start and (match := _POINTED.match(reading.open, start)):
        resolve = on_day(int(match["month"]), int(match["day"]), None)
        return Moment(start, match.end(), resolve)
    if len(others) == 1 and 1 <= int(digits) <= 31:
        return Moment(start, start + len(digits), day_of_month(int(digits)), day_only=True)
    return None
