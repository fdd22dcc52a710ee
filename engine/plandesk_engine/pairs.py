"""PAIRS: whether a message asks for two things, told from what each of its clauses was read as.

Precision first: one request told in two sentences ("My bill is 5000. I want it lowered.") is one. Two are heard only
where both clauses ask for something, the two are not of one family, and the words between them do not contradict.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from plandesk_engine.clauses import Clause

SURE = 0.65
ADDED = 0.45
_ASKS = re.compile(
    r"\?|\b(?:want|wanna|need|like to|please|pls|can|could|would|let(?:'s| us)|how|what|which|when|where|why|who|"
    r"is there|do (?:i|we|you)|did (?:i|we|you|any\w*)|any news|wish|claim)\b"
    r"|^\W*(?:hi |hello |hey )?(?:upgrade|downgrade|pause|freeze|cancel|close|stop|end|lower|reduce|switch|turn|tell|show|"
    r"give|check|move|put|take|get|refund|file|send|call|ring|change|go|fix|bring|look|make|transfer|connect)\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\?|^\W*(?:what|how|why|when|where|which|who|can|could|would|do|does|did|is|are|am)\b", re.IGNORECASE
)
_GOES_ON = re.compile(r"^\W*(?:it|its|it['’]s|because|they|this|that|which)\b", re.IGNORECASE)
_POINTS_BACK = re.compile(r"\b(?:it|them|one of them|that|this|these|those)\b", re.IGNORECASE)
FEW_WORDS = 7


@dataclass(frozen=True)
class Requests:
    """Which intents are requests, and how they are related: what config.yml tells `ClauseGatherer`.

    `told`: requests that are made by telling what is wrong. `kin`: families of which a message holds one.
    `close`: families of which a message holds two only when it says so ("also", "by the way").
    """

    names: frozenset[str] = frozenset()
    told: frozenset[str] = frozenset()
    kin: tuple[frozenset[str], ...] = ()
    close: tuple[frozenset[str], ...] = ()
    aside: frozenset[str] = field(default_factory=frozenset)

    @classmethod
    def of(cls, config: dict[str, Any]) -> Requests:
        """Return what the component's settings say."""
        return cls(
            frozenset(config.get("requests") or ()),
            frozenset(config.get("told") or ()),
            tuple(frozenset(family) for family in config.get("kin") or ()),
            tuple(frozenset(family) for family in config.get("close") or ()),
            frozenset(config.get("aside") or ()),
        )


@dataclass(frozen=True)
class Read:
    """A clause and the intent it was read as."""

    clause: Clause
    intent: str
    confidence: float


def pair(reads: Sequence[Read], known: Requests) -> tuple[Read, Read] | None:
    """Return the first two requests among the clauses, or None when there is only one."""
    for place, first in enumerate(reads):
        for second in reads[place + 1 :]:
            if _is_pair(first, second, known):
                return first, second
    return None


def _is_pair(first: Read, second: Read, known: Requests) -> bool:
    both = {first.intent, second.intent}
    if len(both) < 2 or not both <= known.names or any(both <= family for family in known.kin):
        return False
    if first.confidence < SURE or second.confidence < (ADDED if second.clause.adds else SURE):
        return False
    if second.clause.adds:
        return second.intent in known.told or bool(_ASKS.search(second.clause.text))
    return _is_apart(first, second, known)


def _is_apart(first: Read, second: Read, known: Requests) -> bool:
    """Return whether the second clause asks for something of its own without saying that it adds to the first."""
    both = {first.intent, second.intent}
    words = second.clause.text
    if both & known.aside or _GOES_ON.match(words):
        return False
    if len(words.split()) <= FEW_WORDS and _POINTS_BACK.search(words):
        return False
    if any(both <= family for family in known.close):
        return second.clause.joined and all(_QUESTION.search(one.clause.text) for one in (first, second))
    told = known.told if second.clause.joined else frozenset()
    return all(one.intent in told or _ASKS.search(one.clause.text) for one in (first, second))


def stretch(second: Read, first: Read, reads: Sequence[Read]) -> int:
    """Return where the second request ends: where the first is come back to, or with the last clause."""
    end = second.clause.end
    for one in reads[reads.index(second) + 1 :]:
        if one.intent == first.intent and one.confidence >= SURE:
            break
        end = one.clause.end
    return end


def settled(
    text: str, ranking: list[dict[str, Any]], reads: Sequence[Read], known: Requests
) -> tuple[list[dict[str, Any]], dict[str, Any]] | None:
    """Return the ranking led by the first request, and the second with its place; None when there is one request."""
    found = pair(reads, known)
    if found is None:
        return None
    first, second = found
    end = stretch(second, first, reads)
    leading = {"name": first.intent, "confidence": first.confidence}
    left = 1.0 - first.confidence
    others = [
        one | {"confidence": one["confidence"] * left} for one in ranking if one["name"] != first.intent
    ]
    also = {
        "intent": second.intent,
        "confidence": second.confidence,
        "start": second.clause.start,
        "end": end,
        "text": text[second.clause.start : end],
    }
    return [leading, *others], also
