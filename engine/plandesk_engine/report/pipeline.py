"""The product's own pipeline on other people's examples: the components config.yml names, with its settings.

Each component is trained and asked as Rasa would; only the examples differ. The encoder is the published one, or with
`tuned_to` one tuned to the examples just as `plandesk train` does it.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from plandesk_engine.examples import Example
from plandesk_engine.project import Project
from plandesk_engine.report.held import doubt_in
from plandesk_engine.report.lines import FALLBACK, Doubt, Reading

OURS = "plandesk_engine."
BATCH = 512
CACHE = Path("var", "cache", "benchmarks")  # apart from the desk's own tuned encoders, of which few are kept


class Pipeline:
    """What sorts texts after learning from examples."""

    def __init__(self, steps: Sequence[Any], doubt: Doubt) -> None:
        self._steps = steps
        self.doubt = doubt

    def readings(self, texts: Sequence[str]) -> Iterator[tuple[Reading, ...]]:
        """Yield every intent with its probability for each text, likeliest first, before any doubt is applied."""
        from rasa.shared.nlu.constants import INTENT_RANKING_KEY, TEXT
        from rasa.shared.nlu.training_data.message import Message

        for start in range(0, len(texts), BATCH):
            messages = [Message({TEXT: text}) for text in texts[start : start + BATCH]]
            for step in self._steps:
                messages = step.process(messages)
            for message in messages:
                ranked = message.get(INTENT_RANKING_KEY)
                yield tuple(
                    (one["name"], float(one["confidence"])) for one in ranked if one["name"] != FALLBACK
                )


@contextmanager
def trained(examples: Sequence[Example], tune: bool) -> Iterator[Pipeline]:
    """Give the pipeline as config.yml has it, after it learnt from `examples` and from each intent's name in words."""
    from plandesk_engine import slim

    examples = [*examples, *((_in_words(intent), intent) for intent in sorted({one[1] for one in examples}))]
    product = Project.here()
    slim.install(product.config)
    settings = yaml.safe_load(product.config.read_text(encoding="utf-8"))["pipeline"]
    with tempfile.TemporaryDirectory() as scratch, _project(Path(scratch), product):
        if tune:
            _tuned(examples)
        yield Pipeline(_steps(settings, examples, Path(scratch, "storage")), _doubt(settings))


def _in_words(intent: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", intent.lower()))


@contextmanager
def _project(root: Path, product: Project) -> Iterator[None]:
    """Stand in for the project: the desk's own examples and tuned encoders are out of sight."""
    before = {name: os.environ.get(name) for name in ("PLANDESK_ROOT", "PLANDESK_CACHE")}
    os.environ |= {"PLANDESK_ROOT": str(root), "PLANDESK_CACHE": str(product.root / CACHE)}
    (root / "data").mkdir()
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _tuned(examples: Sequence[Example]) -> None:
    """Tune the encoder to the examples, unless that was done before, and write them where it is looked for."""
    from plandesk_engine import examples as written
    from plandesk_engine import tuned

    by_intent: dict[str, list[dict[str, str]]] = {}
    for text, intent in examples:
        by_intent.setdefault(intent, []).append({"text": text})
    nlu = [{"intent": intent, "examples": texts} for intent, texts in by_intent.items()]
    project = Project.here()
    (project.data / "nlu.yml").write_text(yaml.safe_dump({"nlu": nlu}, allow_unicode=True), encoding="utf-8")
    learnt = written.read(project.data)
    key = tuned.key(learnt)
    if tuned.find(key) is None:
        from plandesk_engine.tuning import tune

        tuned.keep(key, tune(learnt, lambda _: None))


def _steps(settings: Sequence[dict[str, Any]], examples: Sequence[Example], storage: Path) -> list[Any]:
    """Return the learning components of the pipeline, trained one after the other."""
    from rasa.engine.graph import ExecutionContext, GraphSchema
    from rasa.engine.storage.local_model_storage import LocalModelStorage
    from rasa.engine.storage.resource import Resource
    from rasa.shared.nlu.constants import INTENT, TEXT
    from rasa.shared.nlu.training_data.message import Message
    from rasa.shared.nlu.training_data.training_data import TrainingData
    from rasa.shared.utils.common import class_from_module_path

    storage.mkdir()
    kept, context = LocalModelStorage(storage), ExecutionContext(GraphSchema({}))
    data = TrainingData([Message({TEXT: text, INTENT: intent}) for text, intent in examples])
    steps = []
    for place, setting in enumerate(settings):
        if not setting["name"].startswith(OURS):
            continue  # doubt is applied to the readings here, at every threshold
        kind = class_from_module_path(setting["name"])
        if not hasattr(kind, "train"):
            continue  # figures are no part of the sorting
        own = {name: value for name, value in setting.items() if name != "name"}
        step = kind.create(
            {**kind.get_default_config(), **own}, kept, Resource(f"{place}-{kind.__name__}"), context
        )
        step.train(data)
        if hasattr(step, "process_training_data"):
            step.process_training_data(data)
        steps.append(step)
    return steps


def _doubt(settings: Sequence[dict[str, Any]]) -> Doubt:
    """Return the doubt config.yml states; none means that it never doubts."""
    return next((doubt_in(one) for one in settings if "threshold" in one), Doubt(0.0, 0.0))
