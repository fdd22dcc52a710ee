"""DATES IN WORDS: "March 3rd", "next Friday", "the end of the month", "over summer", "after Christmas".

"may" and "march" are also verbs, "mar" or "sun" also other words: those count only beside a
preposition, a number or a capital letter in the middle of a sentence.
"""

from __future__ import annotations

import re

from .date_digits import day_in_month_text
from .date_words import (
    MONTH,
    ORDINAL,
    ORDINALS,
    PARTS,
    RELATIONS,
    SEASON_NAMES,
    SUFFIX,
    TO,
    WEEKDAYS,
    YEAR,
    month_number,
    year_number,
)
from .moments import (
    Moment,
    after_steps,
    day_of_month,
    in_month,
    in_season,
    in_unit,
    in_year,
    on_day,
    on_holiday,
    on_weekday,
)
from .periods import HOLIDAYS
from .text import Reading
from .vocabulary import FOLLOWERS, MESSAGES

_MONTH_AT = re.compile(
    rf"(?P<month>{MONTH})\b\.?(?:,?\s(?:of\s)?(?:(?P<year>{YEAR})|(?P<rel>this|next|last)\syear\b))?"
)
_MONTH_DAY = re.compile(
    rf"(?P<month>{MONTH})\b\.?\s?(?:the\s)?(?P<day>\d{{1,2}}{SUFFIX}?|{ORDINAL})(?![\w%:]|[.,']\d|/\d|\s\d{{3}}\b)"
    rf"(?:{TO}(?:the\s)?(?P<last>\d{{1,2}}){SUFFIX}?(?![\w%:]|[.,]\d|\s(?:of\s)?{MONTH}\b))?(?:,?\s(?:of\s)?(?P<year>{YEAR}))?"
)
_RELATED = re.compile(
    r"(?P<rel>next|coming|following|upcoming|last|past|previous|this|current)\s(?:coming\s|past\s)?"
)
_UNIT = re.compile(r"(?P<unit>weekend|week|month|quarter|year)\b(?!\s?(?:'?s\s|and\b))")
_PART = re.compile(
    r"(?:(?P<of>end|close|beginning|start|begin|middle)(?:\sof)?|(?P<by>mid|early|late))[\s-]+(?P<the>the\s|our\s)?(?:very\s)?"
)
_SHUT = re.compile(r"(?P<unit>month|year|quarter|week)(?:'s)?[\s-]end\b|(?P<eo>eo[myqw])\b")
_SEASON = re.compile(rf"(?P<name>{'|'.join(SEASON_NAMES)})\b(?:\sof)?(?:\s(?P<year>{YEAR}))?")
_WEEKDAY = re.compile(
    rf"(?P<day>{'|'.join(sorted(WEEKDAYS, key=len, reverse=True))})\b(?:\s(?P<rel>next|this|last)\sweek\b)?"
)
_HOLIDAY = re.compile(
    rf"(?P<name>(?:christmas|new\syear'?s)\s(?:eve|day)|christmas|x-?mas|new\syear'?s|new\syear|easter(?:\s(?:sunday|monday))?|good\sfriday"
    rf"|boxing\sday|valentine'?s(?:\sday)?|halloween|midsummer|thanksgiving|black\sfriday|labor\sday|memorial\sday|independence\sday)"
    rf"\b(?:\s(?P<year>{YEAR}))?"
)
_NEAR = re.compile(
    r"(?P<after>day\safter\stomorrow)|(?P<before>day\sbefore\syesterday)|(?P<tomorrow>tomorrow|tommorow|tomorow|tmrw?|tmw)\b"
    r"|(?P<yesterday>yesterday)\b|(?P<today>today|tonight)\b"
)
_NEAR_STEPS = {"after": 2, "before": -2, "tomorrow": 1, "yesterday": -1, "today": 0}
_ORDINAL_WORD = re.compile(
    rf"(?P<day>{ORDINAL})\b(?:\s(?:day\s)?of\s(?:(?P<month>{MONTH})\b(?:,?\s(?P<year>{YEAR}))?|(?:the|(?P<rel>this|next|last))\smonth\b)|(?=\s{MONTH}\b))?"
)
_ORDINAL_MONTH = re.compile(rf"\s(?P<month>{MONTH})\b(?:\s(?P<year>{YEAR}))?")

_HINTS = frozenset(
    ["in", "on", "until", "till", "til", "by", "from", "since", "to", "of", "next", "last", "this", "during", "for", "mid", "early", "late", "through", "thru", "and", "or", "between", "before", "after", "around", "about", "every", "starting", "early", "end", "beginning", "each", "our", "is", "it's"]
)
_SHY = frozenset(
    ["may", "march", "mar", "jan", "jun", "dec", "sept", "sep", "oct", "nov", "apr", "aug", "feb", "jul", "sun", "sat", "mon", "wed", "fri", "tue", "thu"]
)
_OFTEN_VERBS = frozenset(("may", "march", "mar", "sun", "sat"))
_EXTREMES = {
    "end": "end",
    "close": "end",
    "beginning": "start",
    "start": "start",
    "begin": "start",
    "middle": "mid",
}


