"""The examples that lie nearest to a sentence, and which intents they have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LOOKED_AT = 20
LIKENESS = 15.0  # how much more a nearer example counts


@dataclass(frozen=True)
class Nearest:
    """The unit vectors of the examples and their intents."""

    vectors: np.ndarray
    intents: np.ndarray
    count: int

    @classmethod
    def to(cls, vectors: np.ndarray, intents: Sequence[int], count: int) -> Nearest:
        """Return the judge who knows these examples; vectors are kept at half precision."""
        return cls.of({"vectors": vectors.astype(np.float16), "intents": np.array(intents, np.int32)}, count)

    @classmethod
    def of(cls, arrays: dict[str, np.ndarray], count: int) -> Nearest:
        """Return the judge `arrays` was written from."""
        return cls(arrays["vectors"].astype(np.float32), arrays["intents"], count)

    def arrays(self) -> dict[str, np.ndarray]:
        """Return what there is to keep."""
        return {"vectors": self.vectors.astype(np.float16), "intents": self.intents}

    def shares(self, vectors: np.ndarray) -> np.ndarray:
        """Return how much of the nearest examples each intent has, nearer ones counting more."""
        likeness = vectors @ self.vectors.T
        looked_at = min(LOOKED_AT, likeness.shape[1])
        places = np.argpartition(-likeness, looked_at - 1, axis=1)[:, :looked_at]
        near = np.take_along_axis(likeness, places, axis=1)
        weight = np.exp(LIKENESS * (near - near.max(axis=1, keepdims=True)))
        shares = np.zeros((len(vectors), self.count), dtype=np.float32)
        np.add.at(shares, (np.arange(len(vectors))[:, None], self.intents[places]), weight)
        return shares / shares.sum(axis=1, keepdims=True)
