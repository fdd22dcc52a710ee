"""Rasa component: figures, dates and addresses in a message, by the rules of `plandesk_engine.entities`.

What they mean depends on the turn: "tomorrow" on the customer's today, "5,000" on the question that was asked. The
gateway sends both with the message as its facts.
"""

from __future__ import annotations

import os
from datetime import datetime, timezone
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from plandesk_engine.normalise import LONGEST

METADATA = "metadata"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class Figures(GraphComponent):
    """Adds the figures a message holds to its entities."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Figures:
        """Return the component; there is nothing to learn."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Find the figures of each message, read with the facts that came with it."""
        for message in messages:
            found = figures(message.get(TEXT) or "", message.get(METADATA))
            known = message.get(ENTITIES, [])
            message.set(
                ENTITIES, known + [{**one, "extractor": "Figures"} for one in found], add_to_output=True
            )
        return messages


def figures(text: str, facts: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    """Return the entities of `text`; facts that are missing or unreadable fall back to now, in UTC."""
    from plandesk_engine import entities

    facts = facts or {}
    return entities.extract(
        text[:LONGEST],
        now=_instant(facts.get("now")),
        time_zone=facts.get("time_zone") or "UTC",
        expects=facts.get("expects"),
    )


def _instant(stated: object) -> datetime:
    """Return the instant the facts state, else the frozen clock, else now: always aware of its zone."""
    for text in (stated, os.environ.get("PLANDESK_NOW")):
        try:
            instant = datetime.fromisoformat(str(text))
        except ValueError:
            continue
        return instant if instant.tzinfo else instant.replace(tzinfo=timezone.utc)
    return datetime.now(timezone.utc)
