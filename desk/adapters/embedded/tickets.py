"""Tickets in the desk's own database. The key is unique there, so even a lost race opens one ticket."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, select, update

from desk.adapters.sql.database import Database, DatabaseUnusable
from desk.adapters.sql.tables.tickets import entries, tickets
from desk.adapters.sql.upsert import insert_once
from desk.clock import Clock
from desk.text import storable, storable_json
from desk.tickets import (
    TICKET_STATUSES,
    Ticket,
    TicketDraft,
    TicketEntry,
    TicketRef,
    TicketStatus,
    TicketSystemSilent,
    UnknownStatus,
    UnknownTicket,
)

SYSTEM = "embedded"


class EmbeddedTickets:
    """The embedded ticket store."""

    system = SYSTEM

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, key: str) -> TicketRef | None:
        """Return the ticket opened under `key`, or None."""
        with self._reading() as connection:
            number = connection.scalar(select(tickets.c.id).where(tickets.c.key == storable(key)))
        return None if number is None else _ref(number)

    def open(self, draft: TicketDraft) -> TicketRef:
        """Open a ticket; the same key again returns the ticket there is."""
        key, now = storable(draft.key), self._clock.now()
        row = {
            "key": key,
            "subject": storable(draft.subject),
            "body": storable(draft.body),
            "requester_email": storable(draft.requester_email),
            "requester_name": storable(draft.requester_name),
            "priority": draft.priority,
            "fields": storable_json(draft.fields),
            "status": "new",
            "created_at": now,
            "updated_at": now,
        }
        with self._writing() as connection:
            insert_once(connection, tickets, row, [tickets.c.key])
            return _ref(connection.scalars(select(tickets.c.id).where(tickets.c.key == key)).one())

    def read(self, number: str) -> Ticket:
        """Return the ticket as it stands, or raise UnknownTicket."""
        with self._reading() as connection:
            row = _row(connection, number)
            written = connection.execute(
                select(entries).where(entries.c.ticket_id == row.id).order_by(entries.c.id)
            ).all()
        return _ticket(row, written)

    def note(self, number: str, text: str, key: str) -> None:
        """Write a note that only the team sees; a note under the same `key` is written once."""
        self._write(number, "note", text, key)

    def reply(self, number: str, text: str, key: str) -> None:
        """Write a reply that the customer reads; a reply under the same `key` is written once."""
        self._write(number, "reply", text, key)

    def set_status(self, number: str, status: TicketStatus) -> None:
        """Move the ticket to `status`, or raise UnknownStatus when there is no such status."""
        if status not in TICKET_STATUSES:
            raise UnknownStatus(status)
        with self._writing() as connection:
            row = _row(connection, number)
            change = update(tickets).where(tickets.c.id == row.id)
            connection.execute(change.values(status=status, updated_at=self._clock.now()))

    def _write(self, number: str, kind: str, text: str, key: str) -> None:
        with self._writing() as connection:
            ticket = _row(connection, number)
            row = {
                "ticket_id": ticket.id,
                "kind": kind,
                "text": storable(text),
                "key": storable(key),
                "author": "plandesk",
                "at": self._clock.now(),
            }
            if insert_once(connection, entries, row, [entries.c.ticket_id, entries.c.key]):
                connection.execute(
                    update(tickets).where(tickets.c.id == ticket.id).values(updated_at=row["at"])
                )

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._database.read() as connection:
                yield connection
        except DatabaseUnusable as fault:
            raise TicketSystemSilent(str(fault)) from fault

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        try:
            with self._database.write() as connection:
                yield connection
        except DatabaseUnusable as fault:
            raise TicketSystemSilent(str(fault)) from fault


def _ref(number: int) -> TicketRef:
    return TicketRef(SYSTEM, f"T-{number}")


def _row(connection: Connection, number: str) -> Row[Any]:
    digits = number.removeprefix("T-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
        raise UnknownTicket(number)
    row = connection.execute(select(tickets).where(tickets.c.id == int(digits))).one_or_none()
    if row is None:
        raise UnknownTicket(number)
    return row


def _ticket(row: Row[Any], written: Any) -> Ticket:
    return Ticket(
        ref=_ref(row.id),
        key=row.key,
        subject=row.subject,
        body=row.body,
        requester_email=row.requester_email,
        requester_name=row.requester_name,
        priority=row.priority,
        fields=dict(row.fields),
        status=row.status,
        entries=tuple(TicketEntry(item.kind, item.text, item.key, item.at, item.author) for item in written),
    )
