"""Fixtures of the desk's tests."""

from tests.desk.desk_fixtures import clock, database, sqlite, url

__all__ = ["clock", "database", "sqlite", "url"]
