"""Requests: one row per idempotency key, for good. Numbers are never used again."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Table, Text, UniqueConstraint

from desk.adapters.sql.metadata import metadata
from desk.adapters.sql.types import Instant, Key

requests = Table(
    "requests",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("key", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("account_id", Text, index=True),
    Column("account_name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("conversation", Text, nullable=False, index=True),
    Column("about", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("fields", JSON, nullable=False),
    Column("quote", JSON(none_as_null=True)),
    Column("priority", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("ticket_system", Text),
    Column("ticket_number", Text, index=True),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("key"),
    sqlite_autoincrement=True,
)