def phrase_moment(reading: Reading, start: int, word: str, *, expected: bool) -> Moment | None:
    """Return the date that begins with the word `word` at `start`."""
    starter = _STARTERS.get(word)
    return starter(reading, start, expected) if starter else None


def _target(
    reading: Reading, start: int, relation: str = "", part: str = "", *, plain: bool = True
) -> Moment | None:
    """Return the stretch of time at `start`, narrowed by a relation ("next") and a part ("end of")."""
    text = reading.open
    if not relation and (related := _RELATED.match(text, start)):
        relation, start = RELATIONS[related["rel"]], related.end()
    if match := _MONTH_AT.match(text, start):
        year = year_number(match["year"])
        month = month_number(match["month"])
        relation = match["rel"] or relation
        return Moment(
            start,
            match.end(),
            in_month(month, year, relation, part),
            _grain("month", part),
            year is not None,
            month,
        )
    if match := _UNIT.match(text, start):
        if plain and relation in ("", "this") and not part:
            return None
        grain = "day" if part else match["unit"]
        return Moment(start, match.end(), in_unit(match["unit"], relation, part), grain, fixed=True)
    if match := _SEASON.match(text, start):
        if not _followed_freely(reading, match.end()):
            return None
        year = year_number(match["year"])
        return Moment(
            start,
            match.end(),
            in_season(match["name"], year, relation, part),
            _grain("season", part),
            year is not None,
        )
    if part and (match := re.compile(YEAR).match(text, start)):
        year = year_number(match.group())
        assert year is not None
        return Moment(start, match.end(), in_year(year, part), _grain("year", part), fixed=True)
    return None


def _grain(grain: str, part: str) -> str:
    return "day" if part in ("start", "mid", "end") else grain


def _followed_freely(reading: Reading, end: int) -> bool:
    following = reading.next_word(end)
    return not following or following in FOLLOWERS or following.isdigit()


def _month(reading: Reading, start: int, expected: bool) -> Moment | None:
    text = reading.open
    match = _MONTH_DAY.match(text, start)
    if (
        match
        and reading.next_word(match.end()) not in MESSAGES
        and not (match["month"] == "may" and match["day"] == "second")
    ):
        return _month_day(match, start)
    word = _MONTH_AT.match(text, start)
    if not word or (
        word["month"] in _SHY and not word["year"] and not _is_month(reading, start, word, expected)
    ):
        return None
    return _target(reading, start)


def _month_day(match: re.Match[str], start: int, relation: str = "") -> Moment:
    month, year = month_number(match["month"]), year_number(match["year"])
    moment = Moment(start, match.end(), day_in_month_text(match["day"], month, year, relation), month=month)
    moment.fixed = year is not None
    if match["last"]:
        last = Moment(match.start("last"), match.end(), on_day(month, int(match["last"]), year), month=month)
        moment.end, moment.pair, moment.role = match.end("day"), last, "from"
    return moment


def _is_month(reading: Reading, start: int, match: re.Match[str], expected: bool) -> bool:
    """Tell the month from the verb or name: by the word before it, what follows, or its capital."""
    previous = next(reading.before(start, 1), "")
    following = reading.next_word(match.end())
    if (
        following in ("i", "we", "you", "they", "he", "she", "it", "not", "be", "have", "on")
        and previous not in _HINTS
    ):
        return False
    if previous in _HINTS and not (
        previous == "to" and match["month"] == "march" and following in ("on", "in")
    ):
        return (
            match["month"] not in _OFTEN_VERBS
            or previous not in ("it's", "is", "our", "and", "or")
            or not following
        )
    if re.match(
        rf"{TO}(?:the\s)?(?:{MONTH}\b|\d|end\b|mid\b|early\b)", reading.open[match.end() : match.end() + 24]
    ):
        return True
    if expected or len(reading.words) == 1:
        return True
    in_sentence = bool(previous) and reading.text[start : start + 2].istitle()
    return (match["month"] not in _OFTEN_VERBS and (in_sentence or not following)) or (
        in_sentence and match["month"] in ("may", "march") and _followed_freely(reading, match.end())
    )


def _related(reading: Reading, start: int, expected: bool) -> Moment | None:
    match = _RELATED.match(reading.open, start)
    if not match:
        return None
    relation, at = RELATIONS[match["rel"]], match.end()
    if day := _MONTH_DAY.match(reading.open, at):
        return _placed(_month_day(day, start, relation), start)
    if holiday := _holiday(reading, at, expected, relation):
        return _placed(holiday, start)
    if weekday := _WEEKDAY.match(reading.open, at):
        return Moment(start, weekday.end(), on_weekday(WEEKDAYS[weekday["day"]], relation), fixed=True)
    if relation == "last" and match["rel"] == "past":
        return None
    target = _target(reading, at, relation)
    return _placed(target, start) if target else None


def _placed(moment: Moment, start: int) -> Moment:
    moment.start = start
    return moment


