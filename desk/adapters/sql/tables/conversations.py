"""Conversations, their sessions, messages and choices, and what the engine remembers of them."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from desk.adapters.sql.metadata import metadata
from desk.adapters.sql.types import Instant

conversations = Table(
    "conversations",
    metadata,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, index=True),
    Column("account_name", Text),
    Column("time_zone", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("epoch", Integer, nullable=False),
    Column("episode", Integer, nullable=False),
    Column("episode_from", Integer, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("lease", Text),
    Column("lease_until", Instant),
    Column("hold_until", Instant),
    Column("hold_limit", Instant),
    Column("created_at", Instant, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column(
        "conversation_id",
        Text,
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("expires_at", Instant, nullable=False),
)

messages = Table(
    "messages",
    metadata,
    Column("conversation_id", Text, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("sender", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("quote", JSON(none_as_null=True)),
    Column("ticket", JSON(none_as_null=True)),
    Column("expects", Text),
    Column("payload", JSON(none_as_null=True)),
    Column("client_msg_id", Text),
    Column("reply_to", Integer),
    Column("answered", Boolean, nullable=False),
    Column("turn", Integer),
    Column("author", Text),
    Column("at", Instant, nullable=False),
    UniqueConstraint("conversation_id", "client_msg_id"),
)

remembered = Table(
    "remembered",
    metadata,
    Column("conversation_id", Text, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("episode", Integer, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("events", JSON, nullable=False),
)

choices = Table(
    "choices",
    metadata,
    Column("id", Text, primary_key=True),
    Column(
        "conversation_id",
        Text,
        ForeignKey("conversations.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("seq", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("payload", JSON, nullable=False),
)
