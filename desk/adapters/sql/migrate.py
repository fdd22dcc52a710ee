"""Bring the database to the newest shape. Of several processes at once, one migrates and the rest wait.

Alembic is imported only when there is something to migrate: it would slow every command down.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

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
        if found is not None and found not in versions():
            raise DatabaseUnusable(
                f"The database {database.name} has shape {found}, unknown to this version of Plandesk. "
                "Start the version that made it, or a newer one."
            )
        _migrate(connection)
    return True


def current(connection: Connection) -> str | None:
    """Return the number of the newest migration the database has seen, or None."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def newest() -> str:
    """Return the number of the newest migration there is."""
    return versions()[-1]


def versions() -> list[str]:
    """Return the number of every migration, oldest first: a file's name begins with its number."""
    return sorted(file.name.split("_")[0] for file in (FOLDER / "versions").glob("[0-9]*.py"))


def _migrate(connection: Connection) -> None:
    """Run what is missing on `connection`, inside its transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
