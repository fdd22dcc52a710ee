"""What tests of the gateway share: the web application in front of a scripted engine, and callers of its API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2 as httpx
import jwt
import pytest
from fastapi.testclient import TestClient

from desk.chat import Chat
from desk.demo import load_demo
from desk.wiring import ROOT, Desk, Settings, build
from gateway.app import create_app
from tests.desk.scripted_engine import ScriptedEngine

SECRET = "identity-secret-for-the-tests-only"


@pytest.fixture
def engine() -> ScriptedEngine:
    """An engine that says back what it hears."""
    return ScriptedEngine()


@pytest.fixture
def desk(tmp_path: Path, engine: ScriptedEngine) -> Iterator[Desk]:
    """A desk with the demo accounts on a SQLite file of its own, and the scripted engine behind its chat."""
    environ = {
        "DATABASE_URL": f"sqlite:///{tmp_path}/desk.db",
        "IDENTITY_SECRET": SECRET,
        "ENGINE_SECRET": "engine-secret-for-the-tests-only",
        "ACTIONS_SECRET": "actions-secret-for-the-tests-only",
        "ACTIONS_URL": "http://127.0.0.1:9",
        "BURST_MS": "0",
        "POLICY": str(ROOT / "policies" / "demo.yml"),
        "MACROS": str(ROOT / "policies" / "macros.yml"),
    }
    built = build(Settings.from_env(environ, tmp_path))
    chat = Chat(built.conversations, engine, built.clock, built.phrases, built.handoffs)
    desk = replace(built, engine=engine, chat=chat)
    load_demo(desk.accounts, desk.clock)
    yield desk
    desk.close()


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    """The gateway, called in this process."""
    with TestClient(
        create_app(desk), base_url="http://desk.test", raise_server_exceptions=False
    ) as open_client:
        yield open_client


@dataclass
class Caller:
    """Someone with a session."""

    client: TestClient
    session: str
    conversation: str

    @property
    def headers(self) -> dict[str, str]:
        """Return the bearer header of this session."""
        return {"Authorization": f"Bearer {self.session}"}

    def send(self, **body: Any) -> httpx.Response:
        """Post a message; it gets an id of its own unless one is given."""
        content = json.dumps({"client_msg_id": uuid4().hex, **body}).encode()  # \ud800 too, unlike `json=`
        headers = self.headers | {"Content-Type": "application/json"}
        return self.client.post("/api/chat/messages", content=content, headers=headers)

    def says(self, text: str) -> list[dict[str, Any]]:
        """Say something and return what followed."""
        answer = self.send(text=text)
        assert answer.status_code == 200, answer.text
        return answer.json()["messages"]

    def history(self, **query: Any) -> list[dict[str, Any]]:
        """Return the transcript."""
        answer = self.client.get("/api/chat/messages", params=query, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()["messages"]

    def choices(self) -> dict[str, str]:
        """Return the ids of the buttons of the last message, by title."""
        return {choice["title"]: choice["id"] for choice in self.history()[-1]["choices"]}


def begun(client: TestClient, account: str | None = None) -> Caller:
    """Begin a session, as a demo account or as a visitor."""
    identity = None
    if account:
        identity = client.post("/api/chat/demo-token", json={"account": account}).json()["identity"]
    answer = client.post("/api/chat/sessions", json={"identity": identity})
    assert answer.status_code == 201, answer.text
    return Caller(client, answer.json()["session"], answer.json()["conversation"])


@pytest.fixture
def harbor(client: TestClient) -> Caller:
    """Harbor Books, signed in."""
    return begun(client, "harbor")


def signed(desk: Desk, secret: str = SECRET, algorithm: str = "HS256", **changes: Any) -> str:
    """Return an identity token for harbor with `changes`; a claim that is None is left out."""
    now = desk.clock.now()
    claims = {"sub": "harbor", "aud": "plandesk", "exp": int((now + timedelta(minutes=5)).timestamp())}
    claims = {name: value for name, value in (claims | changes).items() if value is not None}
    return jwt.encode(claims, secret, algorithm)


def problem(answer: httpx.Response, status: int) -> str:
    """Return the sentence of a well-formed problem with this status."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert set(body) == {"type", "title", "status", "detail"}
    assert body["status"] == status
    assert body["detail"] and "Traceback" not in body["detail"]
    return body["detail"]
