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

from .cues import KINDS, Verdict, cue_before, noun_after
from .expectations import Expectation
from .findings import Entity, absurd, found
from .money import amount_entity
from .neighbours import lend_to_neighbours
from .numbers import Number
from .text import Reading
from .vocabulary import words

LARGEST = Decimal(10**9)
SMALLEST_SPOKEN = 5
_LIKELY_AN_ID = 10**7
_NUMBER_OF_AN_INVOICE = 10_000
_SHORT_MESSAGE = 8
_TO_MONEY = re.compile(r"\s?(?:to|or|-|vs\.?|instead of)\s(?:an?\s)?")
_COSTING = words("cost come run set")
_USUALLY = words("usually usual normally normal typically typical")


def read_volumes(
    reading: Reading, numbers: list[Number], expected: Expectation, money: list[Entity]
) -> Iterator[Entity]:
    """Yield plans, volumes and unsigned amounts among the figures still open.

    Where an amount is named with its currency, a bare figure is another: "usually $5, this time 5,000".
    """
    money_named, money_starts = bool(money), {amount["start"] for amount in money}
    standing = [number for number in numbers if reading.is_open(number.start, number.end)]
    pairs = zip([None, *standing], standing, strict=False)
    verdicts = [_verdict(reading, number, expected, previous) for previous, number in pairs]
    for index, number in enumerate(standing):
        linked = _TO_MONEY.match(reading.folded, number.end) if money and not number.scale else None
        if linked and linked.end() in money_starts:  # "from 12 to 1,400 dollars"
            verdicts[index] = Verdict("amount", True, None, True)
        if _is_usual_amount(reading, number, verdicts[index]):
            verdicts[index], money_named = Verdict("amount", True, None, True), True
    lend_to_neighbours(reading, standing, verdicts)
    alone = len(standing) == 1
    for number, verdict in zip(standing, verdicts, strict=True):
        if (
            verdict.kind is None
            and money_named
            and number.scale in ("", "hundred")
            and _is_contrasted(reading, number)
        ):
            verdict = Verdict("amount", True, None, True)
        if verdict.kind is None and _stands_by_itself(reading, number, expected, alone=alone):
            as_money = _looks_like_money(number) or (money_named and not number.scale)
            verdict = Verdict("amount") if as_money else Verdict("plan_volume", False, verdict.role)
        if entity := _entity(reading, number, verdict, expected):
            yield entity
            reading.close(number.start, number.end)


def _verdict(reading: Reading, number: Number, expected: Expectation, previous: Number | None) -> Verdict:
    noun, counts_other = noun_after(reading, number.end)
    if counts_other or number.scale == "grand":
        return Verdict("other")
    cue = cue_before(reading, number.start)
    if (
        cue.kind is None
        and next(reading.before(number.start, 1), "") == "would"
        and any(word.text in _COSTING for word in reading.after(number.end, 4))
    ):
        return Verdict("volume", False, None, True)  # "what would 40,000 cost"
    before = list(reading.before(number.start, 5))
    plain = not (number.scale or number.grouped or number.decimals)
    if plain and before[:1] == ["invoice"] and (number.value or 0) >= _NUMBER_OF_AN_INVOICE:
        return Verdict("other")
    if (
        number.scale in ("k", "thousand")
        and cue.kind is None
        and before[:2] in (["month", "this"], ["month", "last"])
    ):
        return Verdict("volume", False, None, True)
    if noun == "plan_volume":
        return Verdict(noun, True, cue.role, True, True)
    if noun == "volume":
        is_plan = cue.kind == "plan_volume" and cue.direct
        if previous and not cue.strong and reading.folded[previous.end : number.start] == " to ":
            is_plan = "from" in reading.before(previous.start, 2)  # "20 to 25 thousand mails" are no plans
        return Verdict(
            "plan_volume" if is_plan else "volume", True, cue.role if is_plan else None, True, True
        )
    if noun and noun != "over" and (cue.kind == "amount" or not number.scale):
        return Verdict("amount", True, None, True)
    if noun:
        return Verdict("volume", True, None, True, True)
    if expected.is_figure and not (cue.strong and cue.kind != "other"):
        return Verdict(expected.kind, False, cue.role if expected.kind == "plan_volume" else None, True)
    return cue


def _is_usual_amount(reading: Reading, number: Number, verdict: Verdict) -> bool:
    """Tell money from messages in "usually 20": no plan and no month's mail is that small."""
    if number.scale or verdict.counted or verdict.kind == "other" or (number.value or 1000) >= 1000:
        return False
    before = list(reading.before(number.start, 3))
    if verdict.kind == "plan_volume" or (
        verdict.kind == "volume" and verdict.strong and before[0] not in _USUALLY
    ):
        return False
    return before[:1] != ["plus"] and any(word in _USUALLY for word in before)


def _is_contrasted(reading: Reading, number: Number) -> bool:
    """Tell the bill beside a usual amount by "not", "now" or "this time" before it."""
    before = [word for word in reading.before(number.start, 3) if word not in ("it's", "its", "is", "it")]
    return before[:1] in (["not"], ["now"], ["suddenly"]) or before[:2] in (
        ["time", "this"],
        ["month", "this"],
    )


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
    if verdict.kind not in KINDS:
        return None
    if verdict.kind == "amount":
        few = number.value is not None and number.value < (100 if number.spoken else 10)
        tiny = number.spoken and number.value is not None and number.value < SMALLEST_SPOKEN
        vague = tiny or (few and not number.scale and not number.decimals and not verdict.direct)
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
    if verdict.kind == "plan_volume" and not asked and count < 1000:
        return None
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
