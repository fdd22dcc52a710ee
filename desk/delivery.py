"""DELIVERY: every request reaches the ticket system exactly once, whoever dies on the way.

Each step is: look up the key, create only if it is not there, read back, compare. What may pass by itself is
tried again later and later; what needs a person is held, with the reason in words. Nothing is dropped.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from desk.outbox import Delivery, Outbox
from desk.ticket_draft import difference, draft_for
from desk.tickets import FailureKind, TicketFailure, TicketRef, Tickets, UnknownTicket

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=90)
"""At least twice the longest timeout of an adapter, so that a lease never ends under a living worker."""

MOST_ATTEMPTS = 40
FIRST_WAIT = timedelta(seconds=1)
LONGEST_WAIT = timedelta(minutes=30)
BY_ITSELF: frozenset[FailureKind] = frozenset(("timeout", "internal"))


@dataclass(frozen=True)
class Delivered:
    """What one round of deliveries did."""

    settled: int = 0
    postponed: int = 0
    held: int = 0

    @property
    def total(self) -> int:
        """Return how many steps were taken up."""
        return self.settled + self.postponed + self.held

    def __add__(self, other: Delivered) -> Delivered:
        """Return both rounds as one."""
        return Delivered(
            self.settled + other.settled, self.postponed + other.postponed, self.held + other.held
        )


def deliver_due(
    outbox: Outbox,
    tickets: Tickets,
    now: Callable[[], datetime],
    *,
    most: int = 100,
    jitter: Callable[[], float] = random.random,
) -> Delivered:
    """Deliver what is due, at most `most` steps, one lease at a time; return what came of it."""
    done = Delivered()
    while done.total < most and (delivery := outbox.lease_next(now(), LEASE)) is not None:
        done = done + _deliver(delivery, outbox, tickets, now, jitter)
    return done


def _deliver(
    delivery: Delivery,
    outbox: Outbox,
    tickets: Tickets,
    now: Callable[[], datetime],
    jitter: Callable[[], float],
) -> Delivered:
    try:
        ticket, differs = _step(delivery, tickets)
    except Exception as fault:
        failure = _sorted(fault)
        if failure.kind not in BY_ITSELF:
            outbox.hold(delivery, failure.kind, str(failure))
            return Delivered(held=1)
        if delivery.attempts >= MOST_ATTEMPTS:
            words = f"Given up after {delivery.attempts} attempts. The last one: {failure}"
            outbox.hold(delivery, "exceeded", words)
            return Delivered(held=1)
        due_at = now() + wait_before(delivery.attempts, failure.retry_after, jitter)
        outbox.postpone(delivery, failure.kind, str(failure), due_at)
        return Delivered(postponed=1)
    outbox.settle(delivery, ticket, now(), differs)
    return Delivered(settled=1)


def _step(delivery: Delivery, tickets: Tickets) -> tuple[TicketRef, str | None]:
    """Do one step; return the ticket, and what the system kept differently, if anything."""
    if delivery.step == "open":
        draft = draft_for(delivery.request)
        ref = tickets.find(draft.key) or tickets.open(draft)
        return ref, difference(draft, tickets.read(ref.number))
    request = delivery.request
    if request.ticket_system is None or request.ticket_number is None:
        raise UnknownTicket(request.ref)
    write = tickets.note if delivery.step == "note" else tickets.reply
    write(request.ticket_number, delivery.text, delivery.key)
    written = {entry.key: entry.text for entry in tickets.read(request.ticket_number).entries}
    ref = TicketRef(request.ticket_system, request.ticket_number)
    same = written.get(delivery.key) == delivery.text
    return ref, None if same else f"Ticket {ref.number} does not show the {delivery.step} as it was written."


def _sorted(fault: Exception) -> TicketFailure:
    """Return any failure as one whose kind says whether it passes by itself."""
    if isinstance(fault, TicketFailure):
        return fault
    if isinstance(fault, UnknownTicket):
        gone = TicketFailure(f"The ticket is gone from the ticket system: {fault}")
        gone.kind = "permanent"
        return gone
    log.error("a delivery failed in a way no adapter should let through", exc_info=fault)
    return TicketFailure(f"An unexpected {type(fault).__name__} on our side; the log has the details.")


def wait_before(attempt: int, asked: timedelta | None, jitter: Callable[[], float]) -> timedelta:
    """Return how long to wait after an attempt: doubling, spread by a quarter each way, at least `asked`."""
    doubled: timedelta = min(FIRST_WAIT * 2 ** min(attempt - 1, 20), LONGEST_WAIT)
    spread = doubled * (0.75 + jitter() / 2)
    return max(spread, asked or timedelta(0))
