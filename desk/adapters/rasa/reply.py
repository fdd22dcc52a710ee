"""What the engine's JSON says. A button's payload is read here and nowhere else."""

from __future__ import annotations

import json
from typing import Any

from desk.engine import Reply, Said


def reply_of(body: dict[str, Any]) -> Reply:
    """Return the reply in the engine's JSON; ValueError, LookupError or TypeError when there is none in it."""
    understood = body.get("understood") or {}
    events = tuple(dict(event) for event in body.get("events") or ())
    return Reply(tuple(_said(message) for message in body["messages"]), dict(understood), events)


def payload_of(payload: str) -> dict[str, Any]:
    """Return what a button's payload stands for: `/affirm`, `/upgrade_plan{"plan_volume": 45000}`."""
    name, brace, entities = payload.removeprefix("/").partition("{")
    return {"intent": name.strip(), "entities": json.loads(brace + entities) if brace else {}}


def _said(message: dict[str, Any]) -> Said:
    data = message.get("data") or {}
    return Said(
        text=_text(message.get("text") or ""),
        choices=tuple(
            (_text(button["title"]), payload_of(button["payload"])) for button in data.get("buttons") or ()
        ),
        quote=_object(data.get("quote")),
        ticket=_object(data.get("ticket")),
        expects=_text(data["expects"]) if data.get("expects") else None,
        handoff=_text(data["handoff"]["reason"]) if data.get("handoff") else None,
    )


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"a text was expected, not {type(value).__name__}")
    return value


def _object(value: Any) -> dict[str, Any] | None:
    if not isinstance(value, dict | None):
        raise TypeError(f"an object was expected, not {type(value).__name__}")
    return value
