"""Sentences in, unit vectors out: about a millisecond a sentence on one thread.

Nothing here knows Rasa. The folder given holds `encoder.onnx` and `tokenizer.json` and is all that is needed.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from plandesk_engine import weights
from plandesk_engine.normalise import plain
from plandesk_engine.tuned import Tuned
from plandesk_engine.weights import GRAPH

TOKENIZER = "tokenizer.json"
WIDTH = 384
BATCH = 64


class Encoder:
    """Turns sentences into vectors whose dot product is their likeness."""

    def __init__(self, folder: Path, max_tokens: int = 128, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            (folder / GRAPH).read_bytes(), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.enable_padding()

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Return one unit vector a text, in order. Texts of like length run together, which saves padding."""
        cleaned = [plain(text) for text in texts]
        order = sorted(range(len(cleaned)), key=lambda index: len(cleaned[index]))
        vectors = np.zeros((len(cleaned), WIDTH), dtype=np.float32)
        for start in range(0, len(order), BATCH):
            chosen = order[start : start + BATCH]
            vectors[chosen] = self._run([cleaned[index] for index in chosen])
        return vectors

    def _run(self, texts: list[str]) -> np.ndarray:
        encoded = self._tokenizer.encode_batch(texts)
        inputs = {
            "input_ids": np.array([one.ids for one in encoded], dtype=np.int64),
            "attention_mask": np.array([one.attention_mask for one in encoded], dtype=np.int64),
        }
        return self._session.run(["embedding"], inputs)[0]


def prepare(folder: Path, tuned: Tuned | None = None) -> None:
    """Put a ready encoder into `folder`: the tuned one, or the published one, converted now or at an earlier time."""
    source = weights.checked()
    ready = tuned.graph if tuned else weights.cache_folder() / fingerprint()[:16] / GRAPH
    if not ready.exists():
        from plandesk_engine.conversion import convert

        convert(source, ready)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ready, folder / GRAPH)
    shutil.copyfile(source.parent / TOKENIZER, folder / TOKENIZER)


def fingerprint(tuned: Tuned | None = None) -> str:
    """Return a hash that changes with the weights, with the way they are converted, and with the tuning."""
    recipe = hashlib.sha256((Path(__file__).with_name("conversion.py")).read_bytes())
    recipe.update(weights.file_hash(weights.folder() / "model.safetensors").encode())
    if tuned:
        recipe.update(tuned.sha256.encode())
    return recipe.hexdigest()
