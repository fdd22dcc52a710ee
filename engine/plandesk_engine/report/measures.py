"""MEASURES: from lines and what was made of them to the report's figures.

Precision and recall of an intent are those of the likeliest reading. Coverage is the share of the lines that are ours and
are acted on without asking; precision at a coverage is how many of all lines acted on, ours or not, were taken rightly.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

from plandesk_engine.report.lines import (
    ASKED,
    FALLBACK,
    OUTSIDE,
    RIGHT,
    WRONG,
    Doubt,
    Line,
    acted_on,
    share,
    share_right,
)

BINS = 10
WORST = 30
STEPS = tuple(step / 20 for step in range(20))
NORMAL_95 = 1.96

Figures = dict[str, Any]


def figures(lines: Sequence[Line], doubt: Doubt) -> Figures:
    """Return every figure of the report that comes from the lines; `doubt` is the one in use."""
    low, high = interval(share_right(lines), len(lines))
    return {
        "lines": len(lines),
        "likeliest_right": share_right(lines),
        "likeliest_right_95": [low, high],
        "likeliest_two_right": share(sum(line.wanted in _two(line) for line in lines), len(lines)),
        "desk": _desk(lines),
        "outside": _outside(lines, [line.taken for line in lines]),
        "doubt": {"threshold": doubt.threshold, "ambiguity": doubt.ambiguity},
        "present": point(lines, [line.taken for line in lines], doubt.threshold),
        "thresholds": [at(lines, Doubt(step, doubt.ambiguity)) for step in STEPS],
        "curve": curve(lines, doubt.ambiguity),
        "calibration": calibration(lines),
        "intents": [of_intent(lines, intent) for intent in sorted({line.wanted for line in lines})],
        "confusion": confusion(lines),
        "worst": [_told(line) for line in worst(lines)],
    }


def interval(part: float, count: int) -> tuple[float, float]:
    """Return the 95 % interval of a share of `count` lines (Wilson)."""
    if not count:
        return 0.0, 1.0
    square = NORMAL_95**2
    middle = (part + square / (2 * count)) / (1 + square / count)
    reach = math.sqrt(part * (1 - part) / count + square / (4 * count**2))
    reach *= NORMAL_95 / (1 + square / count)
    return middle - reach, middle + reach


def at(lines: Sequence[Line], doubt: Doubt) -> Figures:
    """Return what the desk would do with the lines if it doubted like this."""
    return point(lines, [doubt.taken(line) for line in lines], doubt.threshold)


def point(lines: Sequence[Line], taken: Sequence[str], threshold: float) -> Figures:
    """Return one row of the threshold table: what becomes of the lines when `taken` is what is made of them."""
    pairs = list(zip(lines, taken, strict=True))
    acted = [(line, one) for line, one in pairs if acted_on(one)]
    right = sum(line.wanted == one for line, one in acted)
    ours = [(line, one) for line, one in pairs if line.is_ours]
    return {
        "threshold": threshold,
        "coverage": share(sum(acted_on(one) for _, one in ours), len(ours)),
        "precision": right / len(acted) if acted else 1.0,
        "acted_on": len(acted),
        "acted_wrong": len(acted) - right,
        "asked": share(sum(one == FALLBACK for one in taken), len(taken)),
        **_outside(lines, taken),
    }


def curve(lines: Sequence[Line], ambiguity: float) -> list[list[float]]:
    """Return (threshold, coverage, precision) at every confidence at which something changes."""
    every = [0.0, *sorted({line.confidence for line in lines})]
    points = [at(lines, Doubt(threshold, ambiguity)) for threshold in every]
    return [[one["threshold"], one["coverage"], one["precision"]] for one in points]


def calibration(lines: Sequence[Line]) -> Figures:
    """Return how far stated probabilities are from shares that came true, in tenths."""
    bins: list[list[Line]] = [[] for _ in range(BINS)]
    for line in lines:
        bins[min(int(line.confidence * BINS), BINS - 1)].append(line)
    rows = [
        {
            "from": place / BINS,
            "lines": len(held),
            "stated": share(sum(line.confidence for line in held), len(held)),
            "right": share_right(held),
        }
        for place, held in enumerate(bins)
    ]
    error = sum(row["lines"] * abs(row["stated"] - row["right"]) for row in rows)
    return {"expected_error": share(error, len(lines)), "bins": rows}


def of_intent(lines: Sequence[Line], intent: str) -> Figures:
    """Return how well one intent is recognised, and what the desk does with its lines."""
    own = [line for line in lines if line.wanted == intent]
    said = [line for line in lines if line.likeliest == intent]
    hit = sum(line.likeliest == intent for line in own)
    precision, recall = share(hit, len(said)), share(hit, len(own))
    outcomes = Counter(line.outcome for line in own)
    return {
        "intent": intent,
        "lines": len(own),
        "precision": precision,
        "recall": recall,
        "f1": share(2 * precision * recall, precision + recall),
        "asked": outcomes[ASKED],
        "wrong": outcomes[WRONG],
    }


def confusion(lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return how often each intent was taken for which (or asked about), the most frequent mistake first."""
    counts = Counter((line.wanted, line.taken) for line in lines)
    ordered = sorted(counts.items(), key=lambda one: (one[0][0] == one[0][1], -one[1], one[0]))
    return [{"wanted": wanted, "taken": taken, "lines": count} for (wanted, taken), count in ordered]


def worst(lines: Sequence[Line], count: int = WORST) -> list[Line]:
    """Return the lines whose likeliest reading is wrong, the most confident first."""
    mistaken = [line for line in lines if line.likeliest != line.wanted]
    return sorted(mistaken, key=lambda line: -line.confidence)[:count]


def _desk(lines: Sequence[Line]) -> Figures:
    """Return what becomes of the lines: sorted outright, asked about, wrong."""
    outcomes = Counter(line.outcome for line in lines)
    asked = [line for line in lines if line.outcome == ASKED]
    return {
        "outright_right": share(outcomes[RIGHT], len(lines)),
        "asked": share(outcomes[ASKED], len(lines)),
        "wrong": share(outcomes[WRONG], len(lines)),
        "asked_right_among_two": share(sum(line.wanted in _two(line) for line in asked), len(asked)),
    }


def _outside(lines: Sequence[Line], taken: Sequence[str]) -> Figures:
    """Return what is not ours and was not acted on, and what is ours and was told that it is not."""
    outside = [one for line, one in zip(lines, taken, strict=True) if not line.is_ours]
    ours = [one for line, one in zip(lines, taken, strict=True) if line.is_ours]
    return {
        "outside_recall": share(sum(not acted_on(one) for one in outside), len(outside)),
        "outside_named": share(sum(one == OUTSIDE for one in outside), len(outside)),
        "ours_turned_away": share(sum(one == OUTSIDE for one in ours), len(ours)),
    }


def _two(line: Line) -> list[str]:
    return [name for name, _ in line.readings[:2]]


def _told(line: Line) -> dict[str, Any]:
    return {
        "text": line.text,
        "wanted": line.wanted,
        "taken": line.taken,
        "readings": [[name, round(probability, 3)] for name, probability in line.readings[:2]],
    }
