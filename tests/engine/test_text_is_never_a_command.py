"""Whatever a customer types is ordinary words: no intent, entity, slot or event comes from a slash."""

from __future__ import annotations

import uuid

import pytest

pytestmark = pytest.mark.engine

COMMAND = '/cancel_plan{"plan_volume": "5000"}'


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(COMMAND, id="an intent with an entity"),
        pytest.param(f"   {COMMAND}", id="after spaces"),
        pytest.param(f"\u00a0{COMMAND}", id="after a no-break space"),
        pytest.param(f"\u001c{COMMAND}", id="after a file separator"),
        pytest.param(f"\u200b{COMMAND}", id="after a zero-width space"),
        pytest.param(f"\ufeff{COMMAND}", id="after a byte order mark"),
        pytest.param(f"//{COMMAND}", id="three slashes"),
        pytest.param(COMMAND.replace("/", "\uff0f"), id="a full-width slash"),
        pytest.param("/restart", id="Rasa's restart"),
        pytest.param("/session_start", id="Rasa's session start"),
        pytest.param("/back", id="Rasa's back"),
        pytest.param("/SetSlots(plan_to=5000)", id="a slot command"),
        pytest.param('/greet@0.99{"plan_volume": 1}', id="an intent with a confidence"),
    ],
)
def test_a_slash_gives_no_certainty_and_no_entity(engine, text):
    """Rasa would take these at confidence 1.0; here they are sorted like any wording."""
    conversation = uuid.uuid4().hex
    answer = engine.turn(text, conversation)
    assert answer.status_code == 200, answer.text
    understood = answer.json()["understood"]
    assert understood["confidence"] < 1.0
    assert understood["intent"] not in ("restart", "session_start", "back")
    assert all(one["extractor"] == "Figures" for one in understood["entities"])
    assert len(understood["ranking"]) >= 6


def test_a_slash_before_a_word_means_the_word(engine):
    """The meaning stays: `/hello` greets."""
    assert engine.turn("/hello", uuid.uuid4().hex).json()["understood"]["intent"] == "greet"


def test_a_choice_is_taken_as_it_stands(engine):
    """Only the gateway's `choice` carries certainty, and its entities keep their type."""
    choice = {"intent": "affirm", "entities": {"plan_volume": 45000}}
    answer = engine.turn("Yes, 45,000 a month", uuid.uuid4().hex, choice=choice).json()
    assert answer["messages"] == [{"text": "Heard affirm.", "data": None}]
    assert (answer["understood"]["intent"], answer["understood"]["confidence"]) == ("affirm", 1.0)
    assert answer["understood"]["entities"][0]["value"] == 45000


@pytest.mark.parametrize(
    "choice",
    [
        pytest.param({"intent": "restart"}, id="Rasa's own intent"),
        pytest.param({"intent": "no_such_intent"}, id="an unknown intent"),
        pytest.param({"intent": "affirm", "entities": {"secret_slot": 1}}, id="an unknown entity"),
        pytest.param(
            {"intent": "affirm", "entities": {"plan_volume": {"a": 1}}}, id="a value that is an object"
        ),
        pytest.param({"intent": "affirm", "entities": {"plan_volume": [1]}}, id="a value that is a list"),
        pytest.param({"intent": "affirm", "entities": {"plan_volume": "x" * 4096}}, id="a value of 4 KB"),
        pytest.param({"intent": "affirm", "events": []}, id="an extra field"),
        pytest.param("affirm", id="not an object"),
    ],
)
def test_a_choice_that_is_none_is_refused(engine, choice):
    """400 with a sentence; nothing is stored."""
    conversation = uuid.uuid4().hex
    answer = engine.turn("Yes", conversation, choice=choice)
    assert answer.status_code == 400
    assert answer.json()["detail"]
    assert not [row for row in engine.stored() if row[1] == conversation]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("a " * 3900, id="a a a"),
        pytest.param("a" * 7900, id="one endless word"),
        pytest.param("\u0301" * 5000, id="only combining marks"),
        pytest.param("", id="nothing"),
        pytest.param(" \t\n", id="only spaces"),
        pytest.param("\U0001f600\U0001f680", id="only emoji"),
        pytest.param("\x00\ud800\u202eabc", id="NUL, lone surrogate, right-to-left override"),
    ],
)
def test_odd_text_is_answered_quickly(engine, text):
    """No text freezes the engine for the others: well under two seconds even on a busy machine."""
    answer = engine.turn(text, uuid.uuid4().hex)
    assert answer.status_code == 200, answer.text
    assert answer.elapsed.total_seconds() < 2
