"""Which words and letters a sentence is made of: TF-IDF, written down so that it needs no library to read.

The sentence encoder knows what words mean and misses names it has never seen: "SPF", "overage", "45k". Beside it, plain
words and pairs of them, and runs of letters that survive a typo, bring three to four points on other people's wording.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix

from plandesk_engine.entities import extract
from plandesk_engine.normalise import plain

TABLE = "words.json"
_WORD = re.compile(r"\w+")
_LETTERS = (2, 3, 4)
_LONGEST_WORD = 40
_ANY_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # which plans are named does not depend on the day


@dataclass(frozen=True)
class WordTable:
    """The pieces seen in training, each with its place and how rare it is, and the length of every row."""

    places: dict[str, int]
    rarity: np.ndarray
    weight: float = 1.0

    @classmethod
    def fit(cls, texts: Sequence[str], seen_in: int = 2, weight: float = 1.0) -> WordTable:
        """Return the table of every piece that occurs in at least `seen_in` of the texts."""
        counts = Counter(piece for text in texts for piece in set(pieces(text)))
        kept = sorted(piece for piece, count in counts.items() if count >= seen_in)
        rarity = [1.0 + math.log((1 + len(texts)) / (1 + counts[piece])) for piece in kept]
        return cls(
            {piece: place for place, piece in enumerate(kept)}, np.array(rarity, dtype=np.float32), weight
        )

    def features(self, texts: Sequence[str]) -> csr_matrix:
        """Return one row a text: its words, its letters and where it wants to go, each as long as the table's weight."""
        rows, columns, values = [], [], []
        for row, text in enumerate(texts):
            for place, value in self._row(text):
                rows.append(row)
                columns.append(place)
                values.append(value * self.weight)
        return csr_matrix((values, (rows, columns)), shape=(len(texts), len(self.places)), dtype=np.float32)

    def _row(self, text: str) -> Iterator[tuple[int, float]]:
        counts = Counter(piece for piece in pieces(text) if piece in self.places)
        for kind in ("w", "c", "d"):
            found = [(self.places[piece], count) for piece, count in counts.items() if piece[0] == kind]
            values = [(place, (1.0 + math.log(count)) * float(self.rarity[place])) for place, count in found]
            length = math.sqrt(sum(value * value for _, value in values))
            yield from ((place, value / length) for place, value in values)

    def save(self, folder: Path) -> None:
        """Write the table into `folder`."""
        rarity = [round(float(one), 5) for one in self.rarity]
        stated = {"pieces": list(self.places), "rarity": rarity, "weight": self.weight}
        (folder / TABLE).write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> WordTable:
        """Read the table that `save` wrote into `folder`."""
        stated = json.loads((folder / TABLE).read_text(encoding="utf-8"))
        places = {piece: place for place, piece in enumerate(stated["pieces"])}
        return cls(places, np.array(stated["rarity"], dtype=np.float32), stated["weight"])


def pieces(text: str) -> Iterator[str]:
    """Yield the words of `text` and their pairs (`w:`), the runs of 2 to 4 letters within each (`c:`), and `d:`."""
    words = [word[:_LONGEST_WORD] for word in _WORD.findall(plain(text).lower())]
    for word in words:
        yield f"w:{word}"
        padded = f" {word} "
        for size in _LETTERS:
            for start in range(max(1, len(padded) - size + 1)):
                yield f"c:{padded[start : start + size]}"
    for first, second in pairwise(words):
        yield f"w:{first} {second}"
    yield from _direction(text)


def _direction(text: str) -> Iterator[str]:
    """Yield whether the plans a text names go up or down, which neither words nor meaning tell: "from 100k to 30k"."""
    volumes = [
        one for one in extract(plain(text), now=_ANY_DAY) if one["entity"] in ("plan_volume", "volume")
    ]
    before = [one["value"] for one in volumes if one.get("role") == "from"]
    after = [one["value"] for one in volumes if one.get("role") == "to"]
    if before and after and before[0] != after[0]:
        yield "d:up" if after[0] > before[0] else "d:down"
