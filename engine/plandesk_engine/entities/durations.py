"""DURATIONS: lengths of time as ISO 8601, and the dates counted from today ("in two weeks").

Halves become whole smaller units: a year and a half is `P18M`, two and a half months
`P2M15D`. A rate ("45k a month") and a habit ("every two weeks") are no duration.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from .expectations import Expectation
from .findings import Entity, absurd, found
from .numbers import Number
from .text import Reading
from .vocabulary import by_word, may_follow, words

_UNIT = re.compile(
    r"(?P<half>\sand\sa\shalf|\s?½|\s1/2)?[\s-]?(?P<unit>days?|weeks?|wks?|fortnights?|months?|mths?|mos?|quarters?|years?|yrs?|(?<=\d)[dwy])"
    r"(?!\w)(?P<tail>\sand\sa\shalf)?"
)
_ARTICLE = re.compile(
    r"\b(?P<half>half(?:\san?)?[\s-])?(?P<couple>(?:a\s)?couple\s(?:of\s)?)?"
    r"(?P<an>an?\s|another\s|one\s)?(?:full\s|whole\s)?"
    r"(?P<unit>days?|weeks?|fortnight|months?|quarter|years?)\b(?P<tail>\sand\sa\shalf|\sor\stwo\b|\sor\sso\b)?"
)
_UNITS = by_word(
    {
        "D": "day d",
        "W": "week wk w",
        "F": "fortnight",
        "M": "month mth mo m",
        "Q": "quarter",
        "Y": "year yr y",
    }
)
_SIGNS = ("$", "€", "£")  # "a $7 month" is money
_TAILS = {" and a half": Decimal("0.5"), " or two": Decimal(1), " or so": Decimal(0)}
_PER_YEAR = {"D": 365, "W": 52, "F": 26, "M": 12, "Q": 4, "Y": 1}
STEP_NAMES = {"D": "day", "W": "week", "F": "fortnight", "M": "month", "Q": "quarter", "Y": "year"}
_LEADS = words("""
for about another take taking within after over than least only just full around next maybe off roughly
pause paused wait skip freeze hold suspend
""")
_HABITS = words("every each last past previous per first")
LONGEST_YEARS = 50


@dataclass(slots=True)
class Length:
    """A length of time as worded: `unit` is one of D W F M Q Y, `count` None when far too large."""

    start: int
    end: int
    count: Decimal | None
    unit: str
    negative: bool = False

    @property
    def too_long(self) -> bool:
        """Tell whether no plan can mean it."""
        return self.count is None or self.count > LONGEST_YEARS * _PER_YEAR[self.unit]


def read_lengths(reading: Reading, numbers: list[Number], expected: Expectation) -> list[Length]:
    """Return every stated length, whatever part it plays in its sentence."""
    text = reading.open
    lengths = []
    for number in numbers:
        if text[number.start - 1 : number.start] in _SIGNS:
            continue
        if (match := _UNIT.match(text, number.end)) and not (
            number.scale in ("k", "m") or number.decimals == 2
        ):
            half = Decimal("0.5") if match["half"] or match["tail"] else 0
            count = None if number.value is None else number.value + half
            lengths.append(Length(number.start, match.end(), count, _unit(match["unit"]), number.negative))
        elif number.scale == "m" and expected.kind == "duration" and number.value is not None:
            lengths.append(Length(number.start, number.end, number.value / 10**6, "M", number.negative))
    taken = {length.start for length in lengths} | {length.end for length in lengths}
    for match in _ARTICLE.finditer(text):
        length = _worded(reading, match, expected)
        if length and length.end not in taken and length.start not in taken:
            lengths.append(length)
    return sorted(lengths, key=lambda length: length.start)


def _unit(word: str) -> str:
    return _UNITS[word if word in _UNITS else word.rstrip("s")]


def _worded(reading: Reading, match: re.Match[str], expected: Expectation) -> Length | None:
    """Return "half a year", "a couple of weeks" or "a month", when it is no rate and no habit."""
    unit = _unit(match["unit"])
    if match["half"]:
        count = Decimal("0.5")
    elif match["couple"]:
        count = Decimal(2)
    elif match["an"] or match["tail"] or match["unit"] == "fortnight":
        count = Decimal(1)
    else:
        return None
    start = match.start() + (len(match.group()) - len(match.group().lstrip()))
    if match["tail"]:
        count += _TAILS[match["tail"]]
    plain = match["unit"] != "fortnight"
    if plain and match["an"] and not (match["half"] or match["couple"] or match["tail"]):
        if reading.next_word(match.end()) in ("of", "million", "mil", "grand", "thousand", "plan", "end"):
            return None
        before = list(reading.before(start, 2))
        rest = reading.open[match.end() : match.end() + 12]
        counted = re.match(
            r"\s(?:ago|from\s(?:the\s|next\s)?(?:now|today|tomorrow|mon|tue|wed|thu|fri|sat|sun)(?:\w{0,6})|off|long|back)\b",
            rest,
        )
        leads = before[:1] and (before[0] in _LEADS or before[0] == "in")
        whole = expected.kind == "duration" and not before
        some_day = unit == "D" or match["an"].strip() not in ("another", "one")  # "another day", "one day"
        if some_day and not (counted or leads or whole):
            return None
    return Length(start, match.end(), count, unit)


def is_aside(reading: Reading, length: Length, expected: Expectation) -> bool:
    """Tell whether `length` is said in passing: "every two weeks", "two years old", "12 years of history"."""
    before = [word for word in reading.before(length.start, 2) if word != "the"][:1]
    following = reading.next_word(length.end)
    if before and before[0] in _HABITS:
        return True
    if following in ("old", "running", "notice", "warning", "trial") or reading.folded.startswith(
        " in a row", length.end
    ):
        return True
    history = length.unit == "Y" and (length.count is None or length.count > 10)
    return (
        history and expected.kind != "duration" and not (before and before[0] in _LEADS - {"after", "over"})
    )


def duration_entity(reading: Reading, length: Length, role: str | None = None) -> Entity | None:
    """Return `length` as a duration, or why it cannot be one."""
    if length.negative:
        return absurd(reading, "negative", length.start, length.end)
    if length.count is None or length.too_long:
        return absurd(reading, "too_far", length.start, length.end)
    value = iso_duration(length.count, length.unit)
    return found(reading, "duration", value, length.start, length.end, role) if value else None


def iso_duration(count: Decimal, unit: str) -> str | None:
    """Return `count` units as ISO 8601; nothing for no time at all."""
    if unit in "FQ":
        count, unit = count * (2 if unit == "F" else 3), "W" if unit == "F" else "M"
    if unit == "Y" and count % 1:
        count, unit = count * 12, "M"
    if unit == "M" and count % 1:
        return f"P{int(count)}M15D" if count > 1 else "P15D"
    if unit == "W" and count % 1:
        count, unit = count * 7, "D"
    whole = int(count.to_integral_value(ROUND_CEILING))
    return f"P{whole}{unit}" if whole else None


def read_bare(reading: Reading, numbers: list[Number]) -> Iterator[Entity]:
    """Yield bare figures as months: the answer "two" to "for how long?"."""
    for number in numbers:
        following = reading.next_word(number.end)
        if (
            number.scale
            or not reading.is_open(number.start, number.end)
            or (following and not may_follow(following))
        ):
            continue
        entity = duration_entity(
            reading, Length(number.start, number.end, number.value, "M", number.negative)
        )
        if entity:
            yield entity
            reading.close(number.start, number.end)
