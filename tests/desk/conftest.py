"""Fixtures of the desk's tests."""

from tests.desk.desk_fixtures import clock, database, sqlite, url
from tests.desk.handoff_fixtures import handoffs

__all__ = ["clock", "database", "handoffs", "sqlite", "url"]
