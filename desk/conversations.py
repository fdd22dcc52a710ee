"""CONVERSATIONS: the transcript, who owns it, and one message at a time.

The server is the store: a message has its `seq` from one transaction, and every tab reads the same log.
A customer's message is kept before anything is computed from it; whoever answers it holds a lease, so that a
process that dies loses its turn and not the message. What is written under a stale `epoch` is dropped.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from desk.handoff import Reason, State

Sender = Literal["customer", "bot", "agent", "system"]

LEASE = timedelta(seconds=15)
MOST_WAITING = 12
SESSION_LIFE = timedelta(days=30)
LONGEST_MESSAGE = 2000
IDLE = timedelta(minutes=30)
LONGEST_EPISODE = 120


class SessionUnknown(LookupError):
    """The session is not one of ours, or it is over."""

    def __init__(self) -> None:
        super().__init__(
            "This session is not known or has ended. Start a new one; nothing you typed is lost."
        )


class ChoiceUnknown(LookupError):
    """The choice was never offered in this conversation."""


class ChoiceStale(LookupError):
    """The choice belongs to an earlier question of this conversation."""


class TooManyWaiting(RuntimeError):
    """The conversation has as many unanswered messages as it may have."""

    def __init__(self) -> None:
        super().__init__(
            f"{MOST_WAITING} of your messages are still waiting for their answers. This one was not taken; "
            "please send it again in a moment."
        )


class MessageUnusable(ValueError):
    """The message cannot be taken; the text says why and what to do."""


class MessageTooLong(MessageUnusable):
    """The message is longer than the desk takes."""

    def __init__(self, length: int) -> None:
        super().__init__(
            f"That message has {length:,} characters; the limit is {LONGEST_MESSAGE:,}. "
            "Please shorten it or send it in parts."
        )


@dataclass(frozen=True)
class Choice:
    """A button under a message: its id is ours, and what it stands for never leaves the server."""

    id: str
    title: str
    payload: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Message:
    """One line of the transcript. `reply_to` is the turn it answers: the seq of the last message that was asked in it.

    `turn` of a customer's message is that same number, once the message was asked together with what came with it.
    `payload` of a customer's message is what its button stands for, or notes of the desk's own about it.
    """

    seq: int
    sender: Sender
    text: str
    at: datetime
    choices: tuple[Choice, ...] = ()
    quote: dict[str, Any] | None = None
    ticket: dict[str, Any] | None = None
    expects: str | None = None
    client_msg_id: str | None = None
    reply_to: int | None = None
    payload: dict[str, Any] | None = None
    turn: int | None = None
    author: str | None = None
    """The agent's name on an agent's message."""

    @property
    def retries(self) -> int | None:
        """Return the seq of the message that a press of "Try again" asks to have answered."""
        return int(self.payload["retry"]) if self.payload and "retry" in self.payload else None

    @property
    def masked(self) -> tuple[str, ...]:
        """Return the kinds of secret that were taken out of the text before it was kept."""
        return tuple(self.payload["masked"]) if self.payload and "masked" in self.payload else ()

    @property
    def choice(self) -> dict[str, Any] | None:
        """Return what the pressed button stands for to the engine, or None when the text was typed."""
        return self.payload if self.payload and "intent" in self.payload else None

    def with_ticket(self, ticket: dict[str, Any]) -> Message:
        """Return the message with its ticket as it stands now."""
        return replace(self, ticket=ticket)


@dataclass(frozen=True)
class Draft:
    """A message about to be written: it gets its seq and its choices' ids from the store."""

    text: str
    sender: Sender = "bot"
    choices: tuple[tuple[str, dict[str, Any]], ...] = ()
    quote: dict[str, Any] | None = None
    ticket: dict[str, Any] | None = None
    expects: str | None = None
    author: str | None = None


@dataclass(frozen=True)
class Conversation:
    """A conversation as it stands. `episode` counts the engine's conversations within it."""

    id: str
    account_id: str | None
    account_name: str | None
    time_zone: str
    state: State
    epoch: int
    episode: int


