"""PLAN ROLES: which plan is left and which is wanted, where no "from" and "to" stand beside the figures.

"we're on 10k", "currently 30k", "I have the 15k plan" and "30k is too small" name the plan one has. Of two
plans with one part told the other plays the other part: "we're on 10k and want 30k".
"""

from __future__ import annotations

import re

from .findings import Entity
from .text import Reading

_STANDING = re.compile(
    r"(?:\b(?:(?:we|they)(?:'re| are)|i(?:'m| am)|currently|presently|still|already)\s(?:(?:currently|now|still|just)\s)?on"
    r"|\b(?:current(?:ly)?|present|existing)(?:\s(?:on|have|at|using|plan(?: is|:)?))?"
    r"|(?<!can )(?<!could )(?<!would )(?<!should )(?<!may )(?<!do )(?<!if )\b(?:we|i)(?:'ve)?"
    r"\s(?:(?:currently|now|already|still)\s)?(?:have|got)"
    r"|\bnow\s(?:have|got|has)"
    r"|\b(?:outgrown|outgrew|off|leaving|pay(?:ing)?\sfor))"
    r":?\s(?:(?:the|a|your|our|my)\s)?$"
)
_OUTGROWN = re.compile(
    r"(?:\s(?:plan|one|tier|package|limit))?\s(?:(?:is|are|was|just|way|far|really|now|a\sbit)\s){0,3}"
    r"(?:too\s(?:small|tiny|big|large|much|little|low|high|expensive|tight)"
    r"|(?:isn't|isnt|not|no\slonger|never)\s(?:quite\s|really\s|nearly\s)?(?:enough|sufficient))\b"
)
_ASKED = re.compile(r"\b(?:is|are|would|will|if|was)\s(?:the\s|my\s|our\s)?$")
_OWN = re.compile(r"\b(?:my|our)\s(?:(?:current|present|old|small|big|little)\s)?$")
_LEADING_ON = re.compile(r"^\W*on\s(?:the\s)?$")
_SWAP = re.compile(r"\b(?:swap|replace|trade|exchange|switch|change)(?:\s(?:out|us|my|our|the|from|in))*\s$")
_SWAPPED = re.compile(r"\s?(?:plan|tier|package|one)?\s(?:for|with|by|against|in for)\s(?:an?\s|the\s)?")
_REACH = 45


def name_plans(reading: Reading, entities: list[Entity]) -> None:
    """Give the plans among `entities` that have none the part the words tell."""
    plans = [
        entity for entity in entities if entity["entity"] == "plan_volume" and entity.get("role") != "not"
    ]
    for plan in plans:
        if ("role" not in plan and _is_outgrown(reading, plan)) or _STANDING.search(_before(reading, plan)):
            plan["role"] = (
                "from"  # also where a "to" stands further off: "the one to upgrade to, now we have 30k"
            )
    if len(plans) == 2:
        _complete(reading, *plans)


def _before(reading: Reading, plan: Entity) -> str:
    return reading.folded[max(0, plan["start"] - _REACH) : plan["start"]]


def _is_outgrown(reading: Reading, plan: Entity) -> bool:
    asked = _ASKED.search(_before(reading, plan))
    return bool(_OUTGROWN.match(reading.folded, plan["end"]) and not asked)


def _complete(reading: Reading, one: Entity, two: Entity) -> None:
    """Tell the parts of two plans from each other."""
    between = reading.folded[one["end"] : two["start"]]
    swapped = _SWAPPED.fullmatch(between) and _SWAP.search(_before(reading, one))
    if "role" not in one and "role" not in two and (swapped or _LEADING_ON.search(_before(reading, one))):
        one["role"] = "from"
    if one.get("role") == two.get("role") == "from":
        two["role"] = "to"  # "from our 5,000 make it 45,000"
    for plan, other in ((one, two), (two, one)):
        if "role" in plan:
            continue
        if other.get("role") == "from":
            plan["role"] = "to"
        elif other.get("role") == "to" and _OWN.search(_before(reading, plan)):
            plan["role"] = "from"
