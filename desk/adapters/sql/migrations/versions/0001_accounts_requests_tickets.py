"""Accounts, requests with their outbox, the embedded ticket store, and the desk's own flags.

The shapes are written out, not imported: a migration says what was true on its day.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _accounts()
    _requests()
    _tickets()
    op.create_table(
        "desk_flags",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for name in (
        "desk_flags",
        "embedded_ticket_entries",
        "embedded_tickets",
        "outbox",
        "requests",
        "account_pauses",
        "overage_bills",
        "account_usage",
        "accounts",
    ):
        op.drop_table(name)


def _account_id() -> sa.Column[str]:
    return sa.Column(
        "account_id", sa.Text, sa.ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("domain", sa.Text, nullable=False),
        sa.Column("plan", sa.Integer, nullable=False),
        sa.Column("overage_allowed", sa.Boolean, nullable=False),
        sa.Column("service_started", sa.Date, nullable=False),
        sa.Column("billing_day", sa.Integer, nullable=False),
        sa.Column("time_zone", sa.Text, nullable=False),
        sa.Column("trial_projection_cents", sa.BigInteger),
        sa.Column("demo", sa.Boolean, nullable=False),
    )
    op.create_table(
        "account_usage",
        _account_id(),
        sa.Column("month", sa.Date, primary_key=True),
        sa.Column("sent", KEY, nullable=False),
    )
    op.create_table(
        "overage_bills",
        _account_id(),
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("amount_cents", sa.BigInteger, nullable=False),
        sa.Column("received", sa.Date, nullable=False),
        sa.Column("adjusted_cents", sa.BigInteger),
    )
    op.create_table(
        "account_pauses",
        _account_id(),
        sa.Column("start", sa.Date, primary_key=True),
        sa.Column("until", sa.Date),
    )


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("account_id", sa.Text, index=True),
        sa.Column("account_name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("conversation", sa.Text, nullable=False, index=True),
        sa.Column("about", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("quote", sa.JSON),
        sa.Column("priority", sa.Text, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("ticket_system", sa.Text),
        sa.Column("ticket_number", sa.Text, index=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "outbox",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("request_id", KEY, sa.ForeignKey("requests.id", ondelete="CASCADE"), nullable=False),
        sa.Column("step", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("payload", sa.JSON, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("lease_token", sa.Text),
        sa.Column("lease_until", INSTANT),
        sa.Column("failure", sa.Text),
        sa.Column("failure_words", sa.Text),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("done_at", INSTANT),
        sa.UniqueConstraint("key"),
        sa.Index(None, "state", "due_at"),
        sa.Index(None, "request_id", "id"),
        sqlite_autoincrement=True,
    )


def _tickets() -> None:
    op.create_table(
        "embedded_tickets",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("requester_email", sa.Text, nullable=False),
        sa.Column("requester_name", sa.Text, nullable=False),
        sa.Column("priority", sa.Text, nullable=False),
        sa.Column("fields", sa.JSON, nullable=False),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.UniqueConstraint("key"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "embedded_ticket_entries",
        sa.Column("id", KEY, primary_key=True, autoincrement=True),
        sa.Column(
            "ticket_id",
            KEY,
            sa.ForeignKey("embedded_tickets.id", ondelete="CASCADE"),
            nullable=False,
            index=True,
        ),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.UniqueConstraint("ticket_id", "key"),
        sqlite_autoincrement=True,
    )
