"""Agents and their sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "agents",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False, unique=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("password_hash", sa.Text),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
    )
    owner = sa.ForeignKey("agents.id", ondelete="CASCADE")
    op.create_table(
        "agent_sessions",
        sa.Column("token_hash", sa.Text, primary_key=True),
        sa.Column("agent_id", sa.Text, owner, nullable=False, index=True),
        sa.Column("begun_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("agent_sessions")
    op.drop_table("agents")
