"""Who has a conversation and why, timers, audit trail, private notes, presence; and who wrote an agent's message."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.add_column("messages", sa.Column("author", sa.Text))
    op.create_table(
        "handoffs",
        _conversation(primary_key=True),
        sa.Column("agent_id", sa.Text, index=True),
        sa.Column("agent_name", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("asked_at", INSTANT),
        sa.Column("from_seq", sa.Integer, nullable=False),
    )
    op.create_table(
        "timers",
        _conversation(primary_key=True),
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("due_at", INSTANT, nullable=False, index=True),
        sa.Column("epoch", sa.Integer, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        _conversation(index=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("epoch", sa.Integer, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "notes",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        _conversation(index=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("agent_id", sa.Text, nullable=False),
        sa.Column("agent_name", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("client_id", sa.Text),
        sa.UniqueConstraint("conversation_id", "client_id"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "presence",
        sa.Column("agent_id", sa.Text, primary_key=True),
        sa.Column("agent_name", sa.Text, nullable=False),
        sa.Column("online", sa.Boolean, nullable=False),
        sa.Column("last_seen", INSTANT, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in ("presence", "notes", "audit", "timers", "handoffs"):
        op.drop_table(name)
    op.drop_column("messages", "author")


def _conversation(**options: Any) -> sa.Column[str]:
    owner = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    return sa.Column("conversation_id", sa.Text, owner, nullable=False, **options)
