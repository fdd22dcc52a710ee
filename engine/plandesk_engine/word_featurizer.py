"""Rasa component: the words and letters of a message as sparse features, beside the sentence's vector."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from plandesk_engine.examples import experience
from plandesk_engine.words import WordTable

FEWEST_COUNT_FOR = 0.25  # of the weight stated, where there is next to no example


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class WordFeaturizer(GraphComponent):
    """Gives each message the rarity of the words and letters it is made of.

    `weight` is how much they count beside the meaning where examples are plenty; with few they count for less.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings and what they are when config.yml is silent."""
        return {"weight": 1.0, "seen_in": 2}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> WordFeaturizer:
        """Return the component as it is before training."""
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        table: WordTable | None = None,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._table = table

    def train(self, training_data: TrainingData) -> Resource:
        """Learn which pieces occur in the examples, and how rare each is."""
        learnt = [one for one in training_data.training_examples if one.get(TEXT) and one.get(INTENT)]
        trusted = FEWEST_COUNT_FOR + (1.0 - FEWEST_COUNT_FOR) * experience(
            [one.get(INTENT) for one in learnt]
        )
        texts = [one.get(TEXT) for one in learnt]
        self._table = WordTable.fit(texts, self._config["seen_in"], self._config["weight"] * trusted)
        with self._storage.write_to(self._resource) as folder:
            self._table.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> WordFeaturizer:
        """Return the component with the table of its resource."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, WordTable.load(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Give every example that has text its features."""
        self.process([message for message in training_data.training_examples if message.get(TEXT)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Give the messages of a turn their features."""
        if self._table is None:
            raise RuntimeError("The word featurizer was used before it was trained or loaded.")
        rows = self._table.features([message.get(TEXT) or "" for message in messages])
        for message, row in zip(messages, rows, strict=True):
            message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._resource.name))
        return messages
