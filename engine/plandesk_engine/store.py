"""Where conversations are kept: one SQL table, and an error that is heard.

Rasa's own store is wrapped so that any fault falls back to memory: the customer is answered as if the conversation had
never begun, and those turns are gone. This one raises `StoreFailed`, which passes that wrapper; the turn is not stored
and the gateway says so. A database that is away for a while is used again as soon as it answers.
"""

from __future__ import annotations

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
from sqlalchemy.engine import URL, Engine, make_url
from sqlalchemy.orm import Session, sessionmaker

from plandesk_engine.failures import StoreFailed

SCHEMA = "engine"
PATIENCE = 5  # seconds a statement or a lock may take


class DeskTrackerStore(SQLTrackerStore):
    """Conversations in SQLite or PostgreSQL, without a fallback."""

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        self.engine = connect(database_url(host))
        self.sessionmaker = sessionmaker(bind=self.engine)
        self._ready = False
        TrackerStore.__init__(self, domain, event_broker)

    @contextmanager
    def session_scope(self) -> Iterator[Session]:
        """Give a session whose every fault is a `StoreFailed`; nothing half-written stays."""
        try:
            self.prepare()
            with self.sessionmaker() as session:
                yield session
        except (
            Exception
        ) as fault:  # a damaged row too: Rasa would take it for a conversation that never began
            raise StoreFailed(f"The conversation store failed: {_first_line(fault)}") from fault

    def prepare(self) -> None:
        """Make the table if it is not there yet; asks the database only until it has answered once."""
        if self._ready:
            return
        if self.engine.dialect.name == "postgresql":
            with self.engine.begin() as connection:
                connection.execute(sa.text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
        self.Base.metadata.create_all(self.engine)
        self._ready = True

    def check(self) -> None:
        """Raise `StoreFailed` unless conversations can be read just now."""
        with self.session_scope() as session:
            session.query(self.SQLEvent.id).limit(1).all()

    async def forget(self, sender_ids: Iterable[str]) -> int:
        """Delete every event of these conversations; return how many went."""
        with self.session_scope() as session:
            chosen = session.query(self.SQLEvent).filter(self.SQLEvent.sender_id.in_(list(sender_ids)))
            gone = chosen.delete(synchronize_session=False)
            session.commit()
            return int(gone)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation as stored, or None when it has not begun."""
        return await self._retrieve(sender_id, fetch_events_from_all_sessions=False)


def database_url(stated: str | None = None) -> URL:
    """Return where to keep conversations: what endpoints.yml says, ENGINE_DB_URL, a PostgreSQL DATABASE_URL, or var/engine.db.

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
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url, connect_args={"timeout": PATIENCE})

    @sa.event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: Any) -> None:
        """Readers beside the writer, and a power cut takes nothing that was answered."""
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")

    return engine


def _first_line(fault: Exception) -> str:
    return (str(getattr(fault, "orig", None) or fault).splitlines() or [type(fault).__name__])[0]
