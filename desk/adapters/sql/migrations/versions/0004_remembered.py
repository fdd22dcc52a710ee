"""What the engine remembers of each turn, so that it can be given back."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    owner = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    op.create_table(
        "remembered",
        sa.Column("conversation_id", sa.Text, owner, primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("episode", sa.Integer, nullable=False),
        sa.Column("turn", sa.Integer, nullable=False),
        sa.Column("events", sa.JSON, nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("remembered")
