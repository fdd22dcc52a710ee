"""`python -m plandesk_engine.report [LINES.jsonl] [FOLDER]`: how well the trained model understands labelled lines.

LINES holds one `{"text", "intent"}` a line (tests/understanding/development.jsonl if left out). FOLDER (var/understanding)
gets `report.html` and `report.json`; a short table is printed. Exit 0 done, 1 the model cannot be used, 2 bad input.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from plandesk_engine import examples, loading
from plandesk_engine.project import Project
from plandesk_engine.report.lines import Line

LINES = Path("tests", "understanding", "development.jsonl")
FOLDER = Path("var", "understanding")
USAGE = "Usage: python -m plandesk_engine.report [LINES.jsonl] [FOLDER]"


class BadLabels(ValueError):
    """A labelled line cannot be used."""

    def __init__(self, number: int) -> None:
        super().__init__(f'Line {number} is not of the form {{"text": "...", "intent": "..."}}.')


def main(arguments: list[str]) -> int:
    """Write the report; return the exit code."""
    if len(arguments) > 2 or any(one.startswith("-") for one in arguments):
        print(USAGE, file=sys.stderr)
        return 2
    here = Path.cwd()
    project = Project.here()
    project.enter()
    source, folder = (
        here / one for one in (*arguments, *(project.root / LINES, project.root / FOLDER)[len(arguments) :])
    )
    try:
        labelled = read(source)
    except (BadLabels, OSError) as fault:
        print(fault, file=sys.stderr)
        return 2
    try:
        report = measured(project, labelled)
    except loading.ModelUnusable as fault:
        print(fault, file=sys.stderr)
        return 1
    from plandesk_engine.report.page import rendered
    from plandesk_engine.report.wording import on_terminal

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.json").write_text(json.dumps(report, indent=1, ensure_ascii=False), encoding="utf-8")
    (folder / "report.html").write_text(rendered(report), encoding="utf-8")
    print(on_terminal(report))
    print(f"\nThe whole report: {folder / 'report.html'}")
    return 0


def read(source: Path) -> list[tuple[str, str]]:
    """Return the (text, intent) of each line, or raise `BadLabels` or `OSError`."""
    labelled = []
    for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            stated = json.loads(line)
            labelled.append((str(stated["text"]), str(stated["intent"])))
        except (ValueError, KeyError, TypeError):
            raise BadLabels(number) from None
    return labelled


def measured(project: Project, labelled: list[tuple[str, str]]) -> dict[str, Any]:
    """Return the report on the project's model, or raise `ModelUnusable`."""
    from plandesk_engine.reader import Reader
    from plandesk_engine.report import held, measures, training

    reader = Reader(project.model)
    understood = reader.understand([text for text, _ in labelled])
    lines = [Line.of(text, intent, one) for (text, intent), one in zip(labelled, understood, strict=True)]
    learnt = examples.read(project.data)
    return {
        "encoder": held.encoder_of(project),
        "examples": len(learnt),
        "figures": measures.figures(lines, held.doubt_of(project.model)),
        "lines_learnt": training.learnt_lines(learnt, [text for text, _ in labelled]),
        "training": training.table(learnt, [intent for _, intent in labelled]),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
