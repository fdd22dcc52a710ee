"""Encoders tuned to training examples, kept by what each was made from.

A tuned encoder is used for exactly the examples, weights and recipe it came from, and only while its file is the one
that was written: a damaged one counts as none, and the encoder serves as it was published.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from plandesk_engine import examples, weights
from plandesk_engine.examples import Example
from plandesk_engine.project import Project
from plandesk_engine.weights import GRAPH

RECIPE = ("conversion", "normalise", "trainable", "tuning")
STATEMENT = "tuned.json"
PREFIX, SCRATCH, KEPT = "tuned-", "tuning-", 3


@dataclass(frozen=True)
class Tuned:
    """A tuned encoder that is ready to be used."""

    graph: Path
    sha256: str


def of(project: Project) -> Tuned | None:
    """Return the encoder tuned to the project's present examples, if there is one."""
    return find(key(examples.read(project.data)))


def key(learnt: Iterable[Example]) -> str:
    """Return a hash of everything that an encoder tuned to these examples is made from."""
    total = hashlib.sha256(json.dumps(sorted(set(learnt))).encode())
    for name in RECIPE:
        total.update(hashlib.sha256(Path(__file__).with_name(f"{name}.py").read_bytes()).digest())
    total.update(weights.file_hash(weights.folder() / "model.safetensors").encode())
    return total.hexdigest()


def find(wanted: str) -> Tuned | None:
    """Return the tuned encoder of that key, or None when there is none or it is damaged."""
    folder = _folder(wanted)
    try:
        stated = json.loads((folder / STATEMENT).read_text(encoding="utf-8"))
        with (folder / GRAPH).open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError):
        return None
    return Tuned(folder / GRAPH, found) if stated == {"key": wanted, "sha256": found} else None


def keep(made_for: str, values: dict[str, np.ndarray]) -> Tuned:
    """Convert tuned weights and keep them under their key, whole or not at all; only the newest few are kept."""
    from safetensors.numpy import save_file

    from plandesk_engine.conversion import convert

    weights.cache_folder().mkdir(parents=True, exist_ok=True)
    _forget(weights.cache_folder().glob(f"{SCRATCH}*"))  # what was killed while it wrote
    with tempfile.TemporaryDirectory(dir=weights.cache_folder(), prefix=SCRATCH) as scratch:
        changed, whole = Path(scratch, "model.safetensors"), Path(scratch, "whole")
        save_file(values, changed)
        convert(changed, whole / GRAPH)
        found = hashlib.sha256((whole / GRAPH).read_bytes()).hexdigest()
        (whole / STATEMENT).write_text(json.dumps({"key": made_for, "sha256": found}), encoding="utf-8")
        shutil.rmtree(_folder(made_for), ignore_errors=True)
        whole.rename(_folder(made_for))
    newest_first = sorted(weights.cache_folder().glob(f"{PREFIX}*"), key=lambda one: -one.stat().st_mtime)
    _forget(newest_first[KEPT:])
    return Tuned(_folder(made_for) / GRAPH, found)


def _folder(of: str) -> Path:
    return weights.cache_folder() / f"{PREFIX}{of[:16]}"


def _forget(folders: Iterable[Path]) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
