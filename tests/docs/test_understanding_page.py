"""docs/understanding.md is true: its counts and limits are those that the checks hold."""

from __future__ import annotations

import re

import yaml
from plandesk_engine import examples
from plandesk_engine.report import training

from tests.stack import ROOT

PAGE = (ROOT / "docs" / "understanding.md").read_text(encoding="utf-8")
FLOORS = yaml.safe_load((ROOT / "tests/understanding/floors.yml").read_text(encoding="utf-8"))


def test_the_intents_are_counted():
    """So many requests, so many acts, and what is out of scope."""
    intents = {intent for _, intent in examples.read(ROOT / "data")}
    requests = sum(training.is_request(intent) for intent in intents)
    assert f"one of {len(intents)} intents" in PAGE
    assert f"{requests} requests" in PAGE
    assert f"{len(intents) - requests - 1} acts" in PAGE


def test_the_limits_are_those_that_are_checked():
    """Who follows the page passes the checks."""
    least = FLOORS["examples"]
    assert (
        f"{least['request']} a request, {least['act']} an act, {least['out_of_scope']} out of scope" in PAGE
    )
    assert f"{FLOORS['lines_an_intent']} development lines" in PAGE
    assert FLOORS["own_keyword_below"] == 0.5


def test_the_files_and_commands_exist():
    """Every path and make target on the page is there."""
    for path in re.findall(r"`((?:tests|engine|data)/[\w/]+\.\w+|config\.yml)`", PAGE):
        assert (ROOT / path).exists(), path
    made = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^(?:BENCH_DATA=\S+ )?make ([\w-]+)", PAGE, re.MULTILINE)
    assert {"nlu-report", "nlu-bench"} <= set(targets)
    assert all(f"\n{target}:" in made for target in targets)
