"""THE OUTBOX: what must still reach the ticket system, and in words why it has not.

A delivery is leased, never taken: whoever dies holding one loses the lease, and another looks up the key and
goes on. Nothing is dropped: what cannot go on by itself is held for a person, who can retry it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from desk.requests import Request
from desk.tickets import FailureKind, TicketRef

Step = Literal["open", "note", "reply"]
State = Literal["waiting", "held", "done"]


@dataclass(frozen=True)
class Delivery:
    """A step that is ours to do until the lease ends."""

    id: int
    step: Step
    key: str
    text: str
    attempts: int
    lease_token: str
    request: Request


@dataclass(frozen=True)
class OutboxRow:
    """A step as it stands. A `done` one with a failure arrived, but not as it was sent."""

    id: int
    ref: str
    kind: str
    account_id: str | None
    step: Step
    state: State
    attempts: int
    due_at: datetime | None
    failure: FailureKind | None
    failure_words: str | None
    ticket_number: str | None
    created_at: datetime


class Outbox(Protocol):
    """Where deliveries wait. Per request they go out in the order they came in."""

    def add(self, ref: str, step: Step, text: str, key: str) -> bool:
        """Add a note or reply to a request's ticket; the same key again adds nothing and returns False."""
        ...

    def lease_next(self, now: datetime, lease: timedelta) -> Delivery | None:
        """Lease the oldest due delivery whose request has nothing before it, or return None."""
        ...

    def settle(
        self, delivery: Delivery, ticket: TicketRef, now: datetime, difference: str | None = None
    ) -> bool:
        """Mark it delivered, keep the ticket's number; False when the lease was lost to another."""
        ...

    def postpone(self, delivery: Delivery, kind: FailureKind, words: str, due_at: datetime) -> bool:
        """Give it back to be tried again at `due_at`; False when the lease was lost to another."""
        ...

    def hold(self, delivery: Delivery, kind: FailureKind, words: str) -> bool:
        """Set it aside for a person; False when the lease was lost to another."""
        ...

    def rows(self, *, everything: bool = False, ref: str | None = None) -> list[OutboxRow]:
        """Return what is waiting, held or arrived changed, oldest first; with `everything` the rest too."""
        ...

    def retry(self, ref: str | None = None) -> int:
        """Make held and postponed deliveries due at once, of one request or of all; return how many."""
        ...
