"""THE ENGINE: what understands a message and answers it, seen from the desk.

A turn either happened as a whole or not at all: `EngineFailure` says which part failed, and the conversation
stands as it did before the turn.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

Part = Literal["engine", "actions", "store", "timeout", "starting"]


class EngineFailure(Exception):
    """A turn could not be answered; `part` says what failed, the message is for the log."""

    def __init__(self, part: Part, detail: str) -> None:
        self.part = part
        super().__init__(detail)


class EpisodeLost(EngineFailure):
    """The engine does not hold this episode as the desk knows it: it must be restored before a turn can be answered."""

    def __init__(self, detail: str) -> None:
        super().__init__("store", detail)


@dataclass(frozen=True)
class Facts:
    """What the desk knows about a turn and the text does not say."""

    account: str | None
    conversation: str
    episode: int
    epoch: int
    now: datetime
    time_zone: str
    expects: str | None = None
    turn: int = 0
    """The seq of the message: a turn asked for twice is answered twice and done once."""
    after: int = 0
    """The last turn the engine is known to have done in this episode; 0 when there is none yet."""
    agents_online: bool = False
    """Whether a person could take over now; nothing may be promised when not."""

    @property
    def sender(self) -> str:
        """Return the engine's own conversation id: one for each episode."""
        return f"{self.conversation}-{self.episode}"


@dataclass(frozen=True)
class Said:
    """One thing the engine says, with what belongs to it."""

    text: str
    choices: tuple[tuple[str, dict[str, Any]], ...] = ()
    quote: dict[str, Any] | None = None
    ticket: dict[str, Any] | None = None
    expects: str | None = None
    handoff: str | None = None
    """Why a person is asked for, when one is; the text may then be empty."""


@dataclass(frozen=True)
class Reply:
    """What the engine made of a turn."""

    said: tuple[Said, ...]
    understood: dict[str, Any] = field(default_factory=dict)
    events: tuple[dict[str, Any], ...] = ()
    """What the engine remembers since the turn in `Facts.after`; with it an episode can be given back."""


@dataclass(frozen=True)
class Value:
    """One thing an open request knows. `confidence` is how sure the engine was of what was said, 0 to 1."""

    name: str
    value: Any
    origin: Literal["customer", "account"]
    confidence: float | None = None


@dataclass(frozen=True)
class OpenRequest:
    """A request that was begun and not finished."""

    kind: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Carried:
    """What the next episode begins with. `events` is empty when there is nothing to begin with."""

    request: str | None = None
    """The kind of the request that is offered again, or None."""
    events: tuple[dict[str, Any], ...] = ()


class Remembered(Protocol):
    """What can be read out of an engine's memory of an episode. Pure."""

    def open_request(self, events: list[dict[str, Any]]) -> OpenRequest | None:
        """Return the request that is open or was interrupted, or None."""
        ...

    def tried(self, events: list[dict[str, Any]]) -> tuple[str, ...]:
        """Return what the engine took each of the customer's messages for, in order."""
        ...

    def carried(self, events: list[dict[str, Any]], turn: int, *, offers: bool) -> Carried:
        """Return what the next episode begins with, as if it were turn number `turn` of it.

        `offers`: the open request is offered again, and a yes goes on with it.
        """
        ...


class Engine(Protocol):
    """What answers customers while the bot owns the conversation."""

    def turn(self, facts: Facts, text: str, choice: dict[str, Any] | None) -> Reply:
        """Answer one message, or raise EngineFailure. `choice` is what a button stands for.

        Raises EpisodeLost, and does nothing, when the engine does not know the turn `facts.after`.
        """
        ...

    def restore(self, facts: Facts, events: list[dict[str, Any]]) -> None:
        """Give the engine its memory of an episode back, in place of what it has; or raise EngineFailure."""
        ...

    def is_ready(self) -> bool:
        """Return whether a model is loaded and a turn would be answered."""
        ...
