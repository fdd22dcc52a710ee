"""A store that was wiped, or is an older copy, is noticed before anything is answered, and can be made whole again."""

from __future__ import annotations

import json
import uuid

import pytest

pytestmark = pytest.mark.engine


def asked(engine, conversation: str, text: str, turn: int, after: int = 0):
    """Ask for a numbered turn that goes on after another."""
    return engine.turn(text, conversation, facts={"turn": turn}, after=after)


def rows(engine, conversation: str) -> list[tuple]:
    """Return what is stored of a conversation, without the rows' own numbers."""
    return [row[1:] for row in engine.stored() if row[1] == conversation]


@pytest.fixture
def told(engine) -> tuple[str, list[dict]]:
    """A conversation of two turns, and what the engine said had happened in it."""
    conversation = uuid.uuid4().hex
    first = asked(engine, conversation, "hello", 2).json()["events"]
    second = asked(engine, conversation, "we need a bigger plan", 4, after=2).json()["events"]
    return conversation, first + second


def test_a_turn_tells_what_happened_since_the_last(engine, told):
    """Nothing is missing and nothing is told twice: together it is exactly what is stored."""
    conversation, events = told
    assert [json.loads(row[-1]) for row in rows(engine, conversation)] == events


def test_a_wiped_store_is_noticed_and_nothing_is_done(engine, told):
    """502 `lost`: no answer as if the conversation had just begun, no event, no action."""
    conversation, _ = told
    engine.post("forget", {"conversations": [conversation]})
    actions = len(engine.actions.asked)
    answer = asked(engine, conversation, "upgrade us", 6, after=4)
    assert (answer.status_code, answer.json()["failed"]) == (502, "lost")
    assert rows(engine, conversation) == []
    assert len(engine.actions.asked) == actions


@pytest.mark.parametrize("left", ["nothing", "the first turn"])
def test_what_is_given_back_is_what_there_was(engine, told, left):
    """Row by row the same, and the next turn finds the slots that were set."""
    conversation, events = told
    before = rows(engine, conversation)
    engine.post("forget", {"conversations": [conversation]})
    if left == "the first turn":
        asked(engine, conversation, "hello", 2)
    assert asked(engine, conversation, "upgrade us", 6, after=4).json()["failed"] == "lost"
    assert engine.post("restore", {"conversation": conversation, "events": events}).status_code == 200
    assert rows(engine, conversation) == before
    assert asked(engine, conversation, "upgrade us", 6, after=4).status_code == 200
    assert engine.actions.asked[-1]["tracker"]["slots"]["plan_to"] == 60000


def test_a_turn_done_before_is_answered_from_what_was_given_back(engine, told):
    """Asked for again under its number it is not done again."""
    conversation, events = told
    engine.post("restore", {"conversation": conversation, "events": events})
    actions = len(engine.actions.asked)
    again = asked(engine, conversation, "we need a bigger plan", 4, after=2)
    assert again.json()["messages"] == [
        {"text": "Here is the quote.", "data": {"quote": {"amount": "66.00"}}}
    ]
    assert len(again.json()["events"]) < len(events)
    assert len(engine.actions.asked) == actions


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"conversation": "c-1"},
        {"conversation": "c-1", "events": []},
        {"conversation": "c-1", "events": [5]},
        {"conversation": "c-1", "events": [{"event": 5}]},
        {"conversation": "", "events": [{"event": "action"}]},
    ],
    ids=str,
)
def test_what_is_no_conversation_is_refused(engine, body):
    """400, and nothing is stored or taken away."""
    before = engine.stored()
    assert engine.post("restore", body).status_code == 400
    assert engine.stored() == before


@pytest.mark.parametrize("after", [-1, "2", 1.5, True], ids=repr)
def test_a_number_that_is_none_is_refused(engine, after):
    """400 names the field."""
    answer = engine.turn("hello", after=after)
    assert answer.status_code == 400
    assert "after" in answer.json()["detail"]


def test_nobody_else_may_restore(engine):
    """Without the secret nothing is looked at."""
    assert engine.post("restore", {}, secret=None).status_code == 401
