"""`python -m plandesk_engine.train`: a new model when its inputs changed, put in place only when it is good.

Exit 0 the model is up to date or was trained, 1 the data is broken: the faults are named and the old model stays.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from plandesk_engine import slim, tuned, weights
from plandesk_engine.project import Project

if TYPE_CHECKING:
    from rasa.shared.importers.importer import TrainingDataImporter

CODE = (
    "classifier",
    "conversion",
    "encoder",
    "examples",
    "featurizer",
    "intents",
    "nearest",
    "normalise",
    "train",
    "tuned",
    "word_featurizer",
    "words",
)


def main(arguments: list[str]) -> int:
    """Train if needed; return the exit code."""
    forced = "--force" in arguments
    unknown = [one for one in arguments if one != "--force"]
    if unknown:
        print(
            f"Unknown option {unknown[0]!r}. Usage: python -m plandesk_engine.train [--force]",
            file=sys.stderr,
        )
        return 2
    project = Project.here()
    project.enter()
    try:
        wanted = inputs_hash(project)
        if not forced and is_current(project, wanted):
            print("Model is up to date.")
            return 0
        started = time.monotonic()
        examples = train(project, wanted)
    except weights.WeightsMissing as fault:
        print(fault, file=sys.stderr)
        return 1
    except (weights.WeightsDoNotMatch, NotTrained) as fault:
        print(fault, file=sys.stderr)
        if project.model.exists():
            print("The model in use was left as it is.", file=sys.stderr)
        return 1
    print(f"Trained on {examples:,} examples in {time.monotonic() - started:.0f} s.")
    return 0


class NotTrained(RuntimeError):
    """No model came of it; the message names every fault."""


def train(project: Project, inputs: str) -> int:
    """Train, prove that the result understands a line, and swap it in; return how many examples it learnt from."""
    slim.install(project.config)
    _quiet_rasa()
    from plandesk_engine import faults
    from plandesk_engine.reader import Reader

    weights.checked()
    project.model.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=project.model.parent, prefix="training-") as scratch:
        try:
            data = faults.checked(project)
            made = _trained(data, Path(scratch))
            Reader(made).rankings(["Is anybody there?"])
        except NotTrained:
            raise
        except faults.BrokenData as broken:
            raise NotTrained("The training data has faults:\n  " + "\n  ".join(broken.faults)) from broken
        except Exception as fault:
            raise NotTrained(f"Training failed: {_innermost(fault)}") from fault
        made.replace(project.model)
        project.model_inputs.write_text(inputs, encoding="utf-8")
    return len(data.get_nlu_data().intent_examples)


def _trained(data: TrainingDataImporter, target: Path) -> Path:
    """Return the archive Rasa trained into `target` from data already read; what Rasa prints is shown if it gives up."""
    from rasa.model_training import (
        _train_graph,
    )  # what `train()` calls, after reading everything a second time
    from rasa.shared.data import TrainingType

    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(told):
            result = _train_graph(data, TrainingType.BOTH, str(target), "new")
    except SystemExit as ended:
        raise NotTrained(f"The training data was refused: {_plain(told.getvalue())}") from ended
    return Path(result.model)


def inputs_hash(project: Project) -> str:
    """Return a hash of all the model is made from: settings, domain, data, the code that learns, weights, tuning."""
    total = hashlib.sha256()
    for path in _inputs(project):
        content = path.read_bytes() if path.exists() else b"missing"
        total.update(f"{path.name}:{len(content)}:".encode() + content)
    total.update(weights.file_hash(weights.folder() / "model.safetensors").encode())
    encoder = tuned.of(project)
    total.update(encoder.sha256.encode() if encoder else b"as published")
    return total.hexdigest()


def is_current(project: Project, inputs: str) -> bool:
    """Return whether the model in place was trained from these inputs."""
    stated = project.model_inputs
    return project.model.exists() and stated.exists() and stated.read_text(encoding="utf-8") == inputs


def _inputs(project: Project) -> Iterator[Path]:
    yield project.config
    yield project.domain
    yield from sorted(project.data.rglob("*.yml"))
    yield from (Path(__file__).with_name(f"{name}.py") for name in CODE)
    yield from sorted(Path(__file__).with_name("entities").glob("*.py"))  # up or down is learnt
    yield Path(__file__).parents[1] / "uv.lock"


def _quiet_rasa() -> None:
    """Keep Rasa's own log and its cache out of the way; errors are still told."""
    logging.disable(logging.WARNING)
    slim.quiet_logs(logging.ERROR)
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str(Path("var", "cache", "rasa")))
    os.environ["LOG_LEVEL"] = "ERROR"


def _innermost(fault: BaseException) -> str:
    """Return the words of the cause that started it; Rasa wraps it once for every step of its graph."""
    while fault.__cause__ is not None:
        fault = fault.__cause__
    return _plain(str(fault)) or type(fault).__name__


def _plain(told: str) -> str:
    """Return the words without colours and line breaks."""
    return " ".join(re.sub(r"\x1b\[[0-9;]*m", "", told).split())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
