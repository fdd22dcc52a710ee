"""What tests of the desk share: databases of both kinds, a clock that is wound by hand, a request to file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from desk.adapters.sql import migrate
from desk.adapters.sql.database import Database
from desk.requests import NewRequest

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class WoundClock:
    """A clock that moves only when it is wound."""

    instant: datetime = NOON

    def now(self) -> datetime:
        return self.instant

    def today(self, time_zone: str) -> date:
        return self.instant.astimezone(ZoneInfo(time_zone)).date()

    def wind(self, **by: float) -> None:
        self.instant += timedelta(**by)


def fresh_postgres() -> Iterator[str]:
    """Yield the URL of an empty schema of the test server, and drop it afterwards."""
    server = os.environ.get("PLANDESK_TEST_POSTGRES")
    if not server:
        pytest.skip("PLANDESK_TEST_POSTGRES names no server, such as postgresql://root@127.0.0.1/test")
    schema = f"desk_{uuid4().hex[:12]}"
    admin = Database(server)
    with admin.write() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    joint = "&" if "?" in server else "?"
    yield f"{server}{joint}options=-csearch_path%3D{schema}"
    with admin.write() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database, of each kind in turn."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/desk.db"
    else:
        yield from fresh_postgres()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database in its newest shape, of each kind in turn."""
    opened = Database(url)
    opened.check()
    migrate.upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A SQLite database in its newest shape."""
    opened = Database(f"sqlite:///{tmp_path}/desk.db")
    opened.check()
    migrate.upgrade(opened)
    yield opened
    opened.close()


@pytest.fixture
def clock() -> WoundClock:
    """A clock at noon of 21 November 2026."""
    return WoundClock()


def new_request(**changes: Any) -> NewRequest:
    """Return harbor's claim, with `changes`."""
    facts: dict[str, Any] = {
        "kind": "claim_spike",
        "account_id": "harbor",
        "account_name": "Harbor Books",
        "email": "billing@harbor.example",
        "conversation": "c-1",
        "about": "ob-2026-10",
        "subject": "Spike protection for the bill of 5,000.00",
        "body": "My bill is far too high.",
        "fields": {"bill": "5000.00"},
        "quote": {"rule": "spike_protection", "decision": "granted", "amount": "25.00", "lines": []},
        "priority": "high",
    }
    return NewRequest(**(facts | changes))
