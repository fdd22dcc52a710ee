"""Accounts with their months, bills and pauses."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, Table, Text

from desk.adapters.sql.metadata import metadata
from desk.adapters.sql.types import Cents, Key

accounts = Table(
    "accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False),
    Column("domain", Text, nullable=False),
    Column("plan", Integer, nullable=False),
    Column("overage_allowed", Boolean, nullable=False),
    Column("service_started", Date, nullable=False),
    Column("billing_day", Integer, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("trial_projection_cents", Cents),
    Column("demo", Boolean, nullable=False),
)

usage = Table(
    "account_usage",
    metadata,
    Column("account_id", Text, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("month", Date, primary_key=True),
    Column("sent", Key, nullable=False),
)

overage_bills = Table(
    "overage_bills",
    metadata,
    Column("account_id", Text, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("id", Text, primary_key=True),
    Column("month", Date, nullable=False),
    Column("amount_cents", Cents, nullable=False),
    Column("received", Date, nullable=False),
    Column("adjusted_cents", Cents),
)

pauses = Table(
    "account_pauses",
    metadata,
    Column("account_id", Text, ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True),
    Column("start", Date, primary_key=True),
    Column("until", Date),
)
