"""The engine over HTTP: a reply, or the part that failed; a turn whose answer was lost is asked for once more."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from desk.adapters.rasa import RasaEngine, engine
from desk.adapters.rasa.reply import payload_of
from desk.engine import EngineFailure, Facts, Said
from tests.desk.desk_fixtures import NOON
from tests.stack import free_port

FACTS = Facts("harbor", "c-1", 2, 3, NOON, "America/New_York", "plan_volume", 7)
GOOD = {"messages": [{"text": "Hello.", "data": None}], "understood": {"intent": "greet"}}


class Scripted(ThreadingHTTPServer):
    """Answers each request with the next of `answers`: (status, body), or None to hang up without a word."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: list[tuple[int, bytes] | None] = []
        self.asked: list[dict] = []
        self.headers: list[dict] = []

    def handle_error(self, *_: object) -> None:
        """Say nothing of a caller that left."""


class Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        server: Scripted = self.server  # type: ignore[assignment]
        server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        server.headers.append(dict(self.headers))
        answer = server.answers.pop(0) if len(server.answers) > 1 else server.answers[0]
        if answer is None:
            self.close_connection = True
            return
        self.send_response(answer[0])
        self.send_header("Content-Length", str(len(answer[1])))
        self.end_headers()
        self.wfile.write(answer[1])

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def server() -> Iterator[Scripted]:
    """A server that answers as the test says."""
    with Scripted() as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


@pytest.fixture
def rasa(server: Scripted) -> RasaEngine:
    """The engine at that server."""
    return RasaEngine(f"http://127.0.0.1:{server.server_port}", "the-secret")


def answering(server: Scripted, *answers: object) -> None:
    """Let the server answer with these bodies, (status, body) pairs or silences."""
    server.answers = [
        one if one is None or isinstance(one, tuple) else (200, json.dumps(one).encode()) for one in answers
    ]


def test_a_turn_carries_who_speaks_and_its_number(server, rasa):
    """The engine sees one conversation an episode, the facts beside the text, and the secret."""
    answering(server, GOOD)
    rasa.turn(FACTS, "/restart", {"intent": "affirm", "entities": {}})
    (body,) = server.asked
    assert (body["conversation"], body["text"], body["choice"]["intent"]) == ("c-1-2", "/restart", "affirm")
    assert body["facts"]["turn"] == 7
    assert body["facts"]["now"] == "2026-11-21T12:00:00+00:00"
    assert server.headers[0]["Authorization"] == "Bearer the-secret"


def test_a_reply_is_read_whole(server, rasa):
    """Text, buttons, quote, ticket and what is expected next, each in its place."""
    data = {
        "buttons": [{"title": "45,000", "payload": '/upgrade_plan{"plan_volume": 45000}'}],
        "quote": {"amount": "66.00"},
        "ticket": {"ref": "PD-1001"},
        "expects": "plan_volume",
    }
    answering(server, {"messages": [{"text": "Which?", "data": data}, {"text": None, "data": None}]})
    choice = ("45,000", {"intent": "upgrade_plan", "entities": {"plan_volume": 45000}})
    first = Said("Which?", (choice,), {"amount": "66.00"}, {"ref": "PD-1001"}, "plan_volume")
    assert rasa.turn(FACTS, "upgrade", None).said == (first, Said(""))


