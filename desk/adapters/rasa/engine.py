"""Rasa over loopback HTTP: a turn, or the part of it that failed.

A button's payload is read here and nowhere else; text never becomes a command, whatever it starts with.
"""

from __future__ import annotations

import json
from typing import Any

import requests

from desk.engine import EngineFailure, Facts, Part, Reply, Said

CONNECT_SECONDS = 2.0
TURN_SECONDS = 25.0
PARTS: tuple[Part, ...] = ("engine", "actions", "store", "timeout", "starting")


class RasaEngine:
    """The engine at `url`, which trusts only the bearer of `secret`."""

    def __init__(self, url: str, secret: str) -> None:
        self._url = f"{url}/webhooks/desk"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {secret}"
        self._session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=64))

    def turn(self, facts: Facts, text: str, choice: dict[str, Any] | None) -> Reply:
        """Answer one message, or raise EngineFailure."""
        body = {"conversation": facts.sender, "text": text, "choice": choice, "facts": _facts(facts)}
        try:
            answer = self._session.post(
                f"{self._url}/turn", json=body, timeout=(CONNECT_SECONDS, TURN_SECONDS)
            )
        except requests.Timeout as fault:
            raise EngineFailure("timeout", f"No answer within {TURN_SECONDS:.0f} s.") from fault
        except requests.RequestException as fault:
            raise EngineFailure("engine", f"The engine cannot be reached: {fault}") from fault
        if answer.status_code != 200:
            raise _failure(answer)
        try:
            return _reply(answer.json())
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise EngineFailure("engine", f"The engine's answer makes no sense: {fault}") from fault

    def is_ready(self) -> bool:
        """Return whether a model is loaded and a turn would be answered."""
        try:
            return self._session.get(f"{self._url}/ready", timeout=(CONNECT_SECONDS, 5.0)).status_code == 200
        except requests.RequestException:
            return False


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "account": facts.account,
        "conversation": facts.conversation,
        "episode": facts.episode,
        "epoch": facts.epoch,
        "now": facts.now.isoformat(),
        "time_zone": facts.time_zone,
        "expects": facts.expects,
    }


def _failure(answer: requests.Response) -> EngineFailure:
    try:
        body = answer.json()
        part = body.get("failed", "engine")
        detail = str(body.get("detail", ""))
    except (ValueError, AttributeError):
        part, detail = "engine", answer.text[:200]
    return EngineFailure(part if part in PARTS else "engine", f"HTTP {answer.status_code}: {detail}")


def _reply(body: dict[str, Any]) -> Reply:
    return Reply(tuple(_said(message) for message in body["messages"]), body.get("understood") or {})


def _said(message: dict[str, Any]) -> Said:
    data = message.get("data") or {}
    return Said(
        text=message.get("text") or "",
        choices=tuple(
            (button["title"], payload_of(button["payload"])) for button in data.get("buttons") or ()
        ),
        quote=data.get("quote"),
        ticket=data.get("ticket"),
        expects=data.get("expects"),
    )


def payload_of(payload: str) -> dict[str, Any]:
    """Return what a button's payload stands for: `/affirm`, `/upgrade_plan{"plan_volume": 45000}`."""
    name, brace, entities = payload.removeprefix("/").partition("{")
    return {"intent": name.strip(), "entities": json.loads(brace + entities) if brace else {}}
