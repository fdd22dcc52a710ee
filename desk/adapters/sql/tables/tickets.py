"""The embedded ticket store: a ticket system for those who have none yet."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Table, Text, UniqueConstraint

from desk.adapters.sql.metadata import metadata
from desk.adapters.sql.types import Instant, Key

tickets = Table(
    "embedded_tickets",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("requester_email", Text, nullable=False),
    Column("requester_name", Text, nullable=False),
    Column("priority", Text, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("status", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)

entries = Table(
    "embedded_ticket_entries",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column(
        "ticket_id", Key, ForeignKey("embedded_tickets.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("ticket_id", "key"),
    sqlite_autoincrement=True,
)
