"""Requests in the desk's database: the row, its key and its delivery are one transaction."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from desk.adapters.sql.database import Database
from desk.adapters.sql.tables.outbox import outbox
from desk.adapters.sql.tables.requests import requests
from desk.adapters.sql.upsert import insert_once
from desk.clock import Clock
from desk.requests import (
    Filed,
    NewRequest,
    Request,
    RequestKey,
    Status,
    UnknownRequest,
    reference,
    request_id,
)
from desk.text import storable, storable_json


class SqlRequests:
    """The requests of one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def file(self, new: NewRequest) -> Filed:
        """File a request, or return the one filed first under the same key, whoever filed it."""
        with self._database.write() as connection:
            return self.file_within(connection, new)

    def file_within(self, connection: Connection, new: NewRequest) -> Filed:
        """Do what `file` does, inside a transaction that is already open."""
        key = storable(str(new.key))
        first = _by_key(connection, key)
        if first is not None:
            return _filed(first, created=False)
        created = insert_once(connection, requests, self._row(key, new), [requests.c.key])
        row = _by_key(connection, key)
        if row is None:
            raise UnknownRequest(key)
        if created:
            connection.execute(insert(outbox).values(_open_step(row)))
        return _filed(row, created=created)

    def by_ref(self, ref: str, account_id: str | None) -> Request:
        """Return the request, or raise UnknownRequest: also when it is another account's."""
        row = self._one(requests.c.id == request_id(ref))
        if row is None or row.account_id != account_id:
            raise UnknownRequest(ref)
        return request_of(row)

    def for_team(self, ref: str) -> Request:
        """Return the request whoever it belongs to: for the company's own people, never for a customer."""
        row = self._one(requests.c.id == request_id(ref))
        if row is None:
            raise UnknownRequest(ref)
        return request_of(row)

    def for_account(self, account_id: str) -> list[Request]:
        """Return an account's requests, the newest first."""
        query = select(requests).where(requests.c.account_id == account_id).order_by(requests.c.id.desc())
        with self._database.read() as connection:
            return [request_of(row) for row in connection.execute(query)]

    def find(self, key: RequestKey) -> Request | None:
        """Return the request filed under `key`, or None."""
        row = self._one(requests.c.key == storable(str(key)))
        return request_of(row) if row is not None else None

    def set_status(self, ref: str, status: Status) -> None:
        """Record how far the team is with a request."""
        with self._database.write() as connection:
            connection.execute(update(requests).where(requests.c.id == request_id(ref)).values(status=status))

    def _one(self, condition: Any) -> Row[Any] | None:
        with self._database.read() as connection:
            return connection.execute(select(requests).where(condition)).one_or_none()

    def _row(self, key: str, new: NewRequest) -> dict[str, Any]:
        return {
            "key": key,
            "kind": new.kind,
            "account_id": new.account_id,
            "account_name": storable(new.account_name),
            "email": storable(new.email),
            "conversation": storable(new.conversation),
            "about": storable(new.about),
            "subject": storable(" ".join(new.subject.split())),
            "body": storable(new.body),
            "fields": storable_json(new.fields),
            "quote": storable_json(new.quote),
            "priority": new.priority,
            "status": "received",
            "created_at": self._clock.now(),
        }


def _by_key(connection: Connection, key: str) -> Row[Any] | None:
    return connection.execute(select(requests).where(requests.c.key == key)).one_or_none()


def _open_step(row: Row[Any]) -> dict[str, Any]:
    return {
        "request_id": row.id,
        "step": "open",
        "key": row.key,
        "payload": {},
        "state": "waiting",
        "attempts": 0,
        "created_at": row.created_at,
    }


def _filed(row: Row[Any], *, created: bool) -> Filed:
    return Filed(reference(row.id), created, row.status, row.ticket_number, row.quote)


def request_of(row: Row[Any]) -> Request:
    """Return the request a row of the requests table holds."""
    columns = {column.name: getattr(row, column.name) for column in requests.c}
    return Request(ref=reference(row.id), **columns)
