"""FINDINGS: the shape of what is handed back, and the reasons a value is refused.

A value nobody can mean (`-5 emails`, `30 February`) is never bent into a valid one and never
dropped in silence: it comes out as the entity `absurd`, whose value is what was typed and
whose `reason` says what is wrong, so that the conversation can name it and ask again.
"""

from __future__ import annotations

import re
from typing import Any, Literal

from .text import Reading

Entity = dict[str, Any]
Reason = Literal["negative", "too_large", "no_such_date", "too_far"]


def found(
    reading: Reading, entity: str, value: int | str, start: int, end: int, role: str | None = None
) -> Entity:
    """Return one understood value with the customer's own words beside it."""
    entry: Entity = {
        "entity": entity,
        "value": value,
        "start": start,
        "end": end,
        "text": reading.text[start:end],
    }
    if role:
        entry["role"] = role
    return entry


def absurd(reading: Reading, reason: Reason, start: int, end: int) -> Entity:
    """Return a value that cannot be meant, named as it was typed."""
    return found(reading, "absurd", reading.text[start:end], start, end) | {"reason": reason}


_NOT = re.compile(
    r"(?<!why )(?<!if )\b(?:not|don'?t\swant|do\snot\swant)\s(?:(?:the|a|my|on|in|for|to)\s){0,2}$"
)
_REFUSABLE = ("plan_volume", "volume", "date", "duration")


def name_refused(reading: Reading, entities: list[Entity]) -> None:
    """Mark what is named only to be refused: "60k not 16k", "not July, August"."""
    for entity in entities:
        if entity["entity"] in _REFUSABLE and _NOT.search(
            reading.folded, max(0, entity["start"] - 20), entity["start"]
        ):
            entity["role"] = "not"
