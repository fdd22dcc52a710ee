"""Figures, dates and addresses in a message, by the rules of `plandesk_engine.entities`, read with the turn's facts.

What they mean depends on the turn: "tomorrow" on the customer's today, "5,000" on the question that was asked. The
gateway sends both with the message as its facts.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from plandesk_engine.normalise import LONGEST

EXTRACTOR = "Figures"


def figures(text: str, facts: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the entities of `text`; facts that are missing or unreadable fall back to now, in UTC."""
    from plandesk_engine import entities

    facts = facts or {}
    found = entities.extract(
        text[:LONGEST],
        now=_instant(facts.get("now")),
        time_zone=facts.get("time_zone") or "UTC",
        expects=facts.get("expects"),
    )
    return [{**one, "extractor": EXTRACTOR} for one in found]


def _instant(stated: object) -> datetime:
    """Return the instant the facts state, else the frozen clock, else now: always aware of its zone."""
    for text in (stated, os.environ.get("PLANDESK_NOW")):
        try:
            instant = datetime.fromisoformat(str(text))
        except ValueError:
            continue
        return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    return datetime.now(UTC)
