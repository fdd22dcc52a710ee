"""Who has a conversation and why, what is timed, what happened, private notes, and which agents are there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from desk.adapters.sql.metadata import metadata
from desk.adapters.sql.types import Instant, Key


def _conversation(**options: Any) -> Column[str]:
    owner = ForeignKey("conversations.id", ondelete="CASCADE")
    return Column("conversation_id", Text, owner, nullable=False, **options)


handoffs = Table(
    "handoffs",
    metadata,
    _conversation(primary_key=True),
    Column("agent_id", Text, index=True),
    Column("agent_name", Text),
    Column("reason", Text),
    Column("since", Instant, nullable=False),
    Column("asked_at", Instant),
    Column("from_seq", Integer, nullable=False),
)

timers = Table(
    "timers",
    metadata,
    _conversation(primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("due_at", Instant, nullable=False, index=True),
    Column("epoch", Integer, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    _conversation(index=True),
    Column("at", Instant, nullable=False),
    Column("actor", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    sqlite_autoincrement=True,
)

notes = Table(
    "notes",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    _conversation(index=True),
    Column("at", Instant, nullable=False),
    Column("agent_id", Text, nullable=False),
    Column("agent_name", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("client_id", Text),
    UniqueConstraint("conversation_id", "client_id"),
    sqlite_autoincrement=True,
)

presence = Table(
    "presence",
    metadata,
    Column("agent_id", Text, primary_key=True),
    Column("agent_name", Text, nullable=False),
    Column("online", Boolean, nullable=False),
    Column("last_seen", Instant, nullable=False),
)
