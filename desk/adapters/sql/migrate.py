"""Bring the database to the newest shape. Of several processes at once, one migrates and the rest wait."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection, text

from desk.adapters.sql.database import Database, DatabaseUnusable

FOLDER = Path(__file__).parent / "migrations"
POSTGRES_LOCK = 7_352_637


def upgrade(database: Database) -> bool:
    """Bring `database` to the newest shape in one transaction; return whether there was anything to do."""
    with database.read() as connection:
        if current(connection) == newest():
            return False
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": POSTGRES_LOCK})
        found = current(connection)
        if found == newest():
            return False
        try:
            command.upgrade(_config(connection), "head")
        except CommandError as fault:
            raise DatabaseUnusable(
                f"The database {database.name} has shape {found}, unknown to this version of Plandesk. "
                "Start the version that made it, or a newer one."
            ) from fault
    return True


def current(connection: Connection) -> str | None:
    """Return the number of the newest migration the database has seen, or None."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """Return the number of the newest migration there is."""
    head = ScriptDirectory(str(FOLDER)).get_current_head()
    return head or ""


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
