"""The frozen day of these tests: Saturday 21 November 2026, noon in UTC, an account in New York."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from plandesk_engine.entities import extract

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)

Read = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def read() -> Read:
    """Return a reader of one message: (entity, value) or (entity, value, role or reason) in reading order."""

    def reader(
        text: str, expects: str | None = None, zone: str = "America/New_York", now: datetime = NOW
    ) -> list[tuple[Any, ...]]:
        entities = extract(text, now=now, time_zone=zone, expects=expects)
        return [_row(entity) for entity in entities]

    return reader


def _row(entity: dict[str, Any]) -> tuple[Any, ...]:
    told = entity.get("role") or entity.get("reason")
    return (entity["entity"], entity["value"], told) if told else (entity["entity"], entity["value"])
