"""Messages that are asked together, and how long a conversation waits for more of them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add the columns; what was said before was asked message by message."""
    op.add_column("conversations", sa.Column("hold_until", INSTANT))
    op.add_column("conversations", sa.Column("hold_limit", INSTANT))
    op.add_column("messages", sa.Column("turn", sa.Integer))
    op.execute("UPDATE messages SET turn = seq WHERE sender = 'customer' AND answered")


def downgrade() -> None:
    """Drop the columns."""
    op.drop_column("messages", "turn")
    op.drop_column("conversations", "hold_limit")
    op.drop_column("conversations", "hold_until")
