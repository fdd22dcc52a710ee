"""A turn as the gateway asks for it: what a request must look like, and what is refused in which words.

The contract of `POST /webhooks/desk/turn` and `/restore`. Reading it knows nothing of Rasa.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

LARGEST_BODY = 64 * 1024
LARGEST_EPISODE = 8 * 1024 * 1024
LONGEST_TEXT = 8000
LONGEST_VALUE = 200
LARGEST_FACTS = 8 * 1024

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:@-]{0,199}")
_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


class BadTurn(ValueError):
    """The request is not a turn; the message says which part is wrong."""

    status = 400


class TurnTooLarge(BadTurn):
    """The request is larger than a turn may be."""

    status = 413

    def __init__(self, what: str, limit: int) -> None:
        super().__init__(f"{what} is longer than {limit:,}.")


@dataclass(frozen=True)
class Choice:
    """A button the gateway issued: its intent and the entities it stands for."""

    intent: str
    entities: dict[str, Any]


@dataclass(frozen=True)
class Turn:
    """One message of a customer, in one conversation, with the facts it is to be read with."""

    conversation: str
    text: str
    choice: Choice | None
    facts: dict[str, Any]
    after: int = 0
    """The number of the last turn of this conversation the gateway knows to be done; 0 for none."""


@dataclass(frozen=True)
class Episode:
    """A conversation as it is to be stored: what the engine itself said had happened in it, in order."""

    conversation: str
    events: list[dict[str, Any]]


def read(body: bytes) -> Turn:
    """Return the turn in `body`, or raise `BadTurn` naming the first thing that is wrong."""
    stated = _json_object(body)
    unknown = sorted(set(stated) - {"conversation", "text", "choice", "facts", "after"})
    if unknown:
        raise BadTurn(f"Unknown field {unknown[0]!r}.")
    conversation, text, facts = stated.get("conversation"), stated.get("text"), stated.get("facts") or {}
    if not isinstance(conversation, str) or not _ID.fullmatch(conversation):
        raise BadTurn("`conversation` must be an id of 1 to 200 letters, digits and ._:@-")
    if not isinstance(text, str):
        raise BadTurn("`text` must be a string.")
    if len(text) > LONGEST_TEXT:
        raise TurnTooLarge("`text`", LONGEST_TEXT)
    if not isinstance(facts, dict):
        raise BadTurn("`facts` must be an object.")
    if len(json.dumps(facts)) > LARGEST_FACTS:
        raise TurnTooLarge("`facts`", LARGEST_FACTS)
    after = stated.get("after", 0)
    if isinstance(after, bool) or not isinstance(after, int) or after < 0:
        raise BadTurn("`after` must be the number of a turn, or 0.")
    return Turn(conversation, _UNSTORABLE.sub("\ufffd", text), _choice(stated.get("choice")), facts, after)


def read_episode(body: bytes) -> Episode:
    """Return the conversation in `{"conversation": ..., "events": [...]}`, or raise `BadTurn`."""
    stated = _json_object(body, LARGEST_EPISODE)
    conversation, events = stated.get("conversation"), stated.get("events")
    if not isinstance(conversation, str) or not _ID.fullmatch(conversation):
        raise BadTurn("`conversation` must be an id of 1 to 200 letters, digits and ._:@-")
    if not isinstance(events, list) or not events:
        raise BadTurn("`events` must be a list of events.")
    if not all(isinstance(one, dict) and isinstance(one.get("event"), str) for one in events):
        raise BadTurn("`events` must hold objects that each name their kind as `event`.")
    return Episode(conversation, events)


def read_conversations(body: bytes) -> list[str]:
    """Return the ids in `{"conversations": [...]}`, or raise `BadTurn`."""
    ids = _json_object(body).get("conversations")
    if not isinstance(ids, list) or not all(isinstance(one, str) and _ID.fullmatch(one) for one in ids):
        raise BadTurn("`conversations` must be a list of conversation ids.")
    return ids


def _json_object(body: bytes, limit: int = LARGEST_BODY) -> dict[str, Any]:
    if len(body) > limit:
        raise TurnTooLarge("The request", limit)
    try:
        stated = json.loads(body)
    except (ValueError, RecursionError):
        raise BadTurn("The request is not JSON.") from None
    if not isinstance(stated, dict):
        raise BadTurn("The request must be a JSON object.")
    return stated


def _choice(stated: Any) -> Choice | None:
    if stated is None:
        return None
    if not isinstance(stated, dict) or set(stated) - {"intent", "entities"}:
        raise BadTurn("`choice` must be an object with `intent` and `entities`.")
    intent, entities = stated.get("intent"), stated.get("entities") or {}
    if not isinstance(intent, str) or not _NAME.fullmatch(intent):
        raise BadTurn("`choice.intent` must be the name of an intent.")
    if not isinstance(entities, dict):
        raise BadTurn("`choice.entities` must be an object.")
    for name, value in entities.items():
        if not _NAME.fullmatch(name) or not _is_plain(value):
            raise BadTurn(f"`choice.entities` may hold short texts and numbers only; look at {name[:40]!r}.")
    return Choice(intent, entities)


def _is_plain(value: Any) -> bool:
    if isinstance(value, str):
        return len(value) <= LONGEST_VALUE
    return value is None or isinstance(value, int | float)