@pytest.mark.parametrize(
    ("answer", "part"),
    [
        pytest.param((502, b'{"failed": "actions"}'), "actions", id="actions failed"),
        pytest.param((502, b'{"failed": "store"}'), "store", id="the store failed"),
        pytest.param((502, b'{"failed": "timeout"}'), "timeout", id="an action was too slow"),
        pytest.param((502, b'{"failed": "something new"}'), "engine", id="a part we do not know"),
        pytest.param((401, b'{"detail": "no"}'), "engine", id="the secret is another"),
        pytest.param((500, b"<html>"), "engine", id="HTML instead of JSON"),
        pytest.param((302, b""), "engine", id="a redirect"),
        pytest.param((200, b"garbage"), "engine", id="garbage"),
        pytest.param((200, b"null"), "engine", id="null"),
        pytest.param((200, b"[]"), "engine", id="Rasa's own silence"),
        pytest.param((200, b"{}"), "engine", id="no messages"),
        pytest.param((200, b'{"messages": [5]}'), "engine", id="a number as message"),
        pytest.param((200, b'{"messages": [{"text": 5}]}'), "engine", id="a number as text"),
        pytest.param((200, b'{"messages": [{"text": "a", "data": {"quote": []}}]}'), "engine", id="a list as quote"),
        pytest.param((200, b'{"messages": [{"data": {"buttons": [{}]}}]}'), "engine", id="an empty button"),
        pytest.param(
            (200, b'{"messages": [{"data": {"buttons": [{"title": "x", "payload": "/a{"}]}}]}'), "engine",
            id="a broken payload",
        ),
        pytest.param(None, "engine", id="hung up without a word"),
    ],
)  # fmt: skip
def test_each_failure_names_its_part(server, rasa, answer, part):
    """Whatever comes back that is no reply, it is an EngineFailure and never another exception."""
    answering(server, answer)
    with pytest.raises(EngineFailure) as failed:
        rasa.turn(FACTS, "hello", None)
    assert failed.value.part == ("starting" if answer is None else part)


def test_a_turn_whose_answer_was_lost_is_asked_for_again(server, rasa):
    """The connection broke after the turn was sent: it goes again under the same number, and is answered."""
    answering(server, None, GOOD)
    assert rasa.turn(FACTS, "hello", None).said == (Said("Hello."),)
    assert [body["facts"]["turn"] for body in server.asked] == [7, 7]


def test_a_turn_that_failed_is_not_asked_for_again(server, rasa):
    """An answer that names a failure is an answer; trying again is the customer's to say."""
    answering(server, (502, b'{"failed": "actions"}'))
    with pytest.raises(EngineFailure):
        rasa.turn(FACTS, "hello", None)
    assert len(server.asked) == 1


def test_an_engine_that_answers_nothing_is_given_up(rasa, server, monkeypatch):
    """After the limit the customer is told; no second attempt makes them wait twice as long."""
    monkeypatch.setattr(engine, "TURN_SECONDS", 0.2)
    held = threading.Event()
    server.answers = [(200, b"{}")]
    monkeypatch.setattr(Handler, "do_POST", lambda self: (server.asked.append({}), held.wait(10)))
    with pytest.raises(EngineFailure) as failed:
        rasa.turn(FACTS, "hello", None)
    held.set()
    assert failed.value.part == "timeout"
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    ("seen", "seconds", "part"),
    [
        pytest.param(False, 10, "starting", id="not up yet, just started"),
        pytest.param(False, 200, "engine", id="not up after minutes"),
        pytest.param(True, 10, "engine", id="was up and went away"),
    ],
)
def test_an_engine_that_starts_is_told_from_one_that_went_away(server, seen, seconds, part):
    """ "Still starting" is said only while that can be true."""
    now = [0.0]
    clock: Callable[[], float] = lambda: now[0]  # noqa: E731
    rasa = RasaEngine(f"http://127.0.0.1:{server.server_port}", "the-secret", clock)
    if seen:
        answering(server, GOOD)
        rasa.turn(FACTS, "hello", None)
    now[0] = seconds
    rasa._url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(EngineFailure) as failed:
        rasa.turn(FACTS, "hello", None)
    assert failed.value.part == part
    assert not rasa.is_ready()


@pytest.mark.parametrize(
    ("payload", "means"),
    [
        ("/affirm", {"intent": "affirm", "entities": {}}),
        (
            '/upgrade_plan{"plan_volume": 45000}',
            {"intent": "upgrade_plan", "entities": {"plan_volume": 45000}},
        ),
        ('/x{"a": "{b}"}', {"intent": "x", "entities": {"a": "{b}"}}),
    ],
)
def test_a_payload_is_an_intent_with_entities(payload, means):
    """What the engine writes behind a button is read in one place."""
    assert payload_of(payload) == means
