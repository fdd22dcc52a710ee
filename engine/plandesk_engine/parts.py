"""Rasa components: have each clause of a message understood by itself, and the second request of a message heard.

`ClauseSplitter` puts the clauses behind the message before anything is computed, `ClauseGatherer` takes them away again
after the classifier. Where they are two requests, the message is read as the first, and the second goes along as `also`.
A message of one clause costs nothing.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from plandesk_engine.clauses import clauses
from plandesk_engine.pairs import Read, Requests, settled

ALSO = "also"
CLAUSE = "clause"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class ClauseSplitter(GraphComponent):
    """Puts the clauses of each message behind the messages; stands first in the pipeline."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClauseSplitter:
        """Return the component; there is nothing to learn."""
        return cls()

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the examples whole."""
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Return the messages, followed by their clauses as messages of their own."""
        cut = [
            Message({TEXT: clause.text, CLAUSE: (place, clause)})
            for place, message in enumerate(messages)
            for clause in clauses(message.get(TEXT) or "")
        ]
        return [*messages, *cut]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ClauseGatherer(GraphComponent):
    """Takes the clauses away again; stands right behind the classifier, before anything is doubted."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings and what they are when config.yml is silent: no request is known."""
        return {"requests": [], "told": [], "kin": [], "close": [], "aside": []}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ClauseGatherer:
        """Return the component; there is nothing to learn."""
        return cls(Requests.of(config))

    def __init__(self, known: Requests) -> None:
        self._known = known

    def process(self, messages: list[Message]) -> list[Message]:
        """Return the messages alone; those that ask for two things are read as the first, with the second beside it."""
        whole = [message for message in messages if message.get(CLAUSE) is None]
        reads: dict[int, list[Read]] = {}
        for message in messages:
            if message.get(CLAUSE) is not None:
                place, clause = message.get(CLAUSE)
                read = message.get(INTENT)
                reads.setdefault(place, []).append(Read(clause, read["name"], read["confidence"]))
        for place, found in reads.items():
            self._settle(whole[place], found)
        return whole

    def _settle(self, message: Message, reads: list[Read]) -> None:
        two = settled(message.get(TEXT), message.get(INTENT_RANKING_KEY), reads, self._known)
        if two is None:
            return
        ranking, also = two
        message.set(INTENT, ranking[0], add_to_output=True)
        message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        message.set(ALSO, also, add_to_output=True)
