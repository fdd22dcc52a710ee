"""Rasa component: the first step of every training, which lets only sound data through."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.importers.importer import TrainingDataImporter


class DataValidator(GraphComponent):
    """Checks the training data against the domain."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> DataValidator:
        """Return the component; there is nothing to learn."""
        return cls()

    def validate(self, importer: TrainingDataImporter) -> TrainingDataImporter:
        """Return the data as it is, or raise `BrokenData` with every fault found."""
        from plandesk_engine.faults import check

        check(importer)
        return importer
