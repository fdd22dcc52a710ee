"""The page about hand-offs says what the code does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from desk import handoff_step
from desk.adapters.sql import handoffs
from desk.handoff import AGENT_SILENT, CUSTOMER_SILENT, PRESENCE_LIFE, WAITS, State

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "hand-off.md").read_text(encoding="utf-8")


def test_every_state_has_its_row():
    """In the first table, and no other."""
    assert set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE)) == set(get_args(State))


def test_the_times_are_the_codes():
    """Minute by minute, in the order of the table."""
    minutes = [int(found) for found in re.findall(r"\| (\d+) min \|", PAGE)]
    timed = [*WAITS.values(), AGENT_SILENT, CUSTOMER_SILENT, PRESENCE_LIFE]
    assert minutes == [round(each.total_seconds() / 60) for each in timed]


def test_every_code_of_the_audit_trail_is_named():
    """Those of the steps, and those of what agents do beside them; none that there is not."""
    source = Path(handoff_step.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'Audit\([^,]+?(?:\([^)]*\))?, "(\w+)"', source))
    codes |= set(re.findall(r'_take\(owner, event\.agent, now, "(\w+)"', source))
    codes |= set(re.findall(r'agent, "(\w+)"', Path(handoffs.__file__).read_text(encoding="utf-8")))
    assert set(re.findall(r"`(\w+)`", PAGE.split("The codes are")[1])) == codes
