"""THE TICKET SYSTEM, in our words: what the desk needs of it, whichever system it is.

TicketFailure             something went wrong; `kind` sorts it, the message says it to a person
├── TicketSystemSilent    timeout: no answer; it may or may not have happened. Look, then try again
├── TicketSystemBroken    internal: an answer that makes no sense (a 500, HTML). Look, then try again
├── TicketRefused         permanent: this ticket will never be taken as it is. A person must look
└── TicketSetupWrong      config: no ticket will be taken (key, right, queue). A person must look
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol

FailureKind = Literal["exceeded", "permanent", "config", "internal", "timeout"]
TicketStatus = Literal["new", "open", "waiting", "resolved"]
TICKET_STATUSES: tuple[TicketStatus, ...] = ("new", "open", "waiting", "resolved")


class TicketFailure(Exception):
    """The ticket system did not do what was asked."""

    kind: FailureKind = "internal"

    def __init__(self, words: str, retry_after: timedelta | None = None) -> None:
        super().__init__(words)
        self.retry_after = retry_after


class TicketSystemSilent(TicketFailure):
    """No answer came in time: what was asked may have happened or not."""

    kind: FailureKind = "timeout"


class TicketSystemBroken(TicketFailure):
    """The system answered with something that makes no sense."""

    kind: FailureKind = "internal"


class TicketRefused(TicketFailure):
    """The system will never take this ticket as it is."""

    kind: FailureKind = "permanent"


class UnknownStatus(TicketRefused):
    """A ticket cannot be moved to a status there is none of."""

    def __init__(self, status: str) -> None:
        super().__init__(f"{status!r} is not a status of a ticket; use one of {', '.join(TICKET_STATUSES)}.")


class TicketSetupWrong(TicketFailure):
    """The system takes nothing from us until its settings or ours are changed."""

    kind: FailureKind = "config"


class UnknownTicket(LookupError):
    """There is no ticket of that number."""

    def __init__(self, number: str) -> None:
        super().__init__(f"There is no ticket {number!r}.")


@dataclass(frozen=True)
class TicketRef:
    """Where a ticket is: the system's name, its number there, and a page to open when there is one."""

    system: str
    number: str
    url: str | None = None


@dataclass(frozen=True)
class TicketDraft:
    """A ticket about to be opened; `key` is how it is found again."""

    key: str
    subject: str
    body: str
    requester_email: str
    requester_name: str
    priority: str = "normal"
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TicketEntry:
    """Something written on a ticket: a note only the team sees, or a reply the customer reads."""

    kind: Literal["note", "reply"]
    text: str
    key: str
    at: datetime
    author: str = "plandesk"


@dataclass(frozen=True)
class Ticket:
    """A ticket as the system holds it."""

    ref: TicketRef
    key: str
    subject: str
    body: str
    requester_email: str
    requester_name: str
    priority: str
    fields: dict[str, str]
    status: TicketStatus
    entries: tuple[TicketEntry, ...] = ()


class Tickets(Protocol):
    """Where requests are opened. Every adapter passes tests/desk/tickets_contract.py."""

    @property
    def system(self) -> str:
        """Return the name of the system, as in the TICKETS setting."""
        ...

    def find(self, key: str) -> TicketRef | None:
        """Return the ticket opened under `key`, or None."""
        ...

    def open(self, draft: TicketDraft) -> TicketRef:
        """Open a ticket. Whoever calls has looked for the key first."""
        ...

    def read(self, number: str) -> Ticket:
        """Return the ticket as it stands, or raise UnknownTicket."""
        ...

    def note(self, number: str, text: str, key: str) -> None:
        """Write a note that only the team sees; a note under the same `key` is written once."""
        ...

    def reply(self, number: str, text: str, key: str) -> None:
        """Write a reply that the customer reads; a reply under the same `key` is written once."""
        ...

    def set_status(self, number: str, status: TicketStatus) -> None:
        """Move the ticket to `status`."""
        ...
