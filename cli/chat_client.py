"""The chat as a program talks to it: the HTTP API of a running desk, and each refusal as its own sentence."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import jwt
import requests

from desk.wiring import Settings

CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 60.0
IDENTITY_LIFE = timedelta(minutes=5)
Message = dict[str, Any]


class Refused(Exception):
    """The desk answered with a problem; the message is its sentence, `status` its HTTP status."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status = status
        super().__init__(sentence)


class NotRunning(Exception):
    """Nobody answers at the desk's address, or what answers is no desk."""

    def __init__(self, home: str) -> None:
        super().__init__(
            f"No desk answers at {home}. Start it with `plandesk serve`, or name another with --url."
        )


class DeskClient:
    """A conversation with the desk at `home`, over HTTP."""

    def __init__(self, home: str) -> None:
        self.home = home if home.endswith("//") else home.rstrip("/")
        self._session = requests.Session()

    def begin(self, identity: str | None) -> list[Message]:
        """Begin a conversation, as who `identity` says or as a visitor; return its greeting."""
        begun = self._call("POST", "/api/chat/sessions", {"identity": identity})
        self._session.headers["Authorization"] = f"Bearer {begun['session']}"
        return self._messages(self._call("GET", "/api/chat/messages"))

    def say(self, text: str) -> list[Message]:
        """Say something and return what followed."""
        return self._sent({"text": text})

    def press(self, choice: str) -> list[Message]:
        """Press a button and return what followed."""
        return self._sent({"choice": choice})

    def _sent(self, what: dict[str, str]) -> list[Message]:
        body = {"client_msg_id": uuid4().hex, **what}
        return self._messages(self._call("POST", "/api/chat/messages", body))

    def _messages(self, answer: dict[str, Any]) -> list[Message]:
        messages = answer.get("messages")
        if not isinstance(messages, list):
            raise NotRunning(self.home)
        return messages

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            answer = self._session.request(
                method, self.home + path, json=body, timeout=(CONNECT_SECONDS, ANSWER_SECONDS)
            )
            value = answer.json()
        except (requests.RequestException, ValueError) as fault:
            raise NotRunning(self.home) from fault
        if not isinstance(value, dict):
            raise NotRunning(self.home)
        if not answer.ok:
            raise Refused(answer.status_code, str(value.get("detail") or answer.reason))
        return value


def home_of(settings: Settings) -> str:
    """Return where the desk of these settings listens."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104 (compared, not bound)
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def identity_of(account: str, settings: Settings, now: Any) -> str:
    """Return what the company's own site would sign for `account`."""
    claims = {"sub": account, "aud": "plandesk", "exp": int((now + IDENTITY_LIFE).timestamp())}
    return jwt.encode(claims, settings.identity_secret, "HS256")
