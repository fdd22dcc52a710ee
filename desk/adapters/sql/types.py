"""Column types that cannot lie: money is whole cents, an instant is always UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator

CENT = Decimal("0.01")

Key = BigInteger().with_variant(Integer(), "sqlite")
"""A row's number; SQLite only counts by itself on a column of type INTEGER."""


class Cents(TypeDecorator[Decimal]):
    """Decimal money in Python, whole cents in the database; a float or a fraction of a cent is refused."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Return the cents to store."""
        if value is None:
            return None
        if not isinstance(value, Decimal) or value != value.quantize(CENT):
            raise TypeError(f"Money is stored as a Decimal of whole cents, not as {value!r}.")
        return int(value * 100)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:
        """Return the money that was stored."""
        return None if value is None else (Decimal(int(value)) / 100).quantize(CENT)


class Instant(TypeDecorator[datetime]):
    """An aware instant; in SQLite, which has no zones, as naive UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant to store; a naive one is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(f"An instant needs a zone; {value!r} has none.")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Return the stored instant, aware and in UTC."""
        if value is None:
            return None
        stored: datetime = value
        return stored.replace(tzinfo=UTC) if stored.tzinfo is None else stored.astimezone(UTC)
