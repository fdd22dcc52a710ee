"""MONEY: amounts as exact strings with two decimals, never a float.

A currency sign or word makes an amount, and so does "grand"; without one, a word such as
"charged", "bill" or "owe" nearby does (see volumes.py, which weighs those cues).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest

from .findings import Entity, absurd, found
from .numbers import Number
from .text import Reading
from .vocabulary import may_follow, words

LARGEST = Decimal(10**9)
_CENT = Decimal("0.01")
_BEFORE = re.compile(
    r"(?P<sign>-)?\s?(?:(?:us|a|c|nz|au|ca)\$|[$€£¥₹]|\b(?:usd|eur|gbp|cad|aud|chf|inr)\b|\b(?:rs|fr|sfr)\b\.?)\s?$"
)
_AFTER = re.compile(
    r"(?:[.,]-{1,2})?\s?(?:[$€£₹](?!\s?\d)|-?(?:us\s)?(?:dollars?|bucks?|quid|euros?|pounds?\ssterling|pounds?|rupees?|francs?)\b|(?:usd|eur|gbp|cad|aud|chf|inr)\b)"
    r"|(?P<cents>\s?(?:cents?|pence)\b|[pc]\b|\s?¢)"
)
_CENTS = re.compile(r"(?<![$€£])\s(?P<and>and\s)?")
_CENTS_SAID = re.compile(r"\s?(?:cents?|pence|p|c)\b")
_NUMBERED = words("room flat apt unit suite building gate seat line version number no item")
_NOTES = re.compile(r"\b(?:an? )?(?P<note>fiver|tenner)\b")
_NOTE_VALUES = {"fiver": "5.00", "tenner": "10.00"}


def money_text(value: Decimal) -> str:
    """Return `value` with two decimals, rounded half up."""
    return str(value.quantize(_CENT, ROUND_HALF_UP))


def amount_entity(reading: Reading, number: Number, start: int, end: int) -> Entity:
    """Return the amount `number` states, or why it cannot be one."""
    if number.negative:
        return absurd(reading, "negative", start, end)
    if number.value is None or number.value >= LARGEST:
        return absurd(reading, "too_large", start, end)
    return found(reading, "amount", money_text(number.value), start, end)


def read_money(reading: Reading, numbers: list[Number]) -> Iterator[Entity]:
    """Yield every amount that names its currency, and close what it stood on."""
    for number, following in zip_longest(numbers, numbers[1:]):
        if reading.is_open(number.start, number.end) and (place := _with_currency(reading, number)):
            if end := _cents_end(reading, number, following, place[1]):
                number.value, place = (number.value or 0) + (following.value or 0) / 100, (place[0], end)
            yield amount_entity(reading, number, *place)
            reading.close(*place)
    for match in _NOTES.finditer(reading.open):
        yield found(reading, "amount", _NOTE_VALUES[match["note"]], *match.span())
        reading.close(*match.span())


def _with_currency(reading: Reading, number: Number) -> tuple[int, int] | None:
    """Return where `number` and its currency stand, or None when it names none."""
    text = reading.open
    before = _BEFORE.search(text, max(0, number.start - 6), number.start)
    after = _AFTER.match(text, number.end)
    if before:
        number.negative = number.negative or bool(before["sign"])
        return before.start() + (before.group()[:1] == " "), after.end() if after else number.end
    if after:
        if after["cents"] and number.value is not None:
            if len(after["cents"]) == 1 and not _are_cents(reading, number):
                return None
            number.value /= 100
        return number.start, after.end()
    if number.scale == "grand" and _stands_alone(reading, number.end):
        return number.start, number.end
    return None


def _are_cents(reading: Reading, number: Number) -> bool:
    """Tell "99c" from "room 12c" and "1080p"."""
    named = next(reading.before(number.start, 1), "") in _NUMBERED
    return number.value is not None and number.value < 100 and not number.scale and not named


def _cents_end(reading: Reading, number: Number, following: Number | None, end: int) -> int | None:
    """Return where "50 cents" or "fifty" ends after "12 dollars", or None when no cents follow."""
    if following is None or number.value is None or following.value is None or number.decimals:
        return None
    match = _CENTS.fullmatch(reading.open, end, following.start)
    if not match or not 0 < following.value < 100 or following.scale or following.decimals:
        return None
    said = _CENTS_SAID.match(reading.open, following.end)
    closes = following.value >= 10 and not match["and"] and not reading.open[following.end :].strip(" .,!?")
    return said.end() if said else following.end if closes else None


def _stands_alone(reading: Reading, end: int) -> bool:
    following = reading.next_word(end)
    return not following or (following != "total" and may_follow(following))
