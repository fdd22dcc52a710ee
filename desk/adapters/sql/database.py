"""THE DATABASE: connections that keep what they acknowledged, and one plain reason when they cannot.

On SQLite a writer takes the write lock when it begins (BEGIN IMMEDIATE): a reader that turns writer half-way
is refused at once and no timeout helps it. `synchronous=FULL` because an acknowledged message must survive
a power cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, NoSuchModuleError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from desk.adapters.sql.faults import DatabaseUnusable, sentence_for

__all__ = ["Database", "DatabaseUnusable"]

BUSY_SECONDS = 5
QUICK_CHECK_BYTES = 64 * 1024 * 1024
READ_ONLY = "plandesk_read_only"


class Database:
    """A database by its URL. `read()` and `write()` are the only ways in."""

    def __init__(self, url: str, *, base: Path | None = None, busy_seconds: float = BUSY_SECONDS) -> None:
        self.url = _normal(url, base)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.path = _sqlite_path(self.url) if self.is_sqlite else None
        self._busy_seconds = busy_seconds
        self._file: tuple[int, int] | None = None
        self.engine = self._engine(busy_seconds)

    @property
    def name(self) -> str:
        """Return what to call this database in a sentence; a password is never part of it."""
        return str(self.path) if self.path else self.url.render_as_string(hide_password=True)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Open a transaction that may write: all of it is kept, or none; DatabaseUnusable says why not."""
        with self._translated(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Open a transaction that sees one state of the data and never waits for a writer."""
        with self._translated(), self.engine.connect() as connection:
            connection = connection.execution_options(**{READ_ONLY: True})
            with connection.begin():
                yield connection

    def check(self) -> None:
        """Return when the database can be read and written, else raise DatabaseUnusable with the reason."""
        self._prepare_folder()
        self._write_nothing()
        if self.path and self.path.exists() and self.path.stat().st_size <= QUICK_CHECK_BYTES:
            self._read_every_page()
        self._file = _identity(self.path)

    def look_through(self) -> None:
        """Check an open database on a connection of its own, which has no page in memory: all of it, however large."""
        fresh = Database(self.url.render_as_string(hide_password=False), busy_seconds=self._busy_seconds)
        try:
            fresh._write_nothing()
            fresh._read_every_page()
        finally:
            fresh.close()

    def still_there(self) -> None:
        """Raise DatabaseUnusable when the file is no longer the one that was checked; a server has none."""
        if self._file is not None and _identity(self.path) != self._file:
            raise DatabaseUnusable(
                f"The database {self.name} was moved away or replaced while it was in use. Start again to use what is "
                "there now."
            )

    def close(self) -> None:
        """Give up every connection."""
        self.engine.dispose()

    def _engine(self, busy_seconds: float) -> Engine:
        if self.is_sqlite:
            engine = create_engine(self.url, connect_args={"timeout": busy_seconds})
            _teach_sqlite(engine)
            return engine
        options = f"{self.url.query.get('options', '')} -c lock_timeout=10000 -c timezone=UTC"
        settings = {"connect_timeout": 5, "options": options.strip()}
        return create_engine(self.url, pool_pre_ping=True, pool_timeout=10, connect_args=settings)

    def _prepare_folder(self) -> None:
        if self.path is None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            raise DatabaseUnusable(
                f"The folder of the database, {self.path.parent}, cannot be made: {fault.strerror}. "
                "Set DATABASE_URL to a place that can be written to."
            ) from fault

    def _write_nothing(self) -> None:
        """Take the write lock and write what is there already, or learn from the server that it takes writes."""
        with self.write() as connection:
            if self.is_sqlite:
                version = connection.scalar(text("PRAGMA user_version"))
                connection.exec_driver_sql(f"PRAGMA user_version = {int(version or 0)}")
            elif connection.scalar(text("SHOW transaction_read_only")) == "on":
                raise DatabaseUnusable(
                    f"The database {self.name} is read-only. Point DATABASE_URL at the primary."
                )

    def _read_every_page(self) -> None:
        """Look for damage in a SQLite file; writers go on meanwhile."""
        if not self.is_sqlite:
            return
        with self.read() as connection:
            verdict = connection.scalar(text("PRAGMA quick_check(1)"))
        if verdict != "ok":
            raise DatabaseUnusable(sentence_for(f"malformed: {verdict}", self.name))

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except IntegrityError:
            raise
        except (DBAPIError, PoolTimeout) as fault:
            raise DatabaseUnusable(
                sentence_for(str(getattr(fault, "orig", None) or fault), self.name)
            ) from fault


def _normal(url: str, base: Path | None) -> URL:
    """Return `url` with our drivers filled in, and a relative SQLite path made absolute from `base`."""
    try:
        parsed = make_url(re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url.strip()))
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError, ValueError) as fault:
        raise _unknown(url) from fault
    if parsed.drivername in {"sqlite", "sqlite+pysqlite"}:
        path = _sqlite_path(parsed)
        if path is not None and not path.is_absolute():
            parsed = parsed.set(database=str((base or Path.cwd()) / path))
        return parsed
    if parsed.drivername != "postgresql+psycopg":
        raise _unknown(url)
    return parsed


def _unknown(url: str) -> DatabaseUnusable:
    scheme = url.split(":", 1)[0][:40]
    return DatabaseUnusable(
        f"DATABASE_URL begins with {scheme!r}, which is no database Plandesk knows. "
        "Set it to sqlite:///var/plandesk.db or postgresql://user:password@host/name."
    )


def _sqlite_path(url: URL) -> Path | None:
    """Return the file of a SQLite URL, or None when it lives in memory or is a file: URI."""
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return None
    return Path(url.database)


def _identity(path: Path | None) -> tuple[int, int] | None:
    """Return what tells a file from another under the same name, or None when there is none."""
    try:
        found = path.stat() if path else None
    except OSError:
        return None
    return (found.st_dev, found.st_ino) if found else None


def _teach_sqlite(engine: Engine) -> None:
    """Make every SQLite connection durable, patient and strict, and begin transactions ourselves."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        read_only = connection.get_execution_options().get(READ_ONLY)
        connection.exec_driver_sql("BEGIN" if read_only else "BEGIN IMMEDIATE")
