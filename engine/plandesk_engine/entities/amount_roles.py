"""AMOUNT ROLES: of several amounts, the "usual" one and the "bill": "usually 20 bucks, this time 5,000".

What stands between two amounts belongs to the later one ("the usual $10"), except before a comma or
a joining word ("$900 bill vs ..."). Where one amount is the usual one, the others are bills; without such a
word "from $5 to $5,000" and "$5,000 instead of $5" say it by their order.
"""

from __future__ import annotations

import re

from .findings import Entity
from .text import Reading

_USUAL = re.compile(
    r"(?<!than )(?<!not )(?<!n't )(?<!isnt )\b(?:usual(?:ly)?|normal(?:ly)?|typical(?:ly)?"
    r"|average[sd]?|averaging|generally|ordinar(?:y|ily)|regular(?:ly)?"
    r"|always|used to|every month|each month|most months|other months)\b"
)
_BETWEEN = re.compile(
    r"(?:\W|\b(?:a|per|month|is|are|was|as|my|our|the|i|we|pay|that|which|extra|overage|on|of|in)\b){0,9}"
)
_PLUS = re.compile(r"(?:\bplus|\+)\s*$")
_A_MONTH = re.compile(r"^\s?(?:a|per|/)\s?month\b")
_BILL = re.compile(r"\b(?:this|now|suddenly|today|bill|invoice|charged|billed|instead|why)\b")
_JOINT = re.compile(
    r"[,;:/.](?!\d)|\b(?:and|but|so|now|vs|versus|when|while|whereas|instead|against|not|then)\b"
)
_RISE = re.compile(r"\s(?:became|turned into|jumped to|went to)\s(?:an?\s|about\s)?")
_ALIKE = re.compile(r"\s?(?:or|to|-)\s?")
_REACH = 60


def name_amounts(reading: Reading, entities: list[Entity]) -> None:
    """Give the amounts among `entities`, which are in reading order, the roles their words tell."""
    amounts = [entity for entity in entities if entity["entity"] == "amount"]
    if not amounts:
        return
    said = [_words_of(reading, amounts, index) for index in range(len(amounts))]
    usual = [_is_usual(before, after) for before, after in said]
    for index in range(1, len(amounts)):
        if _ALIKE.fullmatch(reading.folded, amounts[index - 1]["end"], amounts[index]["start"]):
            usual[index] = usual[index] or usual[index - 1]  # "usually $5 or $6"
    if not any(usual) and len(amounts) == 2:
        usual = _by_order(reading, amounts, said)
    if all(usual) and len(usual) == 2:  # "the average is $12, a normal bill is $1,200": the words do not tell
        usual = [not _BILL.search(before) for before, _ in said]
    if not any(usual) or (all(usual) and len(usual) > 1):
        return
    for amount, is_usual in zip(amounts, usual, strict=True):
        amount["role"] = "usual" if is_usual else "bill"


def _is_usual(before: str, after: str) -> bool:
    """Tell whether the words beside an amount call it the usual one; "average plus $20" is no usual amount."""
    told = _USUAL.search(before) and not _PLUS.search(before)
    next_to_it = _BETWEEN.match(after)
    return bool(told or (next_to_it and _USUAL.match(after, next_to_it.end())))


def _words_of(reading: Reading, amounts: list[Entity], index: int) -> tuple[str, str]:
    """Return the words before and after an amount that speak of it and of no other."""
    text, amount = reading.folded, amounts[index]
    left = amounts[index - 1]["end"] if index else max(0, amount["start"] - _REACH)
    right = amounts[index + 1]["start"] if index + 1 < len(amounts) else amount["end"] + _REACH
    before, after = text[max(left, amount["start"] - _REACH) : amount["start"]], text[amount["end"] : right]
    joints = [joint.start() for joint in _JOINT.finditer(before) if joint.group() != ":"]
    joint = _JOINT.search(after)
    is_last = index + 1 == len(amounts)
    after = after[: joint.start()] if joint else after if is_last else ""
    return before[joints[-1] if joints else 0 :], after[:_REACH]


def _by_order(reading: Reading, amounts: list[Entity], said: list[tuple[str, str]]) -> list[bool]:
    """Return which of two amounts is the usual one by what stands between them."""
    between = reading.folded[amounts[0]["end"] : amounts[1]["start"]]
    if re.match(r"\s?(?:instead of|rather than)\b", between):
        return [False, True]
    led = reading.folded[: amounts[0]["start"]].endswith("from ")
    if (led and " to " in between) or _RISE.fullmatch(re.sub(r"^\smonth", "", between)):
        return [True, False]
    if _A_MONTH.match(between) and _BILL.search(said[1][0] + said[1][1]):
        return [True, False]
    return [False, False]
