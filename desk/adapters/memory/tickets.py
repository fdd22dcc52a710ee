"""Tickets in memory. Like most real systems it has no unique key: opening twice makes two tickets."""

from __future__ import annotations

from dataclasses import replace

from desk.clock import Clock, SystemClock
from desk.tickets import (
    TICKET_STATUSES,
    Ticket,
    TicketDraft,
    TicketEntry,
    TicketRef,
    TicketStatus,
    UnknownStatus,
    UnknownTicket,
)


class MemoryTickets:
    """Tickets that live as long as the process."""

    system = "memory"

    def __init__(self, clock: Clock | None = None) -> None:
        self._clock = clock or SystemClock()
        self.tickets: dict[str, Ticket] = {}

    def find(self, key: str) -> TicketRef | None:
        """Return the ticket opened first under `key`, or None."""
        return next((ticket.ref for ticket in self.tickets.values() if ticket.key == key), None)

    def open(self, draft: TicketDraft) -> TicketRef:
        """Open a ticket."""
        ref = TicketRef(self.system, f"M-{len(self.tickets) + 1}")
        self.tickets[ref.number] = Ticket(
            ref=ref,
            key=draft.key,
            subject=draft.subject,
            body=draft.body,
            requester_email=draft.requester_email,
            requester_name=draft.requester_name,
            priority=draft.priority,
            fields=dict(draft.fields),
            status="new",
        )
        return ref

    def read(self, number: str) -> Ticket:
        """Return the ticket as it stands, or raise UnknownTicket."""
        if number not in self.tickets:
            raise UnknownTicket(number)
        return self.tickets[number]

    def note(self, number: str, text: str, key: str) -> None:
        """Write a note that only the team sees; a note under the same `key` is written once."""
        self._write(number, TicketEntry("note", text, key, self._clock.now()))

    def reply(self, number: str, text: str, key: str) -> None:
        """Write a reply that the customer reads; a reply under the same `key` is written once."""
        self._write(number, TicketEntry("reply", text, key, self._clock.now()))

    def set_status(self, number: str, status: TicketStatus) -> None:
        """Move the ticket to `status`, or raise UnknownStatus when there is no such status."""
        if status not in TICKET_STATUSES:
            raise UnknownStatus(status)
        self.tickets[number] = replace(self.read(number), status=status)

    def _write(self, number: str, entry: TicketEntry) -> None:
        ticket = self.read(number)
        if entry.key not in {written.key for written in ticket.entries}:
            self.tickets[number] = replace(ticket, entries=(*ticket.entries, entry))
