"""DATE WORDS: the names of months, days and parts of time, and the patterns built from them."""

from __future__ import annotations

import re

from .vocabulary import by_word

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|febuary|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_MONTH_KEYS = {
    key: number
    for number, key in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
WEEKDAYS = {
    word: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed weds", "thursday thu thur thurs", "friday fri",
         "saturday sat", "sunday sun")
    )
    for word in names.split()
}  # fmt: skip
SEASON_NAMES = ("spring", "summer", "autumn", "fall", "winter")
RELATIONS = by_word(
    {"next": "next coming following upcoming", "last": "last past previous", "this": "this current"}
)
PARTS = by_word(
    {"end": "end close", "start": "beginning start begin early", "mid": "middle mid", "late": "late"}
)
_ORDINAL_NAMES = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
_ORDINALS = _ORDINAL_NAMES.split()
ORDINALS = {word: number for number, word in enumerate(_ORDINALS, 1)}
ORDINALS |= {f"twenty {word}": 20 + number for number, word in enumerate(_ORDINALS[:9], 1)}
ORDINALS |= {"thirtieth": 30, "thirty first": 31}
ORDINAL = "(?:" + "|".join(sorted((w.replace(" ", "[ -]") for w in ORDINALS), key=len, reverse=True)) + ")"
SUFFIX = r"(?:st|nd|rd|th)"
YEAR = r"(?:(?:19|2\d)\d\d(?![\d%]|[.,']\d|\s?k\b)|'\d\d\b)"
TO = r"(?:\s?-\s?|\s(?:to|until|till|til|through|thru|and)\s)"


def month_number(word: str) -> int:
    """Return the number of the month `word` names, in full or cut short."""
    return _MONTH_KEYS[word[:3]]


def year_number(word: str | None) -> int | None:
    """Return the year written as "2027" or "'27"; nothing for nothing."""
    if not word:
        return None
    return 2000 + int(word[1:]) if word.startswith("'") else int(word)


def day_number(word: str) -> int:
    """Return the day of the month written as "3", "3rd" or "third"."""
    if word[0].isdigit():
        return int(re.match(r"\d+", word).group())  # type: ignore[union-attr]
    return ORDINALS[word.replace("-", " ")]
