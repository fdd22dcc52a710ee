"""The channel knows one secret, and says no to everybody and everything else."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
import requests

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("path", ["turn", "forget"])
@pytest.mark.parametrize(
    "secret",
    [
        pytest.param(None, id="no secret"),
        pytest.param("guess", id="wrong secret"),
        pytest.param("", id="empty"),
    ],
)
def test_without_the_secret_nothing_is_answered(engine, path, secret):
    """401, logged, and nothing stored."""
    before = engine.stored()
    answer = engine.post(path, {"conversation": "stranger", "text": "hello"}, secret)
    assert answer.status_code == 401
    assert engine.stored() == before
    assert "wrong or missing secret" in engine.log.read_text()


@pytest.mark.parametrize(
    "path", ["/conversations/c-1/tracker", "/model", "/webhooks/rest/webhook", "/status", "/domain"]
)
def test_the_rest_of_rasas_server_is_not_there(engine, path):
    """Only our channel is served: no trackers, no model swap, no other channel."""
    home = engine.url.removesuffix("/webhooks/desk")
    assert requests.get(home + path, timeout=10).status_code == 404


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b"null", 400, id="null"),
        pytest.param(b"[]", 400, id="a list"),
        pytest.param(b"{", 400, id="broken JSON"),
        pytest.param(b"[" * 10_000, 400, id="ten thousand levels"),
        pytest.param({"text": "hello"}, 400, id="no conversation"),
        pytest.param({"conversation": {"a": 1}, "text": "hello"}, 400, id="an object as conversation"),
        pytest.param({"conversation": "a\x00b", "text": "hello"}, 400, id="NUL in the conversation"),
        pytest.param({"conversation": "a" * 256, "text": "hello"}, 400, id="256 characters of conversation"),
        pytest.param({"conversation": "c", "text": 5}, 400, id="a number as text"),
        pytest.param({"conversation": "c", "text": "hi", "metadata": {}}, 400, id="an extra field"),
        pytest.param({"conversation": "c", "text": "a" * 20_000}, 413, id="20,000 characters"),
        pytest.param(
            {"conversation": "c", "text": "hi", "facts": {"a": "b" * 20_000}}, 413, id="20 KB of facts"
        ),
        pytest.param(b"x" * 10_000_000, 413, id="10 MB"),
    ],
)
def test_what_is_not_a_turn_is_refused(engine, body, status):
    """4xx, and nothing stored."""
    before = engine.stored()
    assert engine.post("turn", body).status_code == status
    assert engine.stored() == before


def test_the_action_server_is_shown_its_secret(engine):
    """The engine calls actions with the secret they ask for."""
    assert engine.turn("we need a bigger plan", uuid.uuid4().hex).status_code == 200
    assert engine.actions.secrets[-1] == "Bearer the actions' secret"


def test_no_tensorflow_is_loaded(engine):
    """Serving needs none of it: it would cost six seconds and 300 MB at every start."""
    assert "tensorflow" not in Path(f"/proc/{engine.process.pid}/maps").read_text(encoding="utf-8")
