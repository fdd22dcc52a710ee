"""Rasa component: adds the figures a message holds to its entities."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from plandesk_engine.figures import figures

METADATA = "metadata"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class FigureExtractor(GraphComponent):
    """Reads the figures of a message with the facts that came with it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FigureExtractor:
        """Return the component; there is nothing to learn."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the figures of each message to its entities."""
        for message in messages:
            found = figures(message.get(TEXT) or "", message.get(METADATA))
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages
