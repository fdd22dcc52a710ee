"""A turn is whole or does not happen: 502 names the part that failed, and the conversation stands as before."""

from __future__ import annotations

import shutil
import threading
import uuid
from pathlib import Path

import pytest
import requests

from .conftest import running, until

pytestmark = pytest.mark.engine

SLOT = {"event": "slot", "name": "plan_to", "value": 1}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        pytest.param(500, "broken", id="500 in words"),
        pytest.param(500, {"error": "x"}, id="500 in JSON"),
        pytest.param(404, {"error": "no such action", "action_name": "action_upgrade"}, id="404"),
        pytest.param(401, {"detail": "no"}, id="401"),
        pytest.param(302, "", id="a redirect"),
        pytest.param(200, "<html>", id="HTML"),
        pytest.param(200, "", id="nothing"),
        pytest.param(200, [], id="a list"),
        pytest.param(200, {"events": [{"event": "no_such_event"}], "responses": []}, id="an unknown event"),
        pytest.param(200, {"events": [{"name": "plan_to"}], "responses": []}, id="an event without a kind"),
        pytest.param(
            200, {"events": [SLOT, {"event": "slot"}], "responses": []}, id="one good event, one broken"
        ),
        pytest.param(200, {"events": [], "responses": "hello"}, id="responses that are a text"),
    ],
)
def test_an_action_that_fails_ends_the_turn(engine, status, body):
    """502 `actions`; the same words work when the action does."""
    conversation = uuid.uuid4().hex
    assert engine.turn("hello", conversation).status_code == 200
    before = engine.stored()
    engine.actions.answers(status, body)
    answer = engine.turn("we need a bigger plan", conversation)
    assert (answer.status_code, answer.json()["failed"]) == (502, "actions")
    assert engine.stored() == before
    engine.actions.works()
    answer = engine.turn("we need a bigger plan", conversation)
    assert answer.json()["messages"] == [
        {"text": "Here is the quote.", "data": {"quote": {"amount": "66.00"}}}
    ]


def test_a_slow_action_ends_the_turn(engine):
    """502 `timeout` after ENGINE_ACTION_TIMEOUT, which is one second here; the action may still finish."""
    conversation = uuid.uuid4().hex
    engine.actions.released = threading.Event()
    answer = engine.turn("we need a bigger plan", conversation)
    engine.actions.released.set()
    assert (answer.status_code, answer.json()["failed"]) == (502, "timeout")
    assert not [row for row in engine.stored() if row[1] == conversation]


def copied(trained: Path, target: Path) -> Path:
    """Return a copy of the project without its conversations."""
    return Path(shutil.copytree(trained, target, ignore=shutil.ignore_patterns("var", "engine.log")))


def test_an_action_server_that_is_gone_ends_the_turn(trained, tmp_path):
    """502 `actions`, not 200 with nothing in it."""
    with running(copied(trained, tmp_path / "p"), ENGINE_ACTIONS_URL="http://127.0.0.1:9/webhook") as engine:
        until(lambda: requests.get(f"{engine.url}/ready", timeout=5).status_code == 200, "a model")
        answer = engine.turn("we need a bigger plan")
        assert (answer.status_code, answer.json()["failed"]) == (502, "actions")
        assert engine.stored() == []


def test_a_store_that_is_gone_ends_the_turn(trained, tmp_path):
    """502 `store`: never an answer as if the conversation had just begun."""
    with running(copied(trained, tmp_path / "p")) as engine:
        until(lambda: requests.get(f"{engine.url}/ready", timeout=5).status_code == 200, "a model")
        assert engine.turn("hello").status_code == 200
        for file in (engine.project / "var").glob("engine.db*"):
            file.unlink()
        (engine.project / "var" / "engine.db").write_bytes(b"this is not a database " * 100)
        answer = engine.turn("thank you")
        assert (answer.status_code, answer.json()["failed"]) == (502, "store")
        assert requests.get(f"{engine.url}/ready", timeout=5).status_code == 503


def test_a_missing_model_is_said_and_a_new_one_is_taken_over(trained, tmp_path):
    """Without a model: 503 and 502 with the reason. With one in place: ready, without a restart."""
    project = copied(trained, tmp_path / "p")
    model = (project / "models" / "plandesk.tar.gz").rename(project / "elsewhere.tar.gz")
    with running(project) as engine:
        ready = requests.get(f"{engine.url}/ready", timeout=5)
        assert ready.status_code == 503
        assert "plandesk train" in ready.json()["detail"]
        assert engine.turn("hello").json()["failed"] == "engine"
        model.rename(project / "models" / "plandesk.tar.gz")
        until(lambda: engine.turn("hello").status_code == 200, "the new model")
        (project / "models" / "plandesk.tar.gz").write_bytes(b"damaged")
        until(lambda: "damaged" in engine.log.read_text(), "the damage to be noticed")
        assert engine.turn("hello").status_code == 200


def test_conversations_are_forgotten_on_request(engine):
    """Erasing a person takes every event of theirs out of the engine's store."""
    conversation = uuid.uuid4().hex
    engine.turn("hello", conversation)
    assert engine.post("forget", {"conversations": [conversation]}).json()["events"] > 0
    assert not [row for row in engine.stored() if row[1] == conversation]


def test_an_episode_goes_on_where_it_was(engine):
    """What an action set is there in the next turn's question to an action."""
    conversation = uuid.uuid4().hex
    facts = {"account": "harbor", "now": "2026-11-21T12:00:00+00:00", "time_zone": "UTC", "expects": None}
    engine.turn("we need a bigger plan", conversation, facts=facts)
    engine.turn("upgrade us", conversation, facts=facts)
    tracker = engine.actions.asked[-1]["tracker"]
    assert tracker["slots"]["plan_to"] == 60000
    assert tracker["latest_message"]["metadata"] == facts


def test_a_turn_in_flight_is_finished_before_the_engine_stops(trained, tmp_path):
    """SIGTERM: the answer still arrives, is stored, and the engine ends at once after it."""
    with running(copied(trained, tmp_path / "p"), ENGINE_ACTION_TIMEOUT="20") as engine:
        until(lambda: engine.turn("hello", "first").status_code == 200, "a model")
        engine.actions.released = threading.Event()
        answers: list[requests.Response] = []
        waiting = threading.Thread(target=lambda: answers.append(engine.turn("upgrade us", "in-flight")))
        waiting.start()
        until(lambda: bool(engine.actions.asked), "the action to be asked")
        engine.process.terminate()
        until(lambda: "Stopping" in engine.log.read_text(), "the stop to begin")
        engine.actions.released.set()
        waiting.join(30)
        assert [one.status_code for one in answers] == [200]
        assert engine.process.wait(15) == 0
        assert [row for row in engine.stored() if row[1] == "in-flight"]
