"""The public benchmarks, read from the folder that BENCH_DATA names; none of their lines are part of this project.

BANKING77 (PolyAI, CC BY 4.0): `banking77_train.csv`, `banking77_test.csv`. CLINC150 (CC BY 3.0): `clinc150_full.json`.
"""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from pathlib import Path

from plandesk_engine.examples import Example
from plandesk_engine.report.lines import OUTSIDE

BANKING = ("banking77_train.csv", "banking77_test.csv")
CLINC = ("clinc150_full.json",)


@dataclass(frozen=True)
class Clinc:
    """CLINC150 with its out-of-scope lines, which are examples of `out_of_scope` here."""

    train: list[Example]
    validation: list[Example]
    test: list[Example]


def missing(folder: Path, names: tuple[str, ...]) -> list[str]:
    """Return which of the files are not in the folder."""
    return [name for name in names if not (folder / name).is_file()]


def banking(folder: Path) -> tuple[list[Example], list[Example]]:
    """Return BANKING77's training and test lines."""
    training, test = (_csv(folder / name) for name in BANKING)
    return training, test


def clinc(folder: Path) -> Clinc:
    """Return CLINC150, full."""
    held = json.loads((folder / CLINC[0]).read_text(encoding="utf-8"))

    def part(name: str) -> list[Example]:
        inside = [(text, intent) for text, intent in held[name]]
        return [*inside, *((text, OUTSIDE) for text, _ in held[f"oos_{name}"])]

    return Clinc(part("train"), part("val"), part("test"))


def few(examples: list[Example], count: int, seed: int) -> list[Example]:
    """Return `count` examples an intent: each intent's lines shuffled, intents in alphabetical order, the first taken."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    by_intent: dict[str, list[str]] = {}
    for text, intent in examples:
        by_intent.setdefault(intent, []).append(text)
    chosen = []
    for intent in sorted(by_intent):
        texts = by_intent[intent]
        chance.shuffle(texts)
        chosen += [(text, intent) for text in texts[:count]]
    return chosen


def _csv(path: Path) -> list[Example]:
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["category"]) for row in csv.DictReader(file)]
