"""The outbox in the desk's database: leases are rows, so a killed worker's work goes on elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Row, and_, exists, or_, select, update
from sqlalchemy.sql import ColumnElement, Select

from desk.adapters.sql.database import Database
from desk.adapters.sql.requests import request_of
from desk.adapters.sql.tables.outbox import outbox
from desk.adapters.sql.tables.requests import requests
from desk.adapters.sql.upsert import insert_once
from desk.clock import Clock
from desk.outbox import Delivery, OutboxRow, Step
from desk.requests import reference, request_id
from desk.text import storable
from desk.tickets import FailureKind, TicketRef

RELEASED: dict[str, Any] = {"lease_token": None, "lease_until": None}


class SqlOutbox:
    """The outbox of one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def add(self, ref: str, step: Step, text: str, key: str) -> bool:
        """Add a note or reply to a request's ticket; the same key again adds nothing and returns False."""
        with self._database.write() as connection:
            return self.add_within(connection, ref, step, text, key)

    def add_within(self, connection: Connection, ref: str, step: Step, text: str, key: str) -> bool:
        """Do what `add` does, inside a transaction that is already open."""
        row = {
            "request_id": request_id(ref),
            "step": step,
            "key": storable(key),
            "payload": {"text": storable(text)},
            "state": "waiting",
            "attempts": 0,
            "created_at": self._clock.now(),
        }
        return insert_once(connection, outbox, row, [outbox.c.key])

    def lease_next(self, now: datetime, lease: timedelta) -> Delivery | None:
        """Lease the oldest due delivery whose request has nothing before it, or return None."""
        with self._database.read() as connection:
            if connection.execute(_due(now)).first() is None:
                return None
        with self._database.write() as connection:
            row = connection.execute(_due(now).with_for_update(skip_locked=True, of=outbox)).first()
            if row is None:
                return None
            token = uuid4().hex
            connection.execute(
                update(outbox)
                .where(outbox.c.id == row.id)
                .values(lease_token=token, lease_until=now + lease, attempts=outbox.c.attempts + 1)
            )
            request = connection.execute(select(requests).where(requests.c.id == row.request_id)).one()
        text = row.payload.get("text", "")
        return Delivery(row.id, row.step, row.key, text, row.attempts + 1, token, request_of(request))

    def settle(
        self, delivery: Delivery, ticket: TicketRef, now: datetime, difference: str | None = None
    ) -> bool:
        """Mark it delivered, keep the ticket's number; False when the lease was lost to another."""
        values = {"state": "done", "done_at": now, "failure_words": difference}
        values["failure"] = "permanent" if difference else None
        with self._database.write() as connection:
            if not _close(connection, delivery, values):
                return False
            if delivery.step == "open":
                _remember_ticket(connection, delivery.request.id, ticket)
        return True

    def postpone(self, delivery: Delivery, kind: FailureKind, words: str, due_at: datetime) -> bool:
        """Give it back to be tried again at `due_at`; False when the lease was lost to another."""
        with self._database.write() as connection:
            return _close(
                connection, delivery, {"failure": kind, "failure_words": storable(words), "due_at": due_at}
            )

    def hold(self, delivery: Delivery, kind: FailureKind, words: str) -> bool:
        """Set it aside for a person; False when the lease was lost to another."""
        with self._database.write() as connection:
            return _close(
                connection, delivery, {"state": "held", "failure": kind, "failure_words": storable(words)}
            )

    def rows(self, *, everything: bool = False, ref: str | None = None) -> list[OutboxRow]:
        """Return what is waiting, held or arrived changed, oldest first; with `everything` the rest too."""
        query = select(outbox, requests.c.kind, requests.c.account_id, requests.c.ticket_number)
        query = query.join(requests, requests.c.id == outbox.c.request_id).order_by(outbox.c.id)
        if ref is not None:
            query = query.where(outbox.c.request_id == request_id(ref))
        if not everything:
            query = query.where(or_(outbox.c.state != "done", outbox.c.failure.is_not(None)))
        with self._database.read() as connection:
            return [_outbox_row(row) for row in connection.execute(query)]

    def retry(self, ref: str | None = None) -> int:
        """Make held and postponed deliveries due at once, of one request or of all; return how many."""
        stuck = or_(outbox.c.state == "held", and_(outbox.c.state == "waiting", outbox.c.due_at.is_not(None)))
        differs = and_(outbox.c.state == "done", outbox.c.failure.is_not(None), outbox.c.step == "open")
        change = update(outbox).where(or_(stuck, differs))
        if ref is not None:
            change = change.where(outbox.c.request_id == request_id(ref))
        with self._database.write() as connection:
            return connection.execute(
                change.values(state="waiting", attempts=0, due_at=None, **RELEASED)
            ).rowcount


def _due(now: datetime) -> Select[Any]:
    """Select the oldest step that is due, free, and the first unfinished one of its request."""
    earlier = outbox.alias("earlier")
    blocked: ColumnElement[bool] = exists().where(
        earlier.c.request_id == outbox.c.request_id, earlier.c.id < outbox.c.id, earlier.c.state != "done"
    )
    return (
        select(outbox)
        .where(
            outbox.c.state == "waiting",
            or_(outbox.c.due_at.is_(None), outbox.c.due_at <= now),
            or_(outbox.c.lease_until.is_(None), outbox.c.lease_until <= now),
            ~blocked,
        )
        .order_by(outbox.c.id)
        .limit(1)
    )


def _close(connection: Connection, delivery: Delivery, values: dict[str, Any]) -> bool:
    """End the lease with `values`, if it is still ours."""
    ours = and_(outbox.c.id == delivery.id, outbox.c.lease_token == delivery.lease_token)
    return connection.execute(update(outbox).where(ours).values(**values, **RELEASED)).rowcount == 1


def _remember_ticket(connection: Connection, number: int, ticket: TicketRef) -> None:
    mine = requests.c.id == number
    known = {"ticket_system": ticket.system, "ticket_number": ticket.number}
    connection.execute(update(requests).where(mine).values(**known))
    connection.execute(
        update(requests).where(mine, requests.c.status == "received").values(status="with_team")
    )


def _outbox_row(row: Row[Any]) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        ref=reference(row.request_id),
        kind=row.kind,
        account_id=row.account_id,
        step=row.step,
        state=row.state,
        attempts=row.attempts,
        due_at=row.due_at,
        failure=row.failure,
        failure_words=row.failure_words,
        ticket_number=row.ticket_number,
        created_at=row.created_at,
    )
