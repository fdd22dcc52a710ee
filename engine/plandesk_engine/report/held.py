"""What a trained model holds: its encoder, as published or tuned, and when it asks instead of acting."""

from __future__ import annotations

import hashlib
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from plandesk_engine import encoder, loading, tuned
from plandesk_engine.project import Project
from plandesk_engine.report.lines import Doubt
from plandesk_engine.weights import GRAPH

FROZEN = "frozen (as published)"
TUNED = "tuned to the present examples"
TUNED_BEFORE = "tuned to earlier examples"


def encoder_of(project: Project) -> str:
    """Return in words which encoder the project's model holds."""
    held = _sha256_of(project.model, GRAPH)
    present = tuned.of(project)
    if present and held == present.sha256:
        return TUNED
    with tempfile.TemporaryDirectory() as scratch:
        encoder.prepare(Path(scratch))
        published = hashlib.sha256(Path(scratch, GRAPH).read_bytes()).hexdigest()
    return FROZEN if held == published else TUNED_BEFORE


def doubt_of(model: Path) -> Doubt:
    """Return the doubt the model was trained with; a model without any never doubts."""
    for node in loading.metadata(model)["predict_schema"]["nodes"].values():
        if "threshold" in node["config"]:
            return doubt_in(node["config"])
    return Doubt(0.0, 0.0)


def doubt_in(settings: dict[str, Any]) -> Doubt:
    """Return the doubt these settings of a component state."""
    return Doubt(float(settings["threshold"]), float(settings.get("ambiguity_threshold", 0.0)))


def _sha256_of(model: Path, name: str) -> str:
    with tarfile.open(model, "r:gz") as archive:
        for member in archive:
            if Path(member.name).name == name:
                return hashlib.file_digest(archive.extractfile(member), "sha256").hexdigest()
    raise loading.ModelUnusable(model, f"it holds no {name}")
