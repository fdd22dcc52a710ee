"""Rasa component: one dense vector a message, from the sentence encoder.

The encoder is stored as this component's resource, so it travels in the model archive: a machine that only serves
needs no weights. It is the one tuned to the project's examples where there is one. Only whole sentences are embedded;
nothing in the pipeline asks for single tokens.
"""

from __future__ import annotations

import os
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from plandesk_engine import encoder, tuned
from plandesk_engine.encoder import Encoder
from plandesk_engine.project import Project


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceFeaturizer(GraphComponent):
    """Gives each message the vector of its sentence."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return the settings and what they are when config.yml is silent."""
        return {"max_tokens": 128}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceFeaturizer:
        """Return the component as it is before training."""
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], storage: ModelStorage, resource: Resource, ready: Encoder | None = None
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self._encoder = ready

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """Return what else decides this component's output: the weights, their conversion, and their tuning."""
        return encoder.fingerprint(tuned.of(Project.here()))

    def train(self, training_data: TrainingData) -> Resource:
        """Store the encoder that is ready for the project; nothing is tuned here."""
        with self._storage.write_to(self._resource) as folder:
            encoder.prepare(folder, tuned.of(Project.here()))
            threads = len(os.sched_getaffinity(0))
            self._encoder = Encoder(folder, self._config["max_tokens"], threads)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceFeaturizer:
        """Return the component with the encoder of its resource."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Encoder(folder, config["max_tokens"]))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Embed every example that has text, in batches."""
        self.process([message for message in training_data.training_examples if message.get(TEXT)])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Embed the messages of a turn."""
        if self._encoder is None:
            raise RuntimeError("The sentence featurizer was asked to embed before it was trained or loaded.")
        vectors = self._encoder.embed([message.get(TEXT) or "" for message in messages])
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._resource.name))
        return messages
