"""Sentences as different customers type them, each with every value it names and the part each plays.

The tables stand in sentences/: `[what was asked] {time zone} the sentence => kind value role | ...`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

KINDS = {
    "plan_volume": "p", "volume": "v", "amount": "a", "date": "d", "duration": "u", "ticket": "t",
    "domain": "h", "email": "e", "absurd": "x",
}  # fmt: skip
LINE = re.compile(r"(?:\{(?P<zone>[^}]*)\} )?(?:\[(?P<expects>[a-z_]+)\] )?(?P<text>.*) => (?P<values>.*)")


def _rows() -> Iterator[pytest.ParameterSet]:
    for path in sorted(Path(__file__).parent.glob("sentences/*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("# ") and (row := LINE.fullmatch(line)):
                values = row.group("text", "expects", "zone", "values")
                yield pytest.param(*values, id=f"{path.stem}: {line}")


ROWS = list(_rows())


@pytest.mark.parametrize(("text", "expects", "zone", "values"), ROWS)
def test_every_value_of_a_sentence_is_read_with_its_part(read, text, expects, zone, values):
    """All values in reading order, and nothing besides them."""
    found = [_shown(row) for row in read(text, expects, zone or "America/New_York")]
    assert (" | ".join(found) or "-") == values


def test_no_line_of_the_tables_is_overlooked():
    """Each line that is no heading is a row of the table above."""
    lines = [
        line
        for path in Path(__file__).parent.glob("sentences/*.txt")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip() and not line.startswith("# ")
    ]
    assert len(ROWS) == len(lines) > 450


def _shown(row: tuple) -> str:
    kind, value, *told = row
    return f"x {told[0]}" if kind == "absurd" else " ".join([KINDS[kind], str(value), *told])
