"""Which intent a sentence has: three judges who err differently, kept as plain arrays.

One weighs meaning and words together, one the words alone, one looks which examples lie nearest. The mean of the three is
wrong less often than the best of them, and knows better when it is. Nothing here knows Rasa, and nothing is unpickled: a
model is one `.npz` of numbers and one `.json` of names.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack

from plandesk_engine.examples import experience
from plandesk_engine.nearest import Nearest

ARRAYS, NAMES = "intents.npz", "intents.json"


@dataclass(frozen=True)
class Rows:
    """The features of some sentences, one row each: what they mean, and the words they are made of (or None)."""

    meaning: np.ndarray
    words: csr_matrix | None = None


@dataclass(frozen=True)
class Settings:
    """How the judges learn and what each counts for beside the first, whose share is 1.

    `strength` is how far the examples are trusted over small weights, `temperature` below 1 makes the mean surer of
    itself: three judges seldom agree in full, so their mean doubts more than its errors warrant.
    """

    strength: float = 10.0
    max_iter: int = 300
    words: float = 0.5
    nearest: float = 0.5
    temperature: float = 1.0


@dataclass(frozen=True)
class _Linear:
    """One column of weights and one bias an intent."""

    weights: np.ndarray
    bias: np.ndarray

    @classmethod
    def fit(cls, rows: np.ndarray | csr_matrix, labels: Sequence[str], settings: Settings) -> _Linear:
        from sklearn.linear_model import LogisticRegression

        learner = LogisticRegression(C=settings.strength, max_iter=settings.max_iter, random_state=1)
        fitted = learner.fit(rows, list(labels))
        weights, bias = fitted.coef_, fitted.intercept_
        if (
            len(bias) == 1
        ):  # scikit-learn keeps one column for two classes; ours is the same model written out
            weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
        return cls(np.ascontiguousarray(weights.T, dtype=np.float32), bias.astype(np.float32))

    def shares(self, *blocks: np.ndarray | csr_matrix) -> np.ndarray:
        """Return each intent's probability; the blocks stand side by side."""
        scores, column = self.bias, 0
        for block in blocks:
            scores = scores + block @ self.weights[column : column + block.shape[1]]
            column += block.shape[1]
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        return odds / odds.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class IntentModel:
    """The judges, and what each counts for in the end: `shares` is for both together, the words, and the nearest."""

    names: tuple[str, ...]
    together: _Linear
    words: _Linear | None
    nearest: Nearest
    shares: tuple[float, float, float]
    temperature: float

    @classmethod
    def fit(cls, rows: Rows, labels: Sequence[str], settings: Settings) -> IntentModel:
        """Return the model that fits `labels` best. Words alone count for less where examples are few."""
        names = tuple(sorted({str(label) for label in labels}))
        words = _Linear.fit(rows.words, labels, settings) if rows.words is not None else None
        both = (
            rows.meaning if rows.words is None else csr_matrix(hstack([csr_matrix(rows.meaning), rows.words]))
        )
        parts = np.array([1.0, settings.words * experience(labels) if words else 0.0, settings.nearest])
        return cls(
            names,
            _Linear.fit(both, labels, settings),
            words,
            Nearest.to(rows.meaning, [names.index(str(label)) for label in labels], len(names)),
            tuple(float(part) for part in parts / parts.sum()),
            settings.temperature,
        )

    def rank(self, rows: Rows) -> list[list[tuple[str, float]]]:
        """Return every intent with its probability for each sentence, likeliest first."""
        blocks = [rows.meaning] if rows.words is None else [rows.meaning, rows.words]
        mean = self.shares[0] * self.together.shares(*blocks) + self.shares[2] * self.nearest.shares(
            rows.meaning
        )
        if self.words is not None:
            mean = mean + self.shares[1] * self.words.shares(rows.words)
        sharpened = mean ** (1.0 / self.temperature)
        shares = sharpened / sharpened.sum(axis=1, keepdims=True)
        return [
            [(self.names[place], float(row[place])) for place in np.argsort(-row, kind="stable")]
            for row in shares
        ]

    def save(self, folder: Path) -> None:
        """Write the model into `folder`."""
        arrays = {"weights": self.together.weights, "bias": self.together.bias, **self.nearest.arrays()}
        if self.words is not None:
            arrays |= {"word_weights": self.words.weights, "word_bias": self.words.bias}
        np.savez_compressed(
            folder / ARRAYS, shares=np.array(self.shares), temperature=np.array(self.temperature), **arrays
        )
        (folder / NAMES).write_text(json.dumps(self.names), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read the model that `save` wrote into `folder`."""
        with np.load(folder / ARRAYS, allow_pickle=False) as file:
            arrays = dict(file)
        names = tuple(json.loads((folder / NAMES).read_text(encoding="utf-8")))
        return cls(
            names,
            _Linear(arrays["weights"], arrays["bias"]),
            _Linear(arrays["word_weights"], arrays["word_bias"]) if "word_weights" in arrays else None,
            Nearest.of(arrays, len(names)),
            tuple(float(share) for share in arrays["shares"]),
            float(arrays["temperature"]),
        )
