"""The outbox: what must still reach the ticket system. A row is never deleted, only settled."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from desk.adapters.sql.metadata import metadata
from desk.adapters.sql.types import Instant, Key

outbox = Table(
    "outbox",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("request_id", Key, ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
    Column("step", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("payload", JSON, nullable=False),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant),
    Column("lease_token", Text),
    Column("lease_until", Instant),
    Column("failure", Text),
    Column("failure_words", Text),
    Column("created_at", Instant, nullable=False),
    Column("done_at", Instant),
    UniqueConstraint("key"),
    Index(None, "state", "due_at"),
    Index(None, "request_id", "id"),
    sqlite_autoincrement=True,
)
