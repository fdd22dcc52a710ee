"""Insert a row unless another has its key: one statement, safe whatever else is writing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def insert_once(connection: Connection, table: Table, row: dict[str, Any], unique: list[Column[Any]]) -> bool:
    """Insert `row` and return True, or return False when a row with the same `unique` columns exists."""
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    statement = insert(table).values(row).on_conflict_do_nothing(index_elements=unique)
    return connection.execute(statement.returning(*unique)).first() is not None
