"""WHO MAY SPEAK: one owner at a time for each conversation, decided here and nowhere else. Pure: no clock, no I/O.

`step` takes the owner as it stands and what happened, and returns the owner after it with what follows: words, a
request to file, a line for the audit trail. The `epoch` grows whenever somebody else may speak, so what was computed
under an earlier one is known to be late. Timers belong to the owner: a new epoch has none of the earlier ones.

Errors:
    HandoffRefused
    ├── AlreadyTaken: another agent has the conversation
    ├── NotYours: the agent does not have the conversation
    └── StaleEpoch: somebody else has had the conversation since
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, get_args

State = Literal["bot", "waiting", "human", "ticketed", "closed"]
Reason = Literal["asked", "misunderstood", "failed", "needs_review", "annoyed", "agent_silent", "took_over"]
TimerKind = Literal["position", "choose", "give_up", "agent_silent", "customer_silent"]
Option = Literal["ask_person", "leave_message", "keep_waiting", "prefer_bot"]
Priority = Literal["urgent", "high", "normal"]
BOTS: tuple[State, ...] = ("bot", "ticketed", "closed")
"""Where the customer's next message goes to the bot."""
REASONS: tuple[Reason, ...] = get_args(Reason)

WAITS: Mapping[TimerKind, timedelta] = {
    "position": timedelta(minutes=2),
    "choose": timedelta(minutes=5),
    "give_up": timedelta(minutes=10),
}
AGENT_SILENT = timedelta(minutes=10)
CUSTOMER_SILENT = timedelta(minutes=30)
PRESENCE_LIFE = timedelta(seconds=60)
PRESSING: Mapping[str | None, Priority] = {"agent_silent": "urgent", "failed": "high", "needs_review": "high"}
URGENCY: tuple[Priority, ...] = ("urgent", "high", "normal")


def priority_of(reason: str | None) -> Priority:
    """Return how pressing a wait for this reason is."""
    return PRESSING.get(reason, "normal")


def reason_of(said: str) -> Reason:
    """Return the reason an engine names; one that we do not know is a failure of its."""
    return next((reason for reason in REASONS if reason == said), "failed")


def in_line(reason: str | None, asked_at: datetime, conversation: str) -> tuple[int, datetime, str]:
    """Return what those who wait are sorted by: the most pressing first, then whoever waits longest."""
    return URGENCY.index(priority_of(reason)), asked_at, conversation


@dataclass(frozen=True)
class Agent:
    """A person of the team, as a conversation knows them."""

    id: str
    name: str


class HandoffRefused(RuntimeError):
    """What an agent or a customer wanted does not fit the conversation as it stands."""


class AlreadyTaken(HandoffRefused):
    """Another agent has the conversation."""

    def __init__(self, by: Agent) -> None:
        self.by = by
        super().__init__(f"{by.name} has this conversation already.")


class NotYours(HandoffRefused):
    """The agent does not have the conversation; accept it first."""

    def __init__(self, by: Agent | None) -> None:
        self.by = by
        has_it = f"{by.name} has this conversation" if by else "Nobody has this conversation"
        super().__init__(f"{has_it}. Accept it first.")


class StaleEpoch(HandoffRefused):
    """What was said or pressed belongs to an earlier owner of the conversation."""

    def __init__(self, epoch: int, now: int) -> None:
        self.epoch = epoch
        super().__init__(f"Epoch {epoch} is over; the conversation is in epoch {now}.")


@dataclass(frozen=True)
class Owner:
    """Who may speak. `since` is when the state began, `asked_at` when the present wait for a person did.

    `identified` is whether the customer is known, so that a request can be filed for them.
    """

    state: State = "bot"
    epoch: int = 1
    agent: Agent | None = None
    reason: Reason | None = None
    since: datetime | None = None
    asked_at: datetime | None = None
    identified: bool = False
    timers: Mapping[TimerKind, datetime] = field(default_factory=dict)

    @property
    def priority(self) -> Priority:
        """Return how pressing the wait is."""
        return priority_of(self.reason)

    @property
    def is_bots(self) -> bool:
        """Return whether the customer's next message goes to the bot."""
        return self.state in BOTS


@dataclass(frozen=True)
class PersonAsked:
    """The bot's turn asks for a person, for the customer or because it cannot go on."""

    reason: Reason


@dataclass(frozen=True)
class CustomerSpoke:
    """A message of the customer's was kept."""


@dataclass(frozen=True)
class CustomerChose:
    """The customer pressed a button of the desk's own, offered in `epoch`."""

    option: Option
    epoch: int


@dataclass(frozen=True)
class AgentAccepted:
    """An agent takes the conversation."""

    agent: Agent


@dataclass(frozen=True)
class AgentReplied:
    """An agent writes to the customer; where no agent has the conversation, this takes it."""

    agent: Agent


@dataclass(frozen=True)
class ReturnedToBot:
    """The agent gives the conversation back to the bot."""

    agent: Agent


@dataclass(frozen=True)
class Transferred:
    """The agent passes the conversation on to another."""

    agent: Agent
    to: Agent


@dataclass(frozen=True)
class Resolved:
    """The agent is done with the conversation."""

    agent: Agent


@dataclass(frozen=True)
class TimerDue:
    """A timer set in `epoch` has run out."""

    kind: TimerKind
    epoch: int


@dataclass(frozen=True)
class NobodyOnline:
    """No agent is online any more."""


Event = (
    PersonAsked
    | CustomerSpoke
    | CustomerChose
    | AgentAccepted
    | AgentReplied
    | ReturnedToBot
    | Transferred
    | Resolved
    | TimerDue
    | NobodyOnline
)


@dataclass(frozen=True)
class Say:
    """Words of the desk's own, by their name in phrases.yml, with the buttons of the wait beside them."""

    phrase: str
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class FileRequest:
    """A request that someone writes to the customer is filed, and its reference said."""

    reason: Reason


@dataclass(frozen=True)
class NewEpisode:
    """The bot begins afresh with the account and what was worked out; `offers` an interrupted request again."""

    offers: bool = True


@dataclass(frozen=True)
class KeepTranscript:
    """The conversation goes on the customer's open ticket, if there is one."""


@dataclass(frozen=True)
class Audit:
    """One line of the audit trail."""

    actor: str
    code: str
    detail: str = ""


Effect = Say | FileRequest | NewEpisode | KeepTranscript | Audit


@dataclass(frozen=True)
class Change:
    """The owner after an event, and what follows from it."""

    owner: Owner
    effects: tuple[Effect, ...] = ()
