"""HAND-OFFS: the agents' side of every conversation, seen from the doors.

Each call is one transaction: the change of owner, the words the customer reads and the audit line are kept together
or not at all. The same call again, from another tab or after a lost answer, changes nothing and returns the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from desk.accounts import Account
from desk.conversations import Message
from desk.engine import OpenRequest
from desk.handoff import Agent, Owner, Priority, Reason, State
from desk.requests import Filed, Request

Listener = Callable[[str | None], None]


class UnknownConversation(LookupError):
    """There is no conversation of that id."""

    def __init__(self, conversation: str) -> None:
        super().__init__(f"There is no conversation {conversation!r}.")


class NothingToApprove(LookupError):
    """The conversation holds no spike adjustment that could be approved."""

    def __init__(self) -> None:
        super().__init__("There is no request with a spike adjustment in this conversation to approve.")


@dataclass(frozen=True)
class Waiting:
    """A conversation in the queue: it waits for an agent, or an agent has it. `since` is when the wait began."""

    conversation: str
    state: State
    reason: Reason | None
    priority: Priority
    since: datetime
    account_id: str | None
    account_name: str | None
    verified: bool
    last_line: str
    unread: int
    """How many messages of the customer's no agent has answered."""
    agent: Agent | None = None


@dataclass(frozen=True)
class Note:
    """A private note: no customer ever sees it."""

    at: datetime
    by: Agent
    text: str


@dataclass(frozen=True)
class AuditLine:
    """What happened to a conversation, by whom, with its reason code."""

    at: datetime
    actor: str
    code: str
    detail: str
    epoch: int


@dataclass(frozen=True)
class Card:
    """Everything an agent needs to go on from where the bot stood. `quote` is as the customer last saw it."""

    conversation: str
    owner: Owner
    account_id: str | None
    account_name: str | None
    account: Account | None
    """The account's facts; None for a visitor, and while the records cannot be read."""
    request: OpenRequest | None = None
    quote: dict[str, Any] | None = None
    tried: tuple[str, ...] = ()
    """What the bot took the customer's messages of this episode for, in order."""
    tickets: tuple[Request, ...] = ()
    messages: tuple[Message, ...] = ()
    notes: tuple[Note, ...] = ()
    audit: tuple[AuditLine, ...] = field(default=())


class Handoffs(Protocol):
    """The agents' side of the conversations.

    Whatever names a conversation raises UnknownConversation; whatever an agent may not do just now raises
    desk.handoff.AlreadyTaken or NotYours, which say who has it.
    """

    def listen(self, listener: Listener) -> None:
        """Call `listener(conversation)` at each change of it, and `listener(None)` when who is online changed."""
        ...

    def online(self, agent: Agent) -> None:
        """Note that `agent` is there; to be said again within PRESENCE_LIFE for as long as that is so."""
        ...

    def away(self, agent_id: str) -> None:
        """Note that the agent is not there."""
        ...

    def keep_online(self, agent_id: str) -> None:
        """Note that an agent who is online still is; one who is away stays away."""
        ...

    def anyone_online(self) -> bool:
        """Return whether an agent is online."""
        ...

    def agents_online(self) -> list[Agent]:
        """Return the agents who are online, by name."""
        ...

    def queue(self) -> list[Waiting]:
        """Return the conversations that wait or that an agent has: the most pressing first, then the longest waiting."""
        ...

    def card(self, conversation: str) -> Card:
        """Return what an agent sees of a conversation."""
        ...

    def accept(self, conversation: str, agent: Agent, client_id: str) -> Owner:
        """Give the conversation to `agent`, or raise AlreadyTaken."""
        ...

    def reply(self, conversation: str, agent: Agent, text: str, client_msg_id: str) -> Message:
        """Write to the customer; where no agent has the conversation this takes it. The same id is written once."""
        ...

    def note(self, conversation: str, agent: Agent, text: str, client_id: str = "") -> Note:
        """Keep a private note; with a `client_id` the same one is kept once."""
        ...

    def give_back(self, conversation: str, agent: Agent, line: str = "") -> Owner:
        """Give the conversation back to the bot, after a last `line` to the customer."""
        ...

    def transfer(self, conversation: str, agent: Agent, to: Agent) -> Owner:
        """Pass the conversation on to another agent."""
        ...

    def resolve(self, conversation: str, agent: Agent) -> Owner:
        """Close the conversation; the customer's next message begins a new episode with the bot."""
        ...

    def file(self, conversation: str, agent: Agent, kind: str, subject: str, body: str) -> Filed:
        """File a request for the customer from the card; the same kind in the same episode is filed once."""
        ...

    def approve(self, conversation: str, agent: Agent, ref: str, remark: str = "") -> AuditLine:
        """Record that `agent` approves the spike adjustment of request `ref`, with name and time; once for each."""
        ...
