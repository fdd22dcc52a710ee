"""Conversations with their sessions, messages and choices."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversations",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("account_id", sa.Text, index=True),
        sa.Column("account_name", sa.Text),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("episode", sa.Integer, nullable=False),
        sa.Column("episode_from", sa.Integer, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("lease", sa.Text),
        sa.Column("lease_until", INSTANT),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.Text, primary_key=True),
        _conversation(index=True),
        sa.Column("expires_at", INSTANT, nullable=False),
    )
    op.create_table(
        "messages",
        _conversation(primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("sender", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("quote", sa.JSON),
        sa.Column("ticket", sa.JSON),
        sa.Column("expects", sa.Text),
        sa.Column("payload", sa.JSON),
        sa.Column("client_msg_id", sa.Text),
        sa.Column("reply_to", sa.Integer),
        sa.Column("answered", sa.Boolean, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.UniqueConstraint("conversation_id", "client_msg_id"),
    )
    op.create_table(
        "choices",
        sa.Column("id", sa.Text, primary_key=True),
        _conversation(index=True),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("choices", "messages", "sessions", "conversations"):
        op.drop_table(name)


def _conversation(**options: Any) -> sa.Column[str]:
    owner = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.Text, owner, nullable=False, **options)
