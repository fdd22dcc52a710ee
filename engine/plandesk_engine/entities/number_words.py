"""NUMBER WORDS: "forty-five thousand", "a hundred and twenty thousand", "half a million".

Also the spoken "one twenty thousand" (120,000) and "fifteen hundred". "hundreds of", "a few
thousand" and "thousands" state no figure and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest
from math import prod
from typing import NamedTuple

_UNIT_NAMES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen
"""
_TEN_NAMES = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_UNIT_NAMES.split())}
_TENS = {word: 10 * value for value, word in enumerate(_TEN_NAMES.split(), 2)} | {"fourty": 40}
SMALL = _UNITS | _TENS
_POWERS = {
    100: "hundred",
    10**3: "thousand thousands thou thsd tsd k grand mil",
    10**5: "lakh lakhs",
    10**6: "million millions mio mln m",
    10**9: "billion billions bn",
    10**12: "trillion",
}
SCALES = {"dozen": 12} | {word: power for power, listed in _POWERS.items() for word in listed.split()}
_SCALE_WORDS = "hundred|thousand|thou|million|billion|trillion|grand|mil|mio|k|lakh|dozen"
_ONE = "|".join(sorted(SMALL, key=len, reverse=True))
_RUN = re.compile(
    rf"""(?<![\w])(?:
        (?P<part>half|½|1/2|quarter|three[ -]quarters?)(?:\ of)?(?:\ an?|-an?)?[ -]
        (?P<whole>hundred|thousand|million|billion|mil|grand|k)\b
      | (?:an?\ )?couple(?:\ of)?\ (?P<twice>hundred(?:\ thousand)?|thousand|grand|k|million)\b
      | (?:an?[ -](?={_SCALE_WORDS})|(?={_ONE})|(?=hundred[ -](?:thousand|million)\b))
        (?P<run>(?:{_ONE}|{_SCALE_WORDS})\b(?:(?:[ -]|\ and\ )(?:{_ONE}|{_SCALE_WORDS}|a\ half)\b)*)
    )""",
    re.VERBOSE,
)
_VAGUE = re.compile(r"\b(?:few|several|many|some|by the|tens of|thanks|thx|ta|one in) $")
_FIGURE_OF_SPEECH = re.compile(r" (?:thanks|thank|apologies|pardons|dollar question)\b")
_PARTS = dict.fromkeys(("half", "½", "1/2"), Decimal("0.5")) | {"quarter": Decimal("0.25")}
_PIECE = re.compile(r"a half|[a-z]+")


class Spoken(NamedTuple):
    """A number said in words: where it stands, its value, whether a scale was named, and which came last."""

    start: int
    end: int
    value: Decimal
    scale: str


def spoken_numbers(text: str) -> Iterator[Spoken]:
    """Yield every number written in words, in reading order."""
    for match in _RUN.finditer(text):
        if _VAGUE.search(text, max(0, match.start() - 12), match.start()):
            continue
        if match.group().startswith("a ") and _FIGURE_OF_SPEECH.match(text, match.end()):
            continue
        if match["twice"]:
            value = 2 * prod(SCALES[word] for word in match["twice"].split())
            yield Spoken(match.start(), match.end(), Decimal(value), match["twice"].split()[-1])
            continue
        if match["part"]:
            share = _PARTS.get(match["part"], Decimal("0.75"))
            scale = 10**6 if match["whole"] == "mil" else SCALES[match["whole"]]
            yield Spoken(match.start(), match.end(), share * scale, match["whole"])
        else:
            yield from _split(match.start(), match.start("run"), match["run"])


def _split(start: int, offset: int, run: str) -> Iterator[Spoken]:
    """Cut a run of number words into numbers; the "one" of "the five-thousand one" is no part of any."""
    total = group = Decimal(0)
    scale, last, begin, end = "", "", start, start
    pieces = [piece for piece in _PIECE.finditer(run) if piece.group() != "and"]
    for piece, following in zip_longest(pieces, pieces[1:]):
        word = piece.group()
        joined = run[: piece.start()].endswith(" and ")
        pronoun = word == "one" and not joined and not (following and following.group() in SCALES)
        goes_on = last and not (pronoun and last in SCALES) and _continues(last, word, group, joined)
        if last and not goes_on:
            yield Spoken(begin, end, total + group, scale)
            total, group, scale, begin = Decimal(0), Decimal(0), "", offset + piece.start()
        total, group = _add(total, group, last if goes_on else "", word)
        scale = word if word in SCALES else scale
        last, end = word, offset + piece.end()
    yield Spoken(begin, end, total + group, scale)


def _continues(last: str, word: str, group: Decimal, joined_by_and: bool) -> bool:
    if word == "a half":
        return True
    if word in SCALES:
        return last not in SCALES or SCALES[word] > SCALES[last]
    if last in SCALES:
        return SMALL[word] < SCALES[last] and (last != "k" or joined_by_and)
    if joined_by_and:
        return False
    if last in _TENS:
        return 0 < SMALL[word] < 10
    return 0 < SMALL.get(last, 0) < 10 and word in _TENS and group < 10


def _add(total: Decimal, group: Decimal, last: str, word: str) -> tuple[Decimal, Decimal]:
    if word == "a half":
        return total + (Decimal(SCALES[last]) / 2 if last in SCALES else 0), group + (
            Decimal("0.5") if last not in SCALES else 0
        )
    if word in SCALES:
        scale = Decimal(SCALES[word])
        group = (group or Decimal(1)) * scale if total == 0 or group else group
        return (total, group) if scale == 100 or scale == 12 else (total + group, Decimal(0))
    if word in _TENS and 0 < group < 10 and last in _UNITS:
        return total, group * 100 + SMALL[word]
    return total, group + SMALL[word]
