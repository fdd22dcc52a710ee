"""NUMBERS: every figure in a message, in digits or in words, with how it was written.

Grouping may be a comma, a point, a space or an apostrophe ("45,000", "45.000", "45 000",
"45'000"); the last of two different signs is the decimal one ("1.234,56"). Exactly three digits
after a single point are thousands, as no price here has three decimals. "mil" is the Spanish
thousand ("5 mil") except below two ("1.5 mil"), where only the English million can be meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .number_words import SCALES, spoken_numbers
from .text import Reading

TOO_LARGE = Decimal(10**12)

_NUMERAL = re.compile(
    r"""(?<![\w.,:\x01])(?<!\d/)(?P<sign>-|minus\ |negative\ )?(?<![^\W\d_]-)
    (?P<body>\d+e[+-]?\d+(?!\w) | \d{1,3}(?:\ \d{3})+(?:[.,]\d{1,2})?(?![\d.,]*\d)
      | \d+(?:[.,']\d+)* | \.\d+)
    (?P<scale>\ ?(?:thousands?|millions?|billions?|trillion|grand|hundred(?:\ thousand)?|thou|th?sd|mil|mio|mln
      |lakhs?|bn|k|dozen)(?:er)?(?:\b|(?=ish\b)) | m\b(?!\ ?/) )?
    (?:er\b|-?ish\b)?""",
    re.VERBOSE,
)
_UNIT = re.compile(
    r"(?:usd|eur|gbp|chf|bucks|dollars?|euros?|quid|e?mails?|msgs?|messages?|days?|d|weeks?|wks?|w|months?|mths?|mos?|m"
    r"|years?|yrs?|y|[pc])\b|½"
)
_NOT_A_FIGURE = re.compile(r"\s?%|:\d|/\d|\s?[ap]\.?m\b|(?:st|nd|rd|th)\b")
_NEVER = re.compile(
    r"\+?\d{0,3}[ .-]?\(\d{3}\)[ .-]?\d{3}[ .-]?\d{4}\b"  # a telephone number
    r"|(?<![\w.,-])\+?(?:\d{1,3}[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4}\b"
    r"|\+\d{1,3}[ .-](?!\d{3}(?: \d{3})*(?![ .-]?\d))\d{2,5}[ .-]\d{2,8}(?:[ .-]\d{1,5}){0,2}(?!\w)"
    r"|(?<![\w.,-])[245]\d\d[ -]\d\.\d{1,3}\.\d{1,3}(?![\w.]\d)"  # the answer of a mail server
    r"|(?<![\w.,])\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{1,7}\b"  # a card number
    r"|(?<![\w.,-])(?!\d*00-\d*00\b)(?:\d{4,}-\d+|\d+-\d{4,})(?![\w.,-])"  # a file number
    r"|(?<![\w.,])\d+(?:\.\d+){3,}(?![\w.])"  # a network address, unless grouped below
)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")


@dataclass(slots=True)
class Number:
    """A figure: `value` is None when it is too large to be anything but a slip."""

    start: int
    end: int
    value: Decimal | None
    scale: str = ""
    grouped: bool = False
    decimals: int = 0
    negative: bool = False
    spoken: bool = False

    @property
    def is_marked(self) -> bool:
        """Tell whether the writing itself shows a quantity: a scale, grouping or a round thousand."""
        return (
            bool(self.scale)
            or self.grouped
            or (self.value is not None and self.value >= 1000 and not self.value % 500)
        )

    @property
    def is_whole(self) -> bool:
        """Tell whether this can count messages."""
        return self.value is not None and self.value == self.value.to_integral_value()


def read_numbers(reading: Reading) -> list[Number]:
    """Return the figures still open in `reading`, in reading order."""
    if any(map(str.isdigit, reading.open)):
        for match in _NEVER.finditer(reading.open):
            if not _GROUPED.fullmatch(match.group()):
                reading.close(*match.span())
    numbers = [
        number for match in _NUMERAL.finditer(reading.open) for number in _numerals(reading.open, match)
    ]
    taken = {position for number in numbers for position in range(number.start, number.end)}
    for spoken in spoken_numbers(reading.open):
        if spoken.start not in taken and spoken.end - 1 not in taken:
            numbers.append(_spoken(reading.open, spoken.start, spoken.end, spoken.value, spoken.scale))
    numbers.sort(key=lambda number: number.start)
    return numbers


def _spoken(text: str, start: int, end: int, value: Decimal, scale: str) -> Number:
    sign = _sign_before(text, start)
    if scale == "mil" and value < 2000:
        value *= 1000
    too_large = value >= TOO_LARGE
    return Number(
        start - sign, end, None if too_large else value, scale, False, 0, negative=sign > 0, spoken=True
    )


def _sign_before(text: str, start: int) -> int:
    for sign in ("minus ", "negative "):
        if text.endswith(sign, 0, start):
            return len(sign)
    return 0


def _numerals(text: str, match: re.Match[str]) -> Iterator[Number]:
    end = match.end()
    if _NOT_A_FIGURE.match(text, end) and not (match["scale"] and text[end] == "/"):
        return
    if end < len(text) and (text[end].isalnum() or text[end] == "_") and not _UNIT.match(text, end):
        return
    scale = (match["scale"] or "").strip().removesuffix("er").strip()
    body = match["body"]
    start = match.start()
    negative = bool(match["sign"])
    for begin, piece in _pieces(body):
        value, decimals, grouped = _value(piece, scaled=bool(scale))
        if value is None and not grouped:
            continue
        at = match.start("body") + begin
        last = begin + len(piece) == len(body)
        if value is not None and scale and last:
            value *= _multiplier(scale, value)
        if value is not None and value >= TOO_LARGE:
            value = None
        yield Number(
            start if begin == 0 else at,
            end if last else at + len(piece),
            value,
            scale if last else "",
            grouped,
            decimals,
            negative and begin == 0,
        )


def _multiplier(scale: str, value: Decimal) -> int:
    if scale == "mil" and value < 2:
        return 10**6
    multiplier = 1
    for word in scale.split():
        multiplier *= SCALES[word]
    return multiplier


def _pieces(body: str) -> list[tuple[int, str]]:
    """Cut "12000,40000,9000", a list typed without spaces, into its figures."""
    if "," in body and not re.search(r"[.' e]", body):
        parts = body.split(",")
        as_groups = (
            len(parts[0]) <= 3 and all(len(part) in (2, 3) for part in parts[1:]) and len(parts[-1]) == 3
        )
        if not as_groups and (len(parts) > 2 or len(parts[1]) > 3):
            starts = [0]
            for part in parts[:-1]:
                starts.append(starts[-1] + len(part) + 1)
            return list(zip(starts, parts, strict=True))
    return [(0, body)]


def _value(body: str, *, scaled: bool) -> tuple[Decimal | None, int, bool]:
    """Return (value, decimal places, grouped); a value of None and grouped means far too large."""
    if len(body) > 40:
        return None, 0, True
    if "e" in body:
        mantissa, exponent = body.split("e")
        if not -2 < int(exponent) < 13:
            return None, 0, True
        return Decimal(mantissa).scaleb(int(exponent)), 0, True
    signs = [character for character in body if not character.isdigit()]
    if not signs:
        return Decimal(body), 0, False
    last = signs[-1]
    whole, _, rest = body.rpartition(last)
    if _is_grouping(body, signs, rest, scaled=scaled):
        return Decimal("".join(filter(str.isdigit, body))), 0, True
    if last not in ".," or signs.count(last) > 1 or len(set(signs)) > 2:
        return None, 0, False
    grouped = len(signs) > 1
    if grouped and any(len(part) not in (2, 3) for part in re.split(r"[., ']", whole)[1:]):
        return None, 0, False
    return Decimal(f"{''.join(filter(str.isdigit, whole)) or '0'}.{rest}"), len(rest), grouped


def _is_grouping(body: str, signs: list[str], rest: str, *, scaled: bool) -> bool:
    """Tell whether every sign in `body` only groups digits."""
    if len(set(signs)) > 1 or len(rest) != 3:
        return False
    parts = re.split(r"[., ']", body)
    if not 1 <= len(parts[0]) <= 3 or parts[0].startswith("0"):
        return False
    if any(len(part) != 3 for part in parts[1:]) and not (
        signs[0] == "," and all(len(p) in (2, 3) for p in parts[1:])
    ):
        return False
    return not (scaled and signs == ["."])
