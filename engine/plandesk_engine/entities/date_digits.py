"""DATES IN DIGITS: "2027-03-04", "3/4/2027", "5 Sept", "10-20 March", "the 1st", "2027"."""

from __future__ import annotations

import re

from .date_words import MONTH, SUFFIX, TO, YEAR, month_number, year_number
from .moments import Moment, Resolve, day_of_month, in_month, in_year, on_day
from .text import Reading
from .vocabulary import MESSAGES, may_follow, words
from .when import When

_ISO = re.compile(
    r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\w-])(?:t\d[\d:.+z-]*)?|(\d{4})-(\d{1,2})-(\d{1,2})t\d[\d:.+z-]*"
)
_YEAR_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])(?![\w-])")
_NUMERIC = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?![\w/-]|[.,]\d)")
_SHORT = re.compile(r"(\d{1,2})(?:/(\d{1,2})(?![\w/%-]|[.,]\d)|\.\s?(\d{1,2})\.(?!\s?\d|\w))")
_SPAN = re.compile(
    rf"(\d{{1,2}}){SUFFIX}?{TO}(?:the\s)?(?P<last>\d{{1,2}}){SUFFIX}?\s?(?:of\s)?(?P<month>{MONTH})\b(?:\.?,?\s?(?P<year>{YEAR}))?"
)
_DAY_MONTH = re.compile(
    rf"(?P<day>\d{{1,2}})(?P<dot>\.(?=\s))?(?:{SUFFIX}(?:\sin)?)?[\s-]?(?:day\s)?(?:of\s)?(?P<rel>(?:next|last|this)\s)?(?P<month>{MONTH})\b(?:\.?[\s,-]{{1,2}}(?P<year>{YEAR}))?"
)
_ORDINAL_DAY = re.compile(
    rf"(?P<day>\d{{1,2}})(?:{SUFFIX}(?!\w)|(?=\sof\s(?:the\s|this\s|next\s|last\s)+(?:\w{{1,9}}\s)?month\b))"
    r"(?P<of>\s(?:day\s)?of\s(?:the\s)?(?:(?P<rel>this|next|last|following|coming|every|each)\s)?month\b)?"
)
_DAY = re.compile(rf"\d{{1,2}}{SUFFIX}?")
_YEAR_ONLY = re.compile(rf"({YEAR})(?![\w/-])")
_MODAL = words("""
be not have well need want still only never also come go get seem
""")
_LARGEST_SLIP = 39  # "the 32nd" is a slip to name, "the 50th" an anniversary
_RELATIONS = {"next": "next", "last": "last", "following": "next", "coming": "next"}


def digits_moment(reading: Reading, start: int, when: When) -> Moment | None:
    """Return the date whose first character is the digit at `start`."""
    text = reading.open
    if start and text[start - 1] in "0123456789.,'/:#$€£+":
        return None
    return (
        _iso(text, start)
        or _numeric(text, start, when)
        or _day_and_month(reading, start)
        or _ordinal(reading, start)
        or _year_only(reading, start)
    )


def _iso(text: str, start: int) -> Moment | None:
    if match := _ISO.match(text, start):
        year, month, day = (int(match[group]) for group in ((1, 3, 4) if match[1] else (5, 6, 7)))
        return Moment(start, match.end(), on_day(month, day, year), fixed=True)
    if match := _YEAR_MONTH.match(text, start):
        return Moment(start, match.end(), in_month(int(match[2]), int(match[1])), "month", fixed=True)
    return None


def _numeric(text: str, start: int, when: When) -> Moment | None:
    if match := _NUMERIC.match(text, start):
        year = int(match[4]) + (2000 if len(match[4]) == 2 else 0)
        month_first = when.month_first and match[2] != "."
        return Moment(
            start, match.end(), _either_order(int(match[1]), int(match[3]), year, month_first), fixed=True
        )
    if match := _SHORT.match(text, start):
        two, month_first = (match[2], when.month_first) if match[2] else (match[3], False)
        resolve = _either_order(int(match[1]), int(two), None, month_first)
        return Moment(start, match.end(), resolve, needs_cue=True)
    return None


def _either_order(one: int, two: int, year: int | None, month_first: bool) -> Resolve:
    month, day = (one, two) if month_first else (two, one)
    if month > 12 >= day:
        month, day = day, month
    return on_day(month, day, year)


def _day_and_month(reading: Reading, start: int) -> Moment | None:
    text = reading.open
    if match := _SPAN.match(text, start):
        month, year = month_number(match["month"]), year_number(match["year"])
        end = Moment(match.start("last"), match.end(), on_day(month, int(match["last"]), year), month=month)
        end.fixed = year is not None
        begin = on_day(month, int(match[1]), year)
        return Moment(start, _day_end(text, start), begin, fixed=end.fixed, month=month, pair=end)
    match = _DAY_MONTH.match(text, start)
    if not match or _is_modal(reading, match):
        return None
    month, year = month_number(match["month"]), year_number(match["year"])
    resolve = on_day(month, int(match["day"]), year, (match["rel"] or "").strip())
    return Moment(start, match.end(), resolve, fixed=year is not None, month=month, day_first=True)


def _day_end(text: str, start: int) -> int:
    match = _DAY.match(text, start)
    return match.end() if match else start


def _is_modal(reading: Reading, match: re.Match[str]) -> bool:
    """Tell "15 may not be enough" from "15 May"."""
    if match["month"] not in ("may", "march", "mar") or match["year"]:
        return False
    following = reading.next_word(match.end())
    if match["dot"] and following:  # "we sent 3. May I ask"
        return True
    return following in _MODAL or (match["month"] == "may" and bool(following) and not may_follow(following))


def _ordinal(reading: Reading, start: int) -> Moment | None:
    """Return "the 5th" or "the 15 of next month"; a monthly habit is no date."""
    match = _ORDINAL_DAY.match(reading.open, start)
    if not match or match["rel"] in ("every", "each") or int(match["day"]) > _LARGEST_SLIP:
        return None
    if not match["of"] and (following := reading.next_word(match.end())) and not may_follow(following):
        return None
    if reading.next_word(match.end()) in ("one", "ones"):
        return None
    resolve = day_of_month(int(match["day"]), _RELATIONS.get(match["rel"] or "", ""))
    return Moment(start, match.end(), resolve, day_only=not match["rel"])


def _year_only(reading: Reading, start: int) -> Moment | None:
    match = _YEAR_ONLY.match(reading.open, start)
    if not match or match[1].startswith("'"):
        return None
    following = reading.next_word(match.end())
    if following in MESSAGES or (following and not may_follow(following)):
        return None
    return Moment(start, match.end(), in_year(int(match[1])), "year", fixed=True, needs_cue=True)
