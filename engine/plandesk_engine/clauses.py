"""CLAUSES: where a message that says several things may be cut, so that each can be understood by itself.

A cut is only an opportunity; `pairs.py` decides whether two clauses are two requests. Nothing here knows Rasa.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FEWEST_WORDS = 3
MOST = 6
LONGEST = 1200

_ADDS = (
    r"also|plus|oh|btw|by the way|besides|separately|additionally|furthermore|moreover|as well as(?: that)?|"
    r"on top of that|on (?:another|a different) note|(?:before|after|apart from) that|another (?:thing|question)|"
    r"while (?:you|we|i)(?:['’]re| are|['’]m| am) (?:at it|here|there)|one more thing|(?:something else|unrelated)(?=[,:])|"
    r"(?:first|firstly|second|secondly|third|next|lastly|finally)(?=[,:])|secondly|but first"
)
_JOINS = rf"{_ADDS}|and|but|then"
_OF_THEIR_OWN = _JOINS.removeprefix("also|")  # "does it also apply" is no joint
_CUT = re.compile(
    r"(?<=[.!?;])[\"')]*\s+"
    r"|\s*\n+\s*"
    r"|\s+(?=[2-9][.)]\s)"
    rf"|[\s,;:–—-]+(?=(?:{_OF_THEIR_OWN})\b)|[,;:–—-]\s*(?=also\b)"
    r"|,\s+(?=(?:can|could|would|how|what|which|when|where|why|who|did|do|does|is|are|am|please|pls|i want|i need|i'd)\b)",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"^(?:[\W_]|\d[.)]\s|(?:{_JOINS})\b)+", re.IGNORECASE)
_ADDING = re.compile(rf"\b(?:{_ADDS})\b|\d[.)]", re.IGNORECASE)
_ADDED = re.compile(r"^(?:\S+\s+){0,4}also\b|\b(?:as well|too)\W*$", re.IGNORECASE)
_WORD = re.compile(r"[^\W_][\w'’]*")


@dataclass(frozen=True)
class Clause:
    """A stretch of a message, its own words from `start` to `end`.

    `joined`: a word such as "and" led to it. `adds`: its words say that this comes on top of what went before.
    """

    start: int
    end: int
    text: str
    joined: bool = False
    adds: bool = False


def clauses(text: str) -> list[Clause]:
    """Return the clauses of `text` in order, each of three words or more; empty when there are not two of them."""
    text = text[:LONGEST]
    places = sorted({0, *(found.end() for found in _CUT.finditer(text)), len(text)})
    if len(places) < 3:
        return []
    found: list[tuple[int, int]] = []
    start = 0
    for end in places[1:]:
        words = len(_WORD.findall(_LEAD.sub("", text[start:end])))
        if words >= FEWEST_WORDS:
            found.append((start, end))
        elif found and words:
            found[-1] = (found[-1][0], end)
        else:
            continue
        start = end
    return [_clause(text, *stretch) for stretch in found[:MOST]] if len(found) > 1 else []


def _clause(text: str, start: int, end: int) -> Clause:
    """Return the clause between two places, without what joins it to the one before and the space around it."""
    stretch = text[start:end]
    lead = found.group() if (found := _LEAD.match(stretch)) else ""
    words = stretch[len(lead) :].rstrip(" \t\n,;:–—-")
    first = start + len(lead)
    adds = bool(_ADDING.search(lead) or _ADDED.search(words))
    joined = [word.lower() for word in _WORD.findall(lead)] not in ([], ["but"])
    return Clause(first, first + len(words), words, joined, adds)
