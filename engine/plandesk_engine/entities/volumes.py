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

from .cues import Verdict, cue_before, noun_after
from .expectations import Expectation
from .findings import Entity, absurd, found
from .money import amount_entity
from .numbers import Number
from .text import Reading

LARGEST = Decimal(10**9)
SMALLEST_SPOKEN = 5
_LIKELY_AN_ID = 10**7
_SHORT_MESSAGE = 8
_LINK = re.compile(r"(?:[,/>?!.-]|\b(?:or|and|to|not|instead of|rather than|than|the|a|my|our|from)\b|\s)*")
_TO = re.compile(r"\bto\b|>")
_LONGEST_LINK = 30
_KINDS = ("plan_volume", "volume", "amount")


def read_volumes(reading: Reading, numbers: list[Number], expected: Expectation) -> Iterator[Entity]:
    """Yield plans, volumes and unsigned amounts among the figures still open."""
    standing = [number for number in numbers if reading.is_open(number.start, number.end)]
    verdicts = [_verdict(reading, number, expected) for number in standing]
    _lend_to_neighbours(reading, standing, verdicts)
    alone = len(standing) == 1
    for number, verdict in zip(standing, verdicts, strict=True):
        if verdict.kind is None and _stands_by_itself(reading, number, expected, alone=alone):
            verdict = Verdict("amount" if _looks_like_money(number) else "plan_volume")
        if entity := _entity(reading, number, verdict, expected):
            yield entity
            reading.close(number.start, number.end)


def _verdict(reading: Reading, number: Number, expected: Expectation) -> Verdict:
    noun, counts_other = noun_after(reading, number.end)
    if counts_other or number.scale == "grand":
        return Verdict("other")
    cue = cue_before(reading, number.start)
    if noun == "plan_volume":
        return Verdict(noun, True, cue.role, True, True)
    if noun == "volume":
        is_plan = cue.kind == "plan_volume" and cue.direct
        return Verdict(
            "plan_volume" if is_plan else "volume", True, cue.role if is_plan else None, True, True
        )
    if noun == "over":
        return Verdict("volume", True, None, True, True)
    if expected.is_figure and not (cue.strong and cue.kind != "other"):
        return Verdict(expected.kind, False, cue.role if expected.kind == "plan_volume" else None, True)
    return cue


def _lend_to_neighbours(reading: Reading, numbers: list[Number], verdicts: list[Verdict]) -> None:
    """Let "15" in "30k or 15" and "40,000" in "usage 12,000, 40,000" share what their neighbour is."""
    for index in range(1, len(numbers)):
        one, two = verdicts[index - 1], verdicts[index]
        gap = reading.folded[numbers[index - 1].end : numbers[index].start]
        if len(gap) > _LONGEST_LINK or not _LINK.fullmatch(gap):
            continue
        paired = bool(_TO.search(gap)) and one.role in (None, "from")
        _lend_scale(numbers[index - 1], numbers[index])
        if ">" in gap and one.kind is two.kind is None and numbers[index].is_marked:
            verdicts[index - 1], verdicts[index] = (
                Verdict("plan_volume", True, role, True) for role in ("from", "to")
            )
            continue
        if one.kind in _KINDS and two.kind != "other" and (not two.strong or two.kind == one.kind):
            role = "to" if paired else two.role or (one.role if " not " not in gap else None)
            verdicts[index] = two = Verdict(
                one.kind, one.strong, role if one.kind == "plan_volume" else None, True
            )
        if two.kind in _KINDS and (one.kind is None or (paired and one.kind == two.kind)):
            role = "from" if paired and two.kind == "plan_volume" else one.role
            verdicts[index - 1] = Verdict(two.kind, two.strong, role, True)


def _lend_scale(one: Number, two: Number) -> None:
    """Let "45" in "45-50k" be thousands too."""
    if one.value is not None and one.value < 1000 and not one.scale and two.scale in ("k", "thousand"):
        one.value, one.scale = one.value * 1000, two.scale


def _stands_by_itself(reading: Reading, number: Number, expected: Expectation, *, alone: bool) -> bool:
    """Tell whether a figure without any cue is meant as a plan."""
    if number.value is None or number.negative:
        return alone and len(reading.words) < _SHORT_MESSAGE
    if expected.kind not in (None, "plan_volume") or not (number.is_marked or _looks_like_money(number)):
        return False
    return number.value >= 1000 and (bool(number.scale) or number.grouped or number.value < _LIKELY_AN_ID)


def _looks_like_money(number: Number) -> bool:
    return number.decimals == 2 and not number.scale


def _entity(reading: Reading, number: Number, verdict: Verdict, expected: Expectation) -> Entity | None:
    asked = expected.kind == verdict.kind
    if verdict.kind not in _KINDS:
        return None
    if verdict.kind == "amount":
        vague = number.spoken and number.value is not None and number.value < SMALLEST_SPOKEN
        return None if vague and not asked else amount_entity(reading, number, number.start, number.end)
    if number.negative:
        return absurd(reading, "negative", number.start, number.end)
    if number.value is None or number.value > LARGEST:
        return absurd(reading, "too_large", number.start, number.end)
    if not number.is_whole or (not asked and _is_too_vague(number, verdict)):
        return None
    count = int(number.value)
    if verdict.kind == "plan_volume" and count < 1000 and not number.scale:
        count *= 1000
    role = verdict.role or (expected.role if asked else None)
    return found(reading, verdict.kind, count, number.start, number.end, role)


def _is_too_vague(number: Number, verdict: Verdict) -> bool:
    """Tell whether a figure's cue is too weak for it: "on 2 lists", "sends maybe 9", "account 20331"."""
    value = number.value or Decimal(0)
    if number.scale or number.grouped:
        return False
    if verdict.kind == "volume":
        return (
            0 < value < 10 or (value < 100 and not verdict.counted) or (value < 1000 and not verdict.direct)
        )
    if value < 1000:
        return not verdict.direct or value < SMALLEST_SPOKEN or value % 5 != 0
    return value % 100 != 0 and not verdict.counted
