"""VOLUMES: whether a figure is a plan, messages sent, an amount without its sign, or nothing of ours.

The noun after the figure decides first ("40,000 emails", "the 60,000 plan"), then the nearest
cue word before it ("upgrade to", "we sent", "charged me"), then what was asked, and a figure that
stands all by itself is a plan. A figure that counts other things ("480 parents") is nothing.
Below 1,000 without a scale a plan is in thousands ("from 45 to 60"), as no plan is that small.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from .expectations import Expectation
from .findings import Entity, absurd, found
from .money import amount_entity
from .numbers import Number
from .text import Reading
from .vocabulary import (
    APPROXIMATELY,
    ARTICLES,
    BETWEEN_NUMBER_AND_NOUN,
    CUES,
    DIRECTIONS,
    FOLLOWERS,
    MESSAGES,
    OVER,
    PLAN_NOUNS,
)

LARGEST = Decimal(10**9)
SMALLEST_SPOKEN_PLAN = 5
_LINK = re.compile(
    r"\s*(?:,|/|-|\bor\b|\band\b|\bto\b|\bnot\b|\binstead of\b|\brather than\b|\bthan\b|\b(?:the|a|my|our|from)\b|[?!.]|\s)*\s*"
)
_KINDS = ("plan_volume", "volume", "amount")


class Verdict(NamedTuple):
    """What a figure is, how sure that is, and the direction named before it."""

    kind: str | None
    strong: bool = False
    role: str | None = None
    direct: bool = False


def read_volumes(reading: Reading, numbers: list[Number], expected: Expectation) -> Iterator[Entity]:
    """Yield plans, volumes and unsigned amounts among the figures still open."""
    standing = [number for number in numbers if reading.is_open(number.start, number.end)]
    verdicts = [_verdict(reading, number, expected) for number in standing]
    _lend_to_neighbours(reading, standing, verdicts)
    for number, verdict in zip(standing, verdicts, strict=True):
        if verdict.kind is None and _stands_by_itself(reading, number, standing, expected):
            verdict = Verdict(
                "plan_volume" if not _looks_like_money(number) else "amount", role=expected.role
            )
        entity = _entity(reading, number, verdict, expected)
        if entity:
            yield entity
            reading.close(number.start, number.end)


def _verdict(reading: Reading, number: Number, expected: Expectation) -> Verdict:
    noun, counts_other = _noun_after(reading, number.end)
    if counts_other:
        return Verdict("other")
    cue = _cue_before(reading, number.start)
    if noun == "plan_volume":
        return Verdict(noun, True, cue.role, True)
    if noun == "volume":
        kind = "plan_volume" if cue.kind == "plan_volume" and cue.direct else "volume"
        return Verdict(kind, True, cue.role if kind == "plan_volume" else None, True)
    if noun == "over":
        return Verdict("volume", True, None, True)
    if expected.is_number and not (cue.strong and cue.kind != "other"):
        return Verdict(
            expected.kind,
            False,
            expected.role or (cue.role if expected.kind == "plan_volume" else None),
            True,
        )
    return cue


def _noun_after(reading: Reading, end: int) -> tuple[str | None, bool]:
    """Return what the figure ending at `end` is said to count, and whether that is something not ours."""
    seen_over = False
    position = end
    for index, word in enumerate(reading.after(end, 5)):
        gap = reading.folded[position : word.start]
        if gap.strip(" -/'\"") or (
            not gap and index == 0 and word.text not in MESSAGES and word.text != "er"
        ):
            break
        if word.text in MESSAGES:
            following = reading.next_word(word.end)
            return ("plan_volume" if following in PLAN_NOUNS else "volume"), False
        if word.text in PLAN_NOUNS:
            return "plan_volume", False
        if index == 0 and word.text in OVER:
            seen_over = word.text != "mo"
        if word.text not in BETWEEN_NUMBER_AND_NOUN:
            other = index == 0 and word.text not in FOLLOWERS and not word.text.isdigit()
            return ("over" if seen_over else None), other
        position = word.end
    return ("over" if seen_over else None), False


def _cue_before(reading: Reading, start: int) -> Verdict:
    """Weigh the words before a figure: the nearest cue wins, the direction beside it gives the role."""
    role: str | None = None
    preposition = ""
    approximate = False
    skipped = 0
    for word in reading.before(start, 9):
        if word in APPROXIMATELY and not (word.startswith("average") and preposition):
            approximate = True
        if word in CUES:
            return _judge(CUES[word], word, preposition, role, approximate, skipped)
        if word in DIRECTIONS and not preposition:
            preposition, role = word, DIRECTIONS[word] or None
        elif word == "instead" and preposition == "of":
            preposition, role = "instead", "from"
        elif word not in ARTICLES and word not in APPROXIMATELY:
            skipped += 1
    if preposition in ("to", "onto", "on", "from") and not approximate:
        return Verdict("plan_volume", False, role, skipped == 0 or preposition in ("on", "onto", "to"))
    return Verdict("volume" if approximate else None, False)


def _judge(
    kind: str, word: str, preposition: str, role: str | None, approximate: bool, skipped: int
) -> Verdict:
    if kind == "other":
        return Verdict("other") if skipped < 3 or preposition else Verdict(None)
    if kind == "amount":
        if preposition in ("to", "onto") and word not in ("reduced", "came"):
            return Verdict("plan_volume" if skipped == 0 else "amount", False, "to" if skipped == 0 else None)
        about_a_plan = preposition == "for" or (
            preposition == "of" and word.startswith(("price", "cost", "fee"))
        )
        if about_a_plan or preposition in ("on", "onto", "from"):
            return Verdict("plan_volume", True, role, True)
        return Verdict("amount", skipped < 4)
    if kind == "volume" and preposition in ("on", "onto"):
        return Verdict("plan_volume", False, role, True)
    if kind == "plan_volume" and approximate and preposition in ("", "is", "be"):
        return Verdict("volume", False)
    direct = preposition in (
        "to",
        "onto",
        "on",
        "from",
        "of",
        "with",
        "not",
        "than",
        "or",
        "instead",
        "for",
        "at",
        "is",
        "=",
    )
    return Verdict(kind, skipped < 5, role if kind == "plan_volume" else None, direct or skipped == 0)


def _lend_to_neighbours(reading: Reading, numbers: list[Number], verdicts: list[Verdict]) -> None:
    """Let "15" in "30 or 15" and "40,000" in "usage 12,000, 40,000" share what their neighbour is."""
    for index in range(1, len(numbers)):
        gap = reading.folded[numbers[index - 1].end : numbers[index].start]
        if len(gap) > 30 or not _LINK.fullmatch(gap):
            continue
        one, two = verdicts[index - 1], verdicts[index]
        paired = " to " in f" {gap} " and one.role == "from"
        if one.kind in _KINDS and two.kind != "other" and (not two.strong or two.kind == one.kind):
            role = "to" if paired else two.role or (one.role if " not " not in gap else None)
            verdicts[index] = Verdict(one.kind, one.strong, role if one.kind == "plan_volume" else None, True)
        elif two.kind in _KINDS and one.kind is None:
            verdicts[index - 1] = Verdict(two.kind, two.strong, None, True)


def _stands_by_itself(reading: Reading, number: Number, numbers: list[Number], expected: Expectation) -> bool:
    """Tell whether a figure without any cue is meant as a plan."""
    if number.value is None or number.negative:
        return len(numbers) == 1 and len(reading.words) < 8
    if expected.kind not in (None, "plan_volume") or not (number.is_marked or _looks_like_money(number)):
        return False
    return number.value >= 1000 and (bool(number.scale) or number.grouped or len(str(number.value)) < 8)


def _looks_like_money(number: Number) -> bool:
    return number.decimals == 2 and not number.scale


def _entity(reading: Reading, number: Number, verdict: Verdict, expected: Expectation) -> Entity | None:
    if verdict.kind not in _KINDS:
        return None
    if verdict.kind == "amount":
        if (
            number.value is not None
            and number.spoken
            and number.value < SMALLEST_SPOKEN_PLAN
            and expected.kind != "amount"
        ):
            return None
        return amount_entity(reading, number, number.start, number.end)
    if number.negative:
        return absurd(reading, "negative", number.start, number.end)
    if number.value is None or number.value > LARGEST:
        return absurd(reading, "too_large", number.start, number.end)
    if not number.is_whole:
        return None
    count = int(number.value)
    asked = expected.kind == verdict.kind
    if count < 1000 and not number.scale and not asked and _is_too_vague(number, verdict):
        return None
    if verdict.kind == "plan_volume" and count < 1000 and not number.scale:
        count *= 1000
    return found(reading, verdict.kind, count, number.start, number.end, verdict.role)


def _is_too_vague(number: Number, verdict: Verdict) -> bool:
    """Tell whether a small figure's cue is too weak: "on 2 lists", "sends maybe 9"."""
    assert number.value is not None
    if verdict.kind == "volume":
        return not verdict.direct or (number.value < 100 and not verdict.strong)
    return not verdict.direct or number.value < SMALLEST_SPOKEN_PLAN
