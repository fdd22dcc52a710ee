"""Which intent a sentence has: logistic regression on sentence vectors, kept as plain arrays.

Nothing here knows Rasa, and nothing is unpickled: a model is one `.npz` of numbers and one `.json` of names.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

Rows = np.ndarray | csr_matrix
ARRAYS, NAMES = "intents.npz", "intents.json"


@dataclass(frozen=True)
class IntentModel:
    """One column of weights and one bias an intent."""

    names: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray

    @classmethod
    def fit(
        cls, vectors: np.ndarray, labels: Sequence[str], strength: float, max_iter: int = 300
    ) -> IntentModel:
        """Return the model that fits `labels` best; a larger `strength` trusts the examples more."""
        from sklearn.linear_model import LogisticRegression

        fitted = LogisticRegression(C=strength, max_iter=max_iter, random_state=1).fit(vectors, list(labels))
        names, weights, bias = fitted.classes_, fitted.coef_, fitted.intercept_
        if (
            len(names) == 2
        ):  # scikit-learn keeps one column for two classes; ours is the same model written out
            weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
        return cls(tuple(str(name) for name in names), weights.T.astype(np.float32), bias.astype(np.float32))

    def rank(self, vectors: Rows) -> list[list[tuple[str, float]]]:
        """Return every intent with its probability for each vector, likeliest first."""
        scores = vectors @ self.weights + self.bias
        odds = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares = odds / odds.sum(axis=1, keepdims=True)
        return [
            [(self.names[place], float(row[place])) for place in np.argsort(-row, kind="stable")]
            for row in shares
        ]

    def save(self, folder: Path) -> None:
        """Write the model into `folder`."""
        np.savez_compressed(folder / ARRAYS, weights=self.weights, bias=self.bias)
        (folder / NAMES).write_text(json.dumps(self.names), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read the model that `save` wrote into `folder`."""
        with np.load(folder / ARRAYS, allow_pickle=False) as arrays:
            weights, bias = arrays["weights"], arrays["bias"]
        return cls(tuple(json.loads((folder / NAMES).read_text(encoding="utf-8"))), weights, bias)
