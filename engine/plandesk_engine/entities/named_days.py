"""NAMED DAYS: weekdays, holidays, "tomorrow", "the third of May"."""

from __future__ import annotations

import re

from .date_words import MONTH, ORDINAL, ORDINALS, WEEKDAYS, YEAR, month_number, year_number
from .moments import Moment, after_steps, day_of_month, on_day, on_holiday, on_weekday
from .months import HINTS, followed_freely
from .periods import Period
from .text import Reading
from .when import When

WEEKDAY = re.compile(
    rf"(?P<day>{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b(?:\s(?P<rel>next|this|last)\sweek\b)?"
)
_HOLIDAY = re.compile(
    r"(?P<name>(?:christmas|new\syear'?s)\s(?:eve|day)|christmas|x-?mas|new\syear'?s|new\syear"
    r"|easter(?:\s(?:sunday|monday))?|good\sfriday|boxing\sday|valentine'?s(?:\sday)?|halloween|midsummer"
    rf"|thanksgiving|black\sfriday|labor\sday|memorial\sday|independence\sday)\b(?:\s(?P<year>{YEAR}))?"
)
_NEAR = re.compile(
    r"(?P<after>day\safter\s(?:tomm?orr?ow|tmrw?|tmw)\b)|(?P<before>day\sbefore\syesterday)"
    r"|(?P<tomorrow>tomm?orr?ow|tmrw?|tmw)\b|(?P<yesterday>yesterday)\b|(?P<today>today|tonight)\b"
)
_NEAR_STEPS = {"after": 2, "before": -2, "tomorrow": 1, "yesterday": -1, "today": 0}
_WEEK_STEPS = {"next": 7, "last": -7, "this": 0}
_ORDINAL_WORD = re.compile(
    rf"(?P<day>{ORDINAL})\b(?:(?:\s(?:day\s)?(?:of|in))?\s(?P<month>{MONTH})\b(?:,?\s(?P<year>{YEAR}))?"
    r"|\s(?:day\s)?of\s(?:the|(?P<rel>this|next|last))\smonth\b)?"
)
_GREETINGS = frozenset(("happy", "merry", "a", "brand"))
_DAY_LEADS = frozenset(("on", "until", "till", "from", "by", "since"))


def weekday_moment(reading: Reading, start: int, asked: bool) -> Moment | None:
    """Return the weekday at `start`; short names ("sun", "sat") need a preposition."""
    match = WEEKDAY.match(reading.open, start)
    if not match:
        return None
    previous = next(reading.before(start, 1), "")
    if len(match["day"]) < 6 and not (previous in HINTS or asked or len(reading.words) == 1):
        return None
    if previous in ("black", "good", "every", "each") or (
        match["day"] in ("sun", "sat") and not followed_freely(reading, match.end())
    ):
        return None
    number = WEEKDAYS[match["day"]]
    if not match["rel"]:
        return Moment(start, match.end(), on_weekday(number), weekday=True)
    step = _WEEK_STEPS[match["rel"]]

    def in_that_week(when: When) -> Period:
        return after_steps("day", number - when.today.weekday() + step)(when)

    return Moment(start, match.end(), in_that_week, fixed=True)


def holiday_moment(reading: Reading, start: int, _asked: bool, relation: str = "") -> Moment | None:
    """Return the holiday at `start`, unless it is a greeting or describes something ("Christmas market")."""
    match = _HOLIDAY.match(reading.open, start)
    if not match or not followed_freely(reading, match.end()):
        return None
    if next(reading.before(start, 1), "") in _GREETINGS:
        return None
    name = match["name"].replace("'", "").replace("x-mas", "xmas")
    year = year_number(match["year"])
    return Moment(start, match.end(), on_holiday(name, year, relation), fixed=year is not None)


def near_moment(reading: Reading, start: int, _asked: bool) -> Moment | None:
    """Return today, tomorrow, yesterday and the days next to them."""
    match = _NEAR.match(reading.open, start)
    if not match or not match.lastgroup:
        return None
    return Moment(start, match.end(), after_steps("day", _NEAR_STEPS[match.lastgroup]), fixed=True)


def ordinal_moment(reading: Reading, start: int, asked: bool) -> Moment | None:
    """Return a day whose number is a word: "the first of December", "until the tenth"."""
    match = _ORDINAL_WORD.match(reading.open, start)
    if not match:
        return None
    day = ORDINALS[match["day"].replace("-", " ")]
    if match["month"]:
        month, year = month_number(match["month"]), year_number(match["year"])
        resolve = on_day(month, day, year)
        return Moment(start, match.end(), resolve, fixed=year is not None, month=month, day_first=True)
    if match.end() > match.end("day"):
        return Moment(start, match.end(), day_of_month(day, match["rel"] or ""), day_only=True)
    before = list(reading.before(start, 2))
    led = before[:1] == ["the"] and (
        before[1:2] == [] if asked else bool(before[1:]) and before[1] in _DAY_LEADS
    )
    led = led or (asked and before == ["the", "on"])
    if not led or not followed_freely(reading, match.end()):
        return None
    return Moment(start, match.end(), day_of_month(day), day_only=True)
