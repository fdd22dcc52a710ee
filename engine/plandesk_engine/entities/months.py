"""MONTHS: "March 3rd", "March 3-10", "March 2027", and when "may" and "march" are months at all.

A full name is a month; "may", "march" and the short names only beside a preposition, a
number, a range or with a capital letter in the middle of a sentence.
"""

from __future__ import annotations

import re

from .date_words import MONTH, ORDINAL, SUFFIX, TO, YEAR, day_number, month_number, year_number
from .moments import Moment, in_month, on_day
from .text import Reading
from .vocabulary import MESSAGES, may_follow, words

MONTH_AT = re.compile(
    rf"(?P<month>{MONTH})\b(?:\.(?=,?\s\d))?(?:,?\s(?:of\s)?(?:(?P<year>{YEAR})|(?P<rel>this|next|last)\syear\b))?"
)
MONTH_DAY = re.compile(
    rf"(?P<month>{MONTH})\b\.?\s?(?:the\s)?(?P<day>\d{{1,2}}{SUFFIX}?|{ORDINAL})"
    r"(?![\w%:]|[.,']\d|/\d|\s\d{3}\b|\s?(?:thousand|grand|million|mil|percent)\b)"
    rf"(?:{TO}(?:the\s)?(?P<last>\d{{1,2}}){SUFFIX}?(?![\w%:]|[.,]\d|\s(?:of\s)?{MONTH}\b))?"
    rf"(?:,?\s(?:of\s)?(?P<year>{YEAR}))?"
)
HINTS = words("""
in on until till til by from since to of next last this during for mid early late through thru and or
between before after around about every starting early end beginning each our is it's not make
""")
_SHY = words("may march mar jan jun dec sept sep oct nov apr aug feb jul")
_OFTEN_VERBS = frozenset(("may", "march", "mar"))
_ALSO_NAMES = frozenset(("jan", "jun"))
_VERB_FOLLOWS = words("i we you they he she it be have on in through around well")
_RANGE_FOLLOWS = re.compile(rf"{TO}(?:the\s)?(?:{MONTH}\b|\d|end\b|mid\b|early\b)")


def month_moment(reading: Reading, start: int, asked: bool) -> Moment | None:
    """Return the day or month that begins with the month's name at `start`."""
    text = reading.open
    match = MONTH_DAY.match(text, start)
    if match and reading.next_word(match.end()) not in MESSAGES and match["day"] != "second":
        return month_day(match, start)
    word = MONTH_AT.match(text, start)
    if not word or (
        word["month"] in _SHY and not word["year"] and not _is_month(reading, start, word, asked)
    ):
        return None
    return plain_month(word, start)


def month_day(match: re.Match[str], start: int, relation: str = "") -> Moment:
    """Return a day written after its month, or the range of days written so."""
    month, year = month_number(match["month"]), year_number(match["year"])
    resolve = on_day(month, day_number(match["day"]), year, relation)
    moment = Moment(start, match.end(), resolve, fixed=year is not None, month=month)
    if match["last"]:
        last = on_day(month, int(match["last"]), year)
        moment.pair = Moment(match.start("last"), match.end(), last, fixed=moment.fixed, month=month)
        moment.end = match.end("day")
    return moment


def plain_month(match: re.Match[str], start: int, relation: str = "", part: str = "") -> Moment:
    """Return a month, or a part of it."""
    month, year = month_number(match["month"]), year_number(match["year"])
    resolve = in_month(month, year, match["rel"] or relation, part)
    return Moment(start, match.end(), resolve, grain("month", part), year is not None, month)


def grain(whole: str, part: str) -> str:
    """Return how fine a part of a stretch is: its start, middle and end are days."""
    return "day" if part in ("start", "mid", "end") else whole


def followed_freely(reading: Reading, end: int) -> bool:
    """Tell whether a name stands by itself: "winter" does in "over winter", not in "winter sale"."""
    following = reading.next_word(end)
    return not following or may_follow(following) or following.isdigit()


def _is_month(reading: Reading, start: int, match: re.Match[str], asked: bool) -> bool:
    """Tell the month from the verb or the name."""
    name = match["month"]
    previous = next(reading.before(start, 1), "")
    following = reading.next_word(match.end())
    if _RANGE_FOLLOWS.match(reading.open, match.end()):
        return True
    verb = following in _VERB_FOLLOWS or (name == "may" and following == "not")
    if verb and (previous not in HINTS or (previous in ("to", "and", "or") and name in _OFTEN_VERBS)):
        return False
    if previous in HINTS:
        return name not in _OFTEN_VERBS or previous not in ("it's", "is", "our", "and", "or") or not following
    if asked or len(reading.words) == 1:
        return True
    capital = bool(previous) and reading.text[start : start + 2].istitle()
    if name in _OFTEN_VERBS:
        return capital and name != "mar" and followed_freely(reading, match.end())
    return name not in _ALSO_NAMES and (capital or not following)
