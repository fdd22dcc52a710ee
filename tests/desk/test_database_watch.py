"""The database under watch: cheap to ask, and what is wrong with it is still found in a bounded time."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy import event, text

from desk.adapters.sql.database import Database, DatabaseUnusable
from desk.adapters.sql.watch import AGAIN_SECONDS, EXAMINE_SECONDS, DatabaseWatch


class Hands:
    """A monotonic clock moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def hands() -> Hands:
    """A clock that moves only when it is moved."""
    return Hands()


@pytest.fixture
def watch(database: Database, hands: Hands) -> DatabaseWatch:
    """The watch on a database that was just opened and checked, of each kind in turn."""
    return DatabaseWatch(database, hands)


def watched(sqlite: Database, hands: Hands) -> DatabaseWatch:
    """Return the watch on a SQLite file that has something in it."""
    with sqlite.write() as connection:
        for number in range(500):
            connection.execute(
                text("INSERT INTO desk_flags VALUES (:n, :v)"), {"n": str(number), "v": "x" * 500}
            )
    with sqlite.read() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return DatabaseWatch(sqlite, hands)


def damage(sqlite: Database) -> None:
    """Overwrite pages in the middle of the file, past every connection."""
    size = sqlite.path.stat().st_size
    with sqlite.path.open("r+b") as file:
        file.seek(size // 2 // 4096 * 4096)
        file.write(b"damage!!" * 512 * 4)


def test_a_whole_database_is_said_to_be_whole(watch):
    """Asked or examined, on either kind of database."""
    watch.state()
    watch.examine()
    watch.state()


def test_asking_writes_nothing_and_reads_little(watch, database):
    """However often it is asked: reads only, and none of the whole file."""
    done: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *call: done.append(call[2].upper()))
    for _ in range(10):
        watch.state()
    assert done
    assert not [one for one in done if "IMMEDIATE" in one or "QUICK_CHECK" in one or "USER_VERSION" in one]
    assert not [one for one in done if one.startswith(("INSERT", "UPDATE", "DELETE"))]


def test_asking_does_not_wait_for_a_writer(sqlite, hands):
    """While another program holds the write lock, the database can still be read, and that is what is asked."""
    watch = DatabaseWatch(sqlite, hands)
    holder = sqlite3.connect(sqlite.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    watch.state()
    holder.close()


def test_damage_is_found_when_an_examination_is_due(sqlite, hands):
    """Not by asking, which reads none of it, but EXAMINE_SECONDS after the last look; the advice is never to delete."""
    watch = watched(sqlite, hands)
    damage(sqlite)
    hands.at = EXAMINE_SECONDS - 1
    watch.examine_when_due()
    watch.state()
    hands.at = EXAMINE_SECONDS
    watch.examine_when_due()
    with pytest.raises(DatabaseUnusable, match=r"is damaged.*do not delete it"):
        watch.state()


def test_what_was_wrong_and_is_no_more_is_noticed_sooner(sqlite, hands):
    """While something is wrong it is looked at every AGAIN_SECONDS, so an alarm does not outlive its cause by much."""
    watch = watched(sqlite, hands)
    sqlite._busy_seconds = 0
    holder = sqlite3.connect(sqlite.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    watch.examine()
    with pytest.raises(DatabaseUnusable, match="is locked by another program"):
        watch.state()
    holder.close()
    hands.at = AGAIN_SECONDS - 1
    watch.examine_when_due()
    with pytest.raises(DatabaseUnusable):
        watch.state()
    hands.at = AGAIN_SECONDS
    watch.examine_when_due()
    watch.state()


@pytest.mark.parametrize("replaced", [False, True], ids=["moved away", "replaced"])
def test_a_file_that_is_another_is_noticed_at_once(sqlite, hands, replaced):
    """What is written after that would be gone without a word."""
    watch = DatabaseWatch(sqlite, hands)
    sqlite.path.rename(f"{sqlite.path}.old")
    if replaced:
        sqlite.path.write_bytes(b"")
    with pytest.raises(DatabaseUnusable, match="moved away or replaced"):
        watch.state()
    watch.examine()
    with pytest.raises(DatabaseUnusable, match="moved away or replaced"):
        watch.state()
    assert sqlite.path.exists() is replaced


def test_another_shape_is_said(watch, database):
    """A database put back from an old backup needs its upgrade first."""
    with database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with pytest.raises(DatabaseUnusable, match="has shape 0001"):
        watch.state()