@dataclass(frozen=True)
class Memory:
    """What the engine remembers of turn number `turn`: kept beside the answer, so that it can be given back."""

    turn: int
    events: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Turn:
    """What a customer said and is to be answered now, under a lease that only its holder may use.

    `messages` are typed one after another and asked as one; which they are is settled when they are first taken,
    so that a turn done by a process that died is the same turn when it is taken again.
    """

    conversation: Conversation
    messages: tuple[Message, ...]
    lease: str
    expects: str | None
    after: int = 0
    """The last turn the engine did in this episode; 0 when there is none."""

    @property
    def message(self) -> Message:
        """Return the last message, which the answer follows."""
        return self.messages[-1]

    @property
    def number(self) -> int:
        """Return what the turn is known by: the seq of its last message."""
        return self.message.seq

    @property
    def masked(self) -> tuple[str, ...]:
        """Return the kinds of secret that were taken out of any of the messages."""
        return tuple(dict.fromkeys(kind for message in self.messages for kind in message.masked))


class Conversations(Protocol):
    """Where conversations are kept. Every adapter passes tests/desk/test_conversations.py."""

    def start(
        self, account_id: str | None, account_name: str | None, time_zone: str, greeting: Draft
    ) -> tuple[str, Conversation]:
        """Begin a conversation with its greeting; return the session's token and the conversation."""
        ...

    def of_session(self, token: str) -> Conversation:
        """Return the conversation a session is bound to, or raise SessionUnknown."""
        ...

    def receive(
        self,
        conversation: str,
        client_msg_id: str,
        text: str | None,
        choice: str | None,
        masked: tuple[str, ...] = (),
    ) -> Message:
        """Keep a customer's message, or return the one kept before under the same `client_msg_id`.

        Raises ChoiceUnknown or ChoiceStale when `choice` is not one of the present prompt, TooManyWaiting when
        MOST_WAITING messages are unanswered.
        """
        ...

    def waiting(self, conversation: str) -> list[Message]:
        """Return the customer's messages that no turn was begun for yet, in order."""
        ...

    def hold(self, conversation: str, life: timedelta) -> None:
        """Make a wait for more that is on last at least `life` from now, within its limit; zero ends it."""
        ...

    def take(self, conversation: str) -> Turn | None:
        """Return the oldest unanswered messages that are one turn, with a lease on it.

        None while another holds the lease, and while more is waited for (see desk/bursts.py).
        """
        ...

    def answer(
        self, turn: Turn, drafts: list[Draft], memory: Memory | None = None, person: Reason | None = None
    ) -> list[Message]:
        """Write the answer and give the lease back; then ask for a `person`, when that is what it comes to.

        Under a stale epoch or lease nothing is written and nobody is asked for.
        """
        ...

    def remembered(self, turn: Turn) -> list[dict[str, Any]]:
        """Return what the engine remembered of the turn's episode before it, in order."""
        ...

    def renew(self, leases: Collection[str]) -> None:
        """Make leases last LEASE from now on; one that was lost stays lost."""
        ...

    def post(self, conversation: str, draft: Draft) -> Message:
        """Write a message that answers nothing the customer said."""
        ...

    def is_answered(self, conversation: str, seq: int) -> bool:
        """Return whether a customer's message has been answered."""
        ...

    def message(self, conversation: str, seq: int) -> Message:
        """Return one message."""
        ...

    def asked_in(self, conversation: str, turn: int) -> list[Message]:
        """Return the customer's messages that were asked together as `turn`, in order."""
        ...

    def heads(self, conversations: Collection[str]) -> dict[str, int]:
        """Return the seq of the last message of each of these conversations."""
        ...

    def replies(self, conversation: str, seq: int) -> list[Message]:
        """Return what followed a customer's message, in order."""
        ...

    def history(self, conversation: str, after: int = 0) -> list[Message]:
        """Return every message with a seq above `after`, in order."""
        ...

    def unanswered(self) -> list[str]:
        """Return the conversations with a message that nobody is answering."""
        ...


def is_new_episode(length: int, idle: timedelta) -> bool:
    """Return whether the engine should begin a conversation of its own, given that nothing is being asked.

    A turn costs the engine more the longer its conversation is, so an episode ends after a pause, or after
    `LONGEST_EPISODE` messages of either side. The customer's transcript goes on.
    """
    return idle >= IDLE or length >= LONGEST_EPISODE
