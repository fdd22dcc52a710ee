"""The agents' stream: what changed is pushed to every console, and to consoles only."""

from __future__ import annotations

import asyncio
import threading

import pytest
from fastapi.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from desk.adapters.sql.database import DatabaseUnusable
from desk.handoff import Agent
from gateway import agent_hub, agent_stream
from gateway.agent_hub import AgentHub
from tests.gateway.agent_fixtures import OURS, sign_in
from tests.gateway.gateway_fixtures import begun
from tests.gateway.test_agent_conversations import answer

STREAM = "wss://desk.test/api/agent/stream"


@pytest.fixture
def engine(engine):
    """An engine that knows what a person is."""
    engine.answer = answer
    return engine


def until(socket, wanted):
    """Read until a frame is `wanted`; the test's own time limit is the server's, which closes nothing here."""
    for _ in range(50):
        if socket.receive_json() == wanted:
            return
    pytest.fail(f"{wanted} never came")


@pytest.fixture
def customer(browser):
    """Harbor Books, in a browser of its own."""
    return begun(TestClient(browser.app, base_url="https://desk.test"), "harbor")


def test_a_customer_who_waits_is_pushed(browser, customer, office):
    """The conversation is named once it concerns agents, and at each message from then on."""
    sign_in(browser)
    with browser.websocket_connect(STREAM) as socket:
        browser.post("/api/agent/presence", json={"presence": "online"}, headers=OURS)
        until(socket, {"type": "queue"})
        customer.says("a person please")
        until(socket, {"type": "conversation", "conversation": customer.conversation})
        customer.says("still there?")
        until(socket, {"type": "conversation", "conversation": customer.conversation})


def test_what_another_process_did_is_pushed_too(browser, customer, office):
    """Found by looking at the queue; nobody told this process."""
    sign_in(browser)
    office.handoffs.online(Agent("x", "X"))
    with browser.websocket_connect(STREAM) as socket:
        until(socket, {"type": "queue"})
        office.handoffs.announce = lambda _: None
        office.conversations.receive(customer.conversation, "1", "hello", None)
        turn = office.conversations.take(customer.conversation)
        office.conversations.answer(turn, [], None, "asked")
        until(socket, {"type": "conversation", "conversation": customer.conversation})


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://evil.example"}, id="a foreign page"),
        pytest.param({"Origin": "null"}, id="a page that hides"),
    ],
)
def test_a_foreign_page_hears_nothing(browser, headers):
    """Refused before the socket is open, with the agent's cookie too."""
    sign_in(browser)
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect(STREAM, headers=headers):
        pytest.fail("it was opened")


def test_nobody_hears_anything_without_signing_in(browser):
    """Without a cookie, and with one made up."""
    for cookie in ({}, {"Cookie": "plandesk_agent=made-up"}):
        with pytest.raises(WebSocketDisconnect), browser.websocket_connect(STREAM, headers=cookie):
            pytest.fail("it was opened")


def test_signing_out_ends_the_socket(browser):
    """At once; the other agents' stay."""
    sign_in(browser)
    with browser.websocket_connect(STREAM) as socket:
        browser.post("/api/agent/sign-out", headers=OURS)
        with pytest.raises(WebSocketDisconnect):
            while True:
                socket.receive_json()


def test_a_disabled_agents_socket_ends_by_itself(browser, office, monkeypatch):
    """Within CHECK_SECONDS."""
    monkeypatch.setattr(agent_stream, "CHECK_SECONDS", 0.05)
    sign_in(browser)
    with browser.websocket_connect(STREAM) as socket:
        office.agents.set_disabled("ann@company.example", True)
        with pytest.raises(WebSocketDisconnect):
            while True:
                socket.receive_json()


def test_an_open_socket_keeps_no_session_alive(browser, clock, monkeypatch):
    """Eight hours after the last thing somebody did, it is over."""
    monkeypatch.setattr(agent_stream, "CHECK_SECONDS", 0.05)
    sign_in(browser)
    with browser.websocket_connect(STREAM) as socket:
        clock.wind(hours=8)
        with pytest.raises(WebSocketDisconnect):
            while True:
                socket.receive_json()


def test_a_queue_that_cannot_be_read_is_looked_at_again(monkeypatch, caplog):
    """A failure is said, and ends nothing."""
    monkeypatch.setattr(agent_hub, "SETTLE_SECONDS", 0.0)
    monkeypatch.setattr(agent_hub, "LOOK_SECONDS", 0.0)
    answers = iter([RuntimeError("made up"), DatabaseUnusable("away"), ([], [Agent("a", "A")])])

    def look():
        answer = next(answers, ([], [Agent("a", "A")]))
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def heard():
        hub = AgentHub()
        with hub.listening("t") as ear:
            watching = asyncio.create_task(hub.watch(look))
            news = await asyncio.wait_for(ear.news(), 10)
            watching.cancel()
            return news

    assert asyncio.run(heard()) == [{"type": "queue"}]
    assert "it is tried again" in caplog.text and "away" in caplog.text


def test_an_open_socket_keeps_its_agent_online(browser, office, clock, monkeypatch):
    """A hidden page may be let run once a minute only; the agent behind it is there all the same."""
    monkeypatch.setattr(agent_stream, "CHECK_SECONDS", 0.05)
    keep_online, kept = office.handoffs.keep_online, threading.Semaphore(0)

    def keeping(agent_id):
        keep_online(agent_id)
        kept.release()

    monkeypatch.setattr(office.handoffs, "keep_online", keeping)
    me = sign_in(browser).json()
    browser.post("/api/agent/presence", json={"presence": "online"}, headers=OURS)
    with browser.websocket_connect(STREAM):
        for _ in range(3):
            clock.wind(seconds=40)
            while kept.acquire(blocking=False):
                pass
            assert all(kept.acquire(timeout=5) for _ in range(2)), (
                "the second one began after the clock moved"
            )
    assert [agent.id for agent in office.handoffs.agents_online()] == [me["id"]]


def test_what_changed_twice_is_said_once():
    """However much happens before the socket is ready, a console reads each thing once."""

    async def heard():
        hub = AgentHub()
        with hub.listening("t") as ear:
            for conversation in ("c-1", "c-2", "c-1", None):
                ear.tell(conversation)
            return await ear.news()

    assert asyncio.run(heard()) == [
        {"type": "conversation", "conversation": "c-1"},
        {"type": "conversation", "conversation": "c-2"},
        {"type": "queue"},
    ]
