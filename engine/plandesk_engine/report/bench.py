"""`python -m plandesk_engine.report.bench [--tune] [--fast] [FOLDER]`: the product's pipeline on public benchmarks.

Reads the data from the folder that BENCH_DATA names, prints a table and writes FOLDER/bench.json (var/understanding); with
`--tune` the encoder is tuned to each sample first (minutes each) and the file is bench-tuned.json. `--fast` is BANKING77
with 10 examples an intent, once. Exit 0 done, 2 nothing to run on.

CLINC150's threshold is chosen on its validation lines: the highest at which 95 in 100 of those in scope still come out
right. The test lines have no part in it; the curve over them is for comparison only.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from plandesk_engine.examples import Example
from plandesk_engine.project import Project
from plandesk_engine.report import pipeline, sets
from plandesk_engine.report.lines import OUTSIDE, Doubt, Line, acted_on, share, share_right

FOLDER = Path("var", "understanding")
FEW = (5, 10)
SEEDS = (0, 1, 2)
GRID = tuple(step / 100 for step in range(100))
KEPT = 0.955  # a little over 95 in 100, as test lines are not validation lines
SHOWN = 10  # every tenth point of the curve is printed
OPTIONS = ("--tune", "--fast")


def main(arguments: list[str]) -> int:
    """Run what there is data for; return the exit code."""
    options = [one for one in arguments if one.startswith("-")]
    folders = [one for one in arguments if not one.startswith("-")]
    if set(options) - set(OPTIONS) or len(folders) > 1:
        usage = "Usage: python -m plandesk_engine.report.bench [--tune] [--fast] [FOLDER]"
        print(usage, file=sys.stderr)
        return 2
    stated = os.environ.get("BENCH_DATA")
    if not stated:
        wanted = ", ".join((*sets.BANKING, *sets.CLINC))
        print(f"Nothing was run: set BENCH_DATA to the folder that holds {wanted}.", file=sys.stderr)
        return 2
    data, target = Path(stated).resolve(), Path(*folders).resolve() if folders else None
    Project.here().enter()
    tune, fast = "--tune" in options, "--fast" in options
    result = _run(data, tune, fast)
    if not result["banking77"] and not result["clinc150"]:
        return 2
    target = target or FOLDER
    target.mkdir(parents=True, exist_ok=True)
    file = target / ("bench-tuned.json" if tune else "bench.json")
    file.write_text(json.dumps(result, indent=1), encoding="utf-8")
    print(f"\nAll figures: {file}")
    return 0


def _run(data: Path, tune: bool, fast: bool) -> dict[str, Any]:
    """Return the figures of every benchmark whose data is there, and say which are not."""
    result: dict[str, Any] = {"encoder": "tuned" if tune else "frozen", "banking77": [], "clinc150": None}
    print(f"Encoder: {'tuned to each sample' if tune else 'frozen'}", flush=True)
    if absent := sets.missing(data, sets.BANKING):
        print(f"BANKING77 was skipped: {', '.join(absent)} missing in {data}.", file=sys.stderr)
    else:
        for count, seeds in [(10, SEEDS[:1])] if fast else [*((count, SEEDS) for count in FEW), (0, (0,))]:
            result["banking77"].append(_banking(data, count, seeds, tune))
    if fast:
        return result
    if absent := sets.missing(data, sets.CLINC):
        print(f"CLINC150 was skipped: {', '.join(absent)} missing in {data}.", file=sys.stderr)
    else:
        result["clinc150"] = _clinc(sets.clinc(data), tune)
    return result


def _banking(data: Path, count: int, seeds: Sequence[int], tune: bool) -> dict[str, Any]:
    """Return the accuracy with `count` examples an intent (0: all), one run a seed."""
    training, test = sets.banking(data)
    began, runs = time.monotonic(), []
    for seed in seeds:
        sample = sets.few(training, count, seed) if count else training
        with pipeline.trained(sample, tune) as sorter:
            runs.append(share_right(_lines(sorter, test)))
    row = {
        "examples": count or "all",
        "seeds": list(seeds),
        "accuracy": mean(runs),
        "runs": runs,
        "seconds": round(time.monotonic() - began),
    }
    each = ", ".join(f"{one:.1%}" for one in runs)
    print(f"BANKING77, {row['examples']!s:>3} an intent  {row['accuracy']:.1%}  ({each})", flush=True)
    return row


def _clinc(data: sets.Clinc, tune: bool) -> dict[str, Any]:
    """Return in-scope accuracy and out-of-scope recall: without doubt, with the product's, with the one chosen."""
    began = time.monotonic()
    with pipeline.trained(data.train, tune) as sorter:
        validation, test = _lines(sorter, data.validation), _lines(sorter, data.test)
        product = sorter.doubt
    chosen = Doubt(chosen_threshold(validation), 0.0)
    rows = {
        "without doubt": judged(test, Doubt(0.0, 0.0)),
        "doubt of config.yml": judged(test, product),
        "threshold from validation": judged(test, chosen),
    }
    for name, row in rows.items():
        print(
            f"CLINC150, {name:<26} in scope {row['inside_right']:.1%}  out-of-scope recall "
            f"{row['outside_recall']:.1%}  (threshold {row['threshold']:.2f})",
            flush=True,
        )
    curve = [judged(test, Doubt(threshold, 0.0)) for threshold in GRID]
    points = [f"{one['inside_right']:.1%}/{one['outside_recall']:.1%}" for one in curve[SHOWN::SHOWN]]
    print(f"CLINC150, in scope/recall at thresholds 0.1, 0.2, ...: {'  '.join(points)}", flush=True)
    return {
        **{name.replace(" ", "_"): row for name, row in rows.items()},
        "curve": curve,
        "seconds": round(time.monotonic() - began),
    }


def chosen_threshold(validation: Sequence[Line]) -> float:
    """Return the highest threshold at which `KEPT` of the validation lines in scope still come out right."""
    inside = [line for line in validation if line.is_ours]

    def kept(threshold: float) -> float:
        doubt = Doubt(threshold, 0.0)
        return share(sum(doubt.taken(line) == line.wanted for line in inside), len(inside))

    return max((threshold for threshold in GRID if kept(threshold) >= KEPT), default=0.0)


def judged(lines: Sequence[Line], doubt: Doubt) -> dict[str, float]:
    """Return the two figures CLINC150 is known by, under this doubt."""
    inside = [line for line in lines if line.is_ours]
    outside = [line for line in lines if line.wanted == OUTSIDE]
    return {
        "threshold": doubt.threshold,
        "ambiguity": doubt.ambiguity,
        "inside_right": share(sum(doubt.taken(line) == line.wanted for line in inside), len(inside)),
        "outside_recall": share(sum(not acted_on(doubt.taken(line)) for line in outside), len(outside)),
    }


def _lines(sorter: pipeline.Pipeline, labelled: Sequence[Example]) -> list[Line]:
    readings = sorter.readings([text for text, _ in labelled])
    return [
        Line(text, intent, ranked, ranked[0][0])
        for (text, intent), ranked in zip(labelled, readings, strict=True)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
