"""There are enough training examples, and they say what customers want in words of their own."""

from __future__ import annotations

import pytest
from plandesk_engine import examples
from plandesk_engine.report import training
from plandesk_engine.report.lines import OUTSIDE

from tests.stack import ROOT

from .conftest import FLOORS

LEARNT = examples.read(ROOT / "data")
TABLE = {row["intent"]: row for row in training.table(LEARNT, [])}
REQUESTS = sorted(intent for intent in TABLE if training.is_request(intent))


def test_every_keyword_belongs_to_a_request():
    """Requests and keywords are the same, so that no intent escapes being measured."""
    assert set(training.KEYWORDS) == set(REQUESTS)


@pytest.mark.parametrize("intent", sorted(TABLE))
def test_every_intent_has_enough_examples(intent):
    """Requests need more wordings than the small acts in between; what is not ours needs most."""
    kind = "request" if training.is_request(intent) else OUTSIDE if intent == OUTSIDE else "act"
    assert TABLE[intent]["examples"] >= FLOORS["examples"][kind]


@pytest.mark.parametrize("intent", REQUESTS)
def test_a_request_is_mostly_said_without_its_keyword(intent):
    """Fewer than half of the examples contain the intent's own keyword."""
    assert TABLE[intent]["own_keyword"] < FLOORS["own_keyword_below"]
