"""What every answer carries, and what the gateway says about itself."""

from __future__ import annotations

import pytest

from desk.conversations import Draft
from desk.requests import NewRequest
from gateway.pages import HEADERS, STATIC
from tests.desk.desk_fixtures import new_request
from tests.gateway.gateway_fixtures import problem


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/agent",
        "/api/help",
        "/api/nothing",
        "/api/chat/messages",
        "/healthz",
        "/readyz",
        "/api/openapi.json",
    ],
)
def test_every_answer_carries_the_security_headers(client, path):
    """Pages, answers and refusals alike cannot be framed, sniffed or made to run foreign scripts."""
    answer = client.get(path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.skipif(not (STATIC / "agent.html").exists(), reason="The console is not built (make web)")
def test_the_console_is_found_with_and_without_a_slash(client):
    """Its own addresses are relative to the root it stands under, whichever way it was typed."""
    plain, slashed = client.get("/agent"), client.get("/agent/", follow_redirects=False)
    assert "<plandesk-console>" in plain.text
    assert plain.headers["content-type"].startswith("text/html")
    assert slashed.headers["location"] == "../agent"


@pytest.mark.parametrize("path", ["/api/help", "/api/chat/messages", "/api/chat/demo"])
def test_no_answer_of_the_api_is_cached(client, path):
    """What belongs to one customer is never given to another by something in between."""
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_foreign_page_may_not_read_answers(client):
    """No origin but our own is allowed, whatever it asks."""
    answer = client.options(
        "/api/chat/messages",
        headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
    )
    assert "access-control-allow-origin" not in answer.headers


def test_the_api_describes_itself(client):
    """The OpenAPI document lists the calls of the contract, strict bodies included."""
    document = client.get("/api/openapi.json").json()
    assert {"/api/chat/sessions", "/api/chat/messages", "/api/help"} <= set(document["paths"])
    body = document["components"]["schemas"]["NewMessage"]
    assert body["additionalProperties"] is False
    assert set(body["properties"]) == {"client_msg_id", "text", "choice"}


def test_it_is_alive_whatever_else_is_down(client):
    """Liveness asks nobody."""
    assert client.get("/healthz").json() == {"status": "ok"}


def test_it_is_ready_only_when_every_part_is(client, engine):
    """503 names the part that is missing; here the action server is."""
    engine.ready = True
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"]["engine"] == "ok"
    assert answer.json()["parts"]["database"] == "ok"
    assert answer.json()["parts"]["actions"] == "not ready"
    engine.ready = False
    assert client.get("/readyz").json()["parts"]["engine"] == "not ready"


def test_what_is_counted_names_routes_and_nobody(client, harbor):
    """Metrics have the route's pattern; no session, conversation or made-up path becomes a label."""
    harbor.says("hello")
    client.get("/api/made-up/c-12345")
    client.request("BREW", "/api/help")
    text = client.get("/metrics").text
    assert 'route="/api/chat/messages"' in text
    for absent in (harbor.session, harbor.conversation, "c-12345", "BREW"):
        assert absent not in text


def test_the_records_being_away_is_said(client, harbor, desk, monkeypatch):
    """503 with a sentence and Retry-After; nothing is answered from thin air."""
    from desk.adapters.sql.database import DatabaseUnusable

    def gone(*_):
        raise DatabaseUnusable("The database is locked by secret-host.")

    monkeypatch.setattr(type(desk.conversations), "receive", gone)
    answer = harbor.send(text="hello")
    assert "secret-host" not in problem(answer, 503)
    assert int(answer.headers["Retry-After"]) > 0


def test_a_fault_of_our_own_shows_nothing_inside(client, harbor, desk, monkeypatch):
    """500 in plain words: neither the exception nor a place in the code."""

    def broken(*_):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(type(desk.conversations), "receive", broken)
    detail = problem(harbor.send(text="hello"), 500)
    assert "secret" not in detail


def test_a_receipt_shows_the_ticket_as_it_stands_now(harbor, desk):
    """A ticket that got its number after it was shown has it in the history."""
    request: NewRequest = new_request(conversation=harbor.conversation)
    filed = desk.requests.file(request)
    receipt = {"ref": filed.ref, "number": None, "status": "received"}
    desk.conversations.post(harbor.conversation, Draft("Filed.", ticket=receipt))
    desk.requests.set_status(filed.ref, "with_team")
    assert harbor.history()[-1]["ticket"]["status"].startswith("with the team")


def test_a_receipt_of_another_account_is_not_looked_up(harbor, desk):
    """A reference that is not this account's stays as it was written."""
    filed = desk.requests.file(new_request(account_id="pixel"))
    receipt = {"ref": filed.ref, "number": None, "status": "as written"}
    desk.conversations.post(harbor.conversation, Draft("Filed.", ticket=receipt))
    assert harbor.history()[-1]["ticket"]["status"] == "as written"
