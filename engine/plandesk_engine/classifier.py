"""Rasa component: sorts a message into one intent, with the probability of every other.

Works on whatever sentence features stand before it in the pipeline, side by side: dense ones are what a sentence means,
sparse ones the words it is made of. Another featurizer can be added in config.yml without a change here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack, issparse, vstack

from plandesk_engine.intents import IntentModel, Rows, Settings


class NoExamples(ValueError):
    """There is nothing to learn from."""

    def __init__(self, kinds: int) -> None:
        super().__init__(
            f"The training data has examples of {kinds} intents; at least two are needed. Look in data/*/nlu.yml."
        )


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceIntentClassifier(GraphComponent):
    """Three judges over sentence features."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings and what they are when config.yml is silent."""
        return asdict(Settings())

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceIntentClassifier:
        """Return the component as it is before training."""
        return cls(config, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._model = model

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the model to every example that has an intent."""
        examples = [one for one in training_data.intent_examples if one.get(INTENT) and one.get(TEXT)]
        kinds = {one.get(INTENT) for one in examples}
        if len(kinds) < 2:
            raise NoExamples(len(kinds))
        labels = [one.get(INTENT) for one in examples]
        settings = Settings(**{field.name: self._config[field.name] for field in fields(Settings)})
        self._model = IntentModel.fit(_features(examples), labels, settings)
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceIntentClassifier:
        """Return the component with the model of its resource."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of each message and the ranking of all intents."""
        if not messages or self._model is None:
            return messages
        for message, ranking in zip(messages, self._model.rank(_features(messages)), strict=True):
            ranked = [{"name": name, "confidence": share} for name, share in ranking]
            message.set(INTENT, ranked[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranked, add_to_output=True)
        return messages


def _features(messages: Sequence[Message]) -> Rows:
    """Return the sentence features of each message, dense and sparse ones apart."""
    rows = [[one.features for one in message.features if _is_of_the_sentence(one)] for message in messages]
    blocks = list(zip(*rows, strict=True))
    dense = [np.concatenate(block) for block in blocks if not issparse(block[0])]
    sparse = [vstack([csr_matrix(one) for one in block]) for block in blocks if issparse(block[0])]
    meaning = np.concatenate(dense, axis=1) if dense else np.zeros((len(messages), 1), np.float32)
    return Rows(meaning, csr_matrix(hstack(sparse)) if sparse else None)


def _is_of_the_sentence(features: Any) -> bool:
    return features.attribute == TEXT and features.type == FEATURE_TYPE_SENTENCE
