"""THE DATABASE UNDER WATCH: asked at any moment at the price of one read, looked through rarely.

`state()` is for probes, however many there are: it reads the schema's version, takes no lock and waits for no writer.
A file that was moved away or replaced is noticed by it, and whatever a read meets. The rest is found by `examine()`,
which opens the database anew, writes to it and reads every page of a SQLite file: at the start, then every
EXAMINE_SECONDS in the background (gateway/loops.py), and every AGAIN_SECONDS while something is wrong. So a damaged
page, a full disk or a read-only database is said by the first probe that comes EXAMINE_SECONDS after it happened, plus
the time one look takes; it is said until an examination finds the database whole again.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from desk.adapters.sql import migrate
from desk.adapters.sql.database import Database, DatabaseUnusable

EXAMINE_SECONDS = 300.0
AGAIN_SECONDS = 15.0


class DatabaseWatch:
    """Knows how a database does. One that was just opened and checked counts as examined."""

    def __init__(self, database: Database, clock: Callable[[], float] = time.monotonic) -> None:
        self._database = database
        self._clock = clock
        self._newest = migrate.newest()
        self._found: DatabaseUnusable | None = None
        self._examined = clock()

    def state(self) -> None:
        """Return when the database can be read and nothing is known against it, else raise DatabaseUnusable."""
        if self._found is not None:
            raise self._found
        self._database.still_there()
        with self._database.read() as connection:
            version = migrate.current(connection)
        if version != self._newest:
            raise DatabaseUnusable(
                f"The database {self._database.name} has shape {version or 'of none'} where {self._newest} is needed. "
                "Type `plandesk db upgrade`, then start again."
            )

    def examine_when_due(self) -> None:
        """Examine the database if that is due by now."""
        wait = EXAMINE_SECONDS if self._found is None else AGAIN_SECONDS
        if self._clock() - self._examined >= wait:
            self.examine()

    def examine(self) -> None:
        """Write to the database and read all of it; what is wrong is remembered for `state()`."""
        try:
            self._database.still_there()
            self._database.look_through()
        except DatabaseUnusable as fault:
            self._found = fault
        else:
            self._found = None
        self._examined = self._clock()