def _part(reading: Reading, start: int, expected: bool) -> Moment | None:
    if shut := _SHUT.match(reading.open, start):
        unit = shut["unit"] or {"m": "month", "y": "year", "q": "quarter", "w": "week"}[shut["eo"][2]]
        return Moment(start, shut.end(), in_unit(unit, "", "end"), fixed=True)
    match = _PART.match(reading.open, start)
    if not match:
        return None
    part = PARTS[match["of"] or match["by"]]
    target = _target(reading, match.end(), "", part, plain=False)
    if target is None and (holiday := _HOLIDAY.match(reading.open, match.end())):
        return _placed(_holiday_moment(holiday, ""), start)
    if target is None or (match["by"] and target.grain in ("week",)):
        return None
    return _placed(target, start)


def _season(reading: Reading, start: int, expected: bool) -> Moment | None:
    previous = next(reading.before(start, 1), "")
    if previous == "the":
        previous = next((word for word in reading.before(start, 3) if word != "the"), "the")
    hinted = previous in _HINTS or previous in ("over", "the", "throughout", "all", "whole", "all", "every")
    return _target(reading, start) if hinted or expected or len(reading.words) < 3 else None


def _weekday(reading: Reading, start: int, expected: bool) -> Moment | None:
    match = _WEEKDAY.match(reading.open, start)
    if not match:
        return None
    previous = next(reading.before(start, 1), "")
    if len(match["day"]) < 6 and not (previous in _HINTS or expected or len(reading.words) == 1):
        return None
    if match["day"] in ("sun", "sat") and not _followed_freely(reading, match.end()):
        return None
    if match["rel"]:
        step = {"next": 1, "last": -1, "this": 0}[match["rel"]] * 7
        number = WEEKDAYS[match["day"]]
        return Moment(
            start,
            match.end(),
            lambda when: after_steps("day", number - when.today.weekday() + step)(when),
            fixed=True,
        )
    return Moment(start, match.end(), on_weekday(WEEKDAYS[match["day"]]))


def _holiday(reading: Reading, start: int, expected: bool, relation: str = "") -> Moment | None:
    match = _HOLIDAY.match(reading.open, start)
    if not match or not _followed_freely(reading, match.end()):
        return None
    if next(reading.before(start, 1), "") in ("happy", "merry", "a", "brand"):
        return None
    return _holiday_moment(match, relation)


def _holiday_moment(match: re.Match[str], relation: str) -> Moment:
    name = re.sub(r"\s+", " ", match["name"]).replace("'", "").replace("x-mas", "xmas")
    year = year_number(match["year"])
    name = name if name in HOLIDAYS else name.removesuffix(" day")
    return Moment(match.start(), match.end(), on_holiday(name, year, relation), fixed=year is not None)


def _near(reading: Reading, start: int, expected: bool) -> Moment | None:
    match = _NEAR.match(reading.open, start)
    if not match or not match.lastgroup:
        return None
    return Moment(start, match.end(), after_steps("day", _NEAR_STEPS[match.lastgroup]), fixed=True)


def _ordinal(reading: Reading, start: int, expected: bool) -> Moment | None:
    match = _ORDINAL_WORD.match(reading.open, start)
    if not match:
        return None
    day = ORDINALS[match["day"].replace("-", " ")]
    if match["month"]:
        month, year = month_number(match["month"]), year_number(match["year"])
        return Moment(
            start, match.end(), on_day(month, day, year), fixed=year is not None, month=month, day_first=True
        )
    if after := _ORDINAL_MONTH.match(reading.open, match.end()):
        month, year = month_number(after["month"]), year_number(after["year"])
        return Moment(
            start, after.end(), on_day(month, day, year), fixed=year is not None, month=month, day_first=True
        )
    if match.end() > match.end("day"):
        return Moment(start, match.end(), day_of_month(day, match["rel"] or ""), day_only=True)
    before = list(reading.before(start, 2))
    if before[:1] != ["the"] or before[1:] not in (["on"], ["until"], ["till"], ["from"], ["by"], ["since"]):
        return None
    return (
        Moment(start, match.end(), day_of_month(day), day_only=True)
        if _followed_freely(reading, match.end())
        else None
    )


_STARTERS = {
    **{word: _month for word in ["january", "february", "febuary", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"]},
    **dict.fromkeys(RELATIONS, _related),
    **dict.fromkeys((*PARTS, "month", "year", "quarter", "week", "month's", "year's", "eom", "eoy", "eoq", "eow"), _part),
    **dict.fromkeys(SEASON_NAMES, _season),
    **dict.fromkeys(WEEKDAYS, _weekday),
    **dict.fromkeys(["christmas", "xmas", "x", "new", "easter", "good", "boxing", "valentine's", "valentines", "halloween", "midsummer", "thanksgiving", "black", "labor", "memorial", "independence"], _holiday),
    **dict.fromkeys(["day", "tomorrow", "tommorow", "tomorow", "tmr", "tmrw", "tmw", "yesterday", "today", "tonight"], _near),
    **{word.split()[0]: _ordinal for word in ORDINALS},
}  # fmt: skip
