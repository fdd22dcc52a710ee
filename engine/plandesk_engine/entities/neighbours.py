"""NEIGHBOURS: what figures side by side tell about each other.

"15" in "30k or 15", "40,000" in "usage 12,000, 40,000" and "45" in "45-50k" are read like the
figure they are linked to; of "2k of 5k" the first was sent and the second is the plan.
"""

from __future__ import annotations

import re

from .cues import KINDS, Verdict
from .numbers import Number
from .text import Reading

_LINK = re.compile(
    r"(?:[,/>=?!.-]|\b(?:or|and|to|not|instead of|rather than|than|the|a|my|our|from|usual|normal)\b|\s)*"
)
_TO = re.compile(r"\bto\b|>")
_OUT_OF = frozenset(("of", "of our", "of the", "out of", "from", "/"))
_LONGEST_LINK = 30


def lend_to_neighbours(reading: Reading, numbers: list[Number], verdicts: list[Verdict]) -> None:
    """Change `verdicts` where a linked neighbour tells more about a figure than its own words."""
    for index in range(1, len(numbers)):
        first, second = numbers[index - 1], numbers[index]
        gap = reading.folded[first.end : second.start]
        if len(gap) <= _LONGEST_LINK and (gap.strip() in _OUT_OF or _LINK.fullmatch(gap)):
            pair = _linked(first, second, verdicts[index - 1], verdicts[index], gap)
            verdicts[index - 1 : index + 1] = pair


def _linked(first: Number, second: Number, one: Verdict, two: Verdict, gap: str) -> tuple[Verdict, Verdict]:
    """Return what two linked figures are, knowing of each other."""
    if two.kind == "other":
        counts_the_same = not one.strong and not first.is_marked  # "8 or 10 thousand guests"
        return (two if counts_the_same else one), two
    _lend_scale(first, second)
    if _TO.search(gap) and _too_small(first, second):
        return Verdict("other"), Verdict("other")  # "from 9 to 5"
    if one.kind == "other":
        return one, two
    if gap.strip() in _OUT_OF and first.is_marked and second.is_marked and one.role != "to":
        return Verdict("volume", True), Verdict("plan_volume", True)
    if ">" in gap and one.kind is two.kind is None and second.is_marked:
        return Verdict("plan_volume", True, "from", True), Verdict("plan_volume", True, "to", True)
    return _shared(one, two, gap)


def _shared(one: Verdict, two: Verdict, gap: str) -> tuple[Verdict, Verdict]:
    """Lend the surer verdict to the other figure, and the roles of "X to Y" to both."""
    paired = bool(_TO.search(gap)) and one.role in (None, "from")
    if one.kind in KINDS and (not two.strong or two.kind == one.kind):
        role = "to" if paired else two.role or (one.role if " not " not in gap else None)
        two = Verdict(one.kind, one.strong, role if one.kind == "plan_volume" else None, True, two.counted)
    if two.kind in KINDS and (one.kind is None or (paired and one.kind == two.kind)):
        role = "from" if paired and two.kind == "plan_volume" else one.role
        one = Verdict(two.kind, two.strong, role, True, one.counted)
    return one, two


def _too_small(one: Number, two: Number) -> bool:
    """Tell whether two figures without a scale cannot both be plans in thousands."""
    values = [number.value for number in (one, two) if not number.scale and number.value is not None]
    return len(values) == 2 and max(values) < 1000 and any(value % 5 for value in values)


def _lend_scale(one: Number, two: Number) -> None:
    """Let "45" in "45-50k" be thousands too."""
    if one.value is not None and one.value < 1000 and not one.scale and two.scale in ("k", "thousand"):
        one.value, one.scale = one.value * 1000, two.scale
