"""Small facts about the desk itself, such as the day the demo accounts were loaded for."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from desk.adapters.sql.metadata import metadata

flags = Table(
    "desk_flags",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
