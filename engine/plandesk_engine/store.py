"""Where conversations are kept: one SQL table, and an error that is heard.

Rasa's own store is wrapped so that any fault falls back to memory: the customer is answered as if the conversation had
never begun, and those turns are gone. This one raises `StoreFailed`, which passes that wrapper; the turn is not stored
and the gateway says so. A database that is away for a while is used again as soon as it answers.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import URL, Connection, Engine, make_url

from plandesk_engine.failures import StoreFailed

SCHEMA = "engine"
PATIENCE = 5  # seconds a statement or a lock may take


EVENTS = SQLTrackerStore.SQLEvent.__table__


class DeskTrackerStore(TrackerStore):
    """Conversations in SQLite or PostgreSQL, in the table Rasa itself uses, without a fallback."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        self.engine = connect(database_url(host))
        self._ready = False
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation as stored, or None when it has not begun."""
        with self._connection() as connection:
            rows = connection.execute(
                sa.select(EVENTS.c.data).where(EVENTS.c.sender_id == sender_id).order_by(EVENTS.c.id)
            ).scalars()
            events = [json.loads(row) for row in rows]
            if not events:
                return None
            tracker = DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)
            tracker.stored_events = len(tracker.events)
            return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Add what happened since the conversation was retrieved: all of it, or nothing."""
        new = list(tracker.events)[getattr(tracker, "stored_events", 0) :]
        if not new:
            return
        with self._connection() as connection:
            connection.execute(sa.insert(EVENTS), [_row(tracker.sender_id, event.as_dict()) for event in new])
        tracker.stored_events = len(tracker.events)

    async def restore(self, sender_id: str, events: list[dict[str, Any]]) -> None:
        """Replace what is stored of a conversation by these events: all of them, or nothing changes."""
        with self._connection() as connection:
            connection.execute(sa.delete(EVENTS).where(EVENTS.c.sender_id == sender_id))
            connection.execute(sa.insert(EVENTS), [_row(sender_id, event) for event in events])

    async def keys(self) -> Iterable[str]:
        """Return the ids of all conversations."""
        with self._connection() as connection:
            return list(connection.execute(sa.select(EVENTS.c.sender_id).distinct()).scalars())

    async def forget(self, sender_ids: Iterable[str]) -> int:
        """Delete every event of these conversations; return how many went."""
        with self._connection() as connection:
            return connection.execute(
                sa.delete(EVENTS).where(EVENTS.c.sender_id.in_(list(sender_ids)))
            ).rowcount

    def check(self) -> None:
        """Raise `StoreFailed` unless conversations can be read just now."""
        with self._connection() as connection:
            connection.execute(sa.select(EVENTS.c.id).limit(1)).all()

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        """Give one transaction whose every fault is a `StoreFailed`; a damaged row is one as well."""
        try:
            self._prepare()
            with self.engine.begin() as connection:
                yield connection
        except Exception as fault:
            raise StoreFailed(f"The conversation store failed: {_first_line(fault)}") from fault

    def _prepare(self) -> None:
        """Make the table if it is not there yet; asks the database only until it has answered once."""
        if self._ready:
            return
        if self.engine.dialect.name == "postgresql":
            with self.engine.begin() as connection:
                connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        EVENTS.create(self.engine, checkfirst=True)
        self._ready = True


def _row(sender_id: str, event: dict[str, Any]) -> dict[str, Any]:
    """Return the row Rasa's own store would write, so that its tools can read the table."""
    return {
        "sender_id": sender_id,
        "type_name": event["event"],
        "timestamp": event.get("timestamp"),
        "intent_name": event.get("parse_data", {}).get("intent", {}).get("name"),
        "action_name": event.get("name"),
        "data": json.dumps(event),
    }


def database_url(stated: str | None = None) -> URL:
    """Return where conversations are: endpoints.yml, ENGINE_DB_URL, a PostgreSQL DATABASE_URL, or var/engine.db.

    A SQLite DATABASE_URL is the gateway's own file, which has one writer; the engine then keeps its own beside it.
    """
    shared = os.environ.get("DATABASE_URL", "")
    text = stated or os.environ.get("ENGINE_DB_URL") or (shared if shared.startswith("postgres") else "")
    url = make_url(text or "sqlite:///var/engine.db")
    if url.drivername.startswith("postgres"):
        return url.set(drivername="postgresql+psycopg2")
    return url


def connect(url: URL) -> Engine:
    """Return an engine that waits `PATIENCE` seconds at most and notices connections that died."""
    if url.drivername.startswith("sqlite"):
        return _sqlite(url)
    options = {"connect_timeout": PATIENCE, "options": f"-c statement_timeout={PATIENCE * 1000}"}
    engine = sa.create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=5, connect_args=options)
    return engine.execution_options(schema_translate_map={None: SCHEMA})


def _sqlite(url: URL) -> Engine:
    """A pool that keeps its connection, as long as the file behind it is still the one in its place."""
    path = Path(url.database or "")
    path.parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": PATIENCE}, poolclass=sa.pool.QueuePool)
    table = [
        str(part.compile(engine))
        for part in (
            sa.schema.CreateTable(EVENTS, if_not_exists=True),
            *(sa.schema.CreateIndex(index, if_not_exists=True) for index in EVENTS.indexes),
        )
    ]

    @sa.event.listens_for(engine, "connect")
    def _durable(connection: Any, record: Any) -> None:
        """Readers beside the writer; a power cut takes nothing that was answered; a file that is new has the table."""
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        for statement in table:
            connection.execute(statement)
        record.info["file"] = _identity(path)

    @sa.event.listens_for(engine, "checkout")
    def _still_there(_connection: Any, record: Any, _proxy: Any) -> None:
        """SQLite goes on writing into a file that was removed or replaced; that would be lost without a word."""
        if record.info["file"] != _identity(path):
            raise sa.exc.DisconnectionError(f"{path} was removed or replaced.")

    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _first_line(fault: Exception) -> str:
    return (str(getattr(fault, "orig", None) or fault).splitlines() or [type(fault).__name__])[0]
