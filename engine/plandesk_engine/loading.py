"""From a model archive to a processor that can take turns; nothing but our own and Rasa's classes is loaded.

An archive names the classes to import. One that was tampered with must not name others.
"""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Any

TRUSTED = ("rasa.", "plandesk_engine.")
METADATA = "metadata.json"


class ModelUnusable(RuntimeError):
    """The model archive cannot be loaded; the message says why and what to do."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"The model {path} cannot be used: {why}. Run `uv run plandesk train`.")


def metadata(path: Path) -> dict[str, Any]:
    """Return what the archive says about itself, or raise `ModelUnusable`."""
    if not path.exists():
        raise ModelUnusable(path, "it is not there")
    try:
        with tarfile.open(path, "r:gz") as archive:
            for member in archive:
                if Path(member.name).name == METADATA:
                    stated = json.load(archive.extractfile(member))
                    break
            else:
                raise ModelUnusable(path, "it has no metadata")
    except (tarfile.TarError, OSError, EOFError, ValueError) as fault:
        raise ModelUnusable(path, f"it is damaged ({type(fault).__name__})") from None
    strange = sorted(name for name in _classes(stated) if not name.startswith(TRUSTED))
    if strange:
        raise ModelUnusable(path, f"it asks to load {strange[0]}")
    return stated


def _classes(stated: dict[str, Any]) -> set[str]:
    """Return every class the archive would import."""
    return {
        node["uses"]
        for schema in ("train_schema", "predict_schema")
        for node in stated.get(schema, {}).get("nodes", {}).values()
    }
