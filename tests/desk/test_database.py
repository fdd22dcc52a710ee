"""A database that cannot be used says why in a sentence, and a write that fails leaves nothing behind."""

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text

from desk.accounts import AccountsUnavailable, UnknownAccount
from desk.adapters.sql import migrate
from desk.adapters.sql.accounts import SqlAccounts
from desk.adapters.sql.database import Database, DatabaseUnusable
from desk.adapters.sql.metadata import metadata


def test_a_locked_database_is_said(sqlite):
    """Row 30: locked by another program; nothing is half written."""
    holder = sqlite3.connect(sqlite.path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseUnusable, match="is locked by another program"):
        Database(f"sqlite:///{sqlite.path}", busy_seconds=0).check()
    holder.close()


def test_a_read_only_database_is_said(sqlite):
    """Row 30: the start refuses, not the first customer's message."""
    sqlite.close()
    url = f"sqlite:///file:{sqlite.path}?mode=ro&immutable=1&uri=true"
    with pytest.raises(DatabaseUnusable, match="is read-only"):
        Database(url).check()


@pytest.mark.parametrize(
    "where", [pytest.param(0, id="its header"), pytest.param(4096 * 3, id="a page in the middle")]
)
def test_a_damaged_database_is_said(sqlite, where):
    """Row 30: damage is found at the start, and the advice is never to delete."""
    with sqlite.write() as connection:
        connection.execute(text("INSERT INTO desk_flags VALUES ('a', 'b')"))
    sqlite.close()
    content = bytearray(sqlite.path.read_bytes())
    content[where : where + 4096] = b"damage!!" * 512
    sqlite.path.write_bytes(content)
    with pytest.raises(DatabaseUnusable, match=r"is damaged.*do not delete it"):
        Database(f"sqlite:///{sqlite.path}").check()


def test_a_full_disk_fails_the_whole_write(sqlite):
    """Row 30: said in words, and nothing of the transaction stays."""
    with pytest.raises(DatabaseUnusable, match="the disk is full"), sqlite.write() as connection:
        connection.execute(text("INSERT INTO desk_flags VALUES ('first', '1')"))
        pages = connection.scalar(text("PRAGMA page_count"))
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        for number in range(1000):
            connection.execute(
                text("INSERT INTO desk_flags VALUES (:n, :v)"), {"n": f"{number}", "v": "x" * 4096}
            )
    with sqlite.read() as connection:
        assert connection.scalar(text("SELECT count(*) FROM desk_flags")) == 0


def test_a_place_that_cannot_be_made_is_said(tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnusable, match="The folder of the database"):
        Database(f"sqlite:///{tmp_path}/file/desk.db").check()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://a/b",
        "nonsense",
        "",
        "postgresql+asyncpg://a/b",
        "sqlite+aiosqlite:///x.db",
        "postgresql://h:x/d",
    ],
)
def test_an_unknown_url_says_what_to_write(url):
    """The two kinds there are, are shown."""
    with pytest.raises(DatabaseUnusable, match=r"sqlite:///var/plandesk.db or postgresql://"):
        Database(url)


def test_an_unreachable_server_is_said_without_its_password():
    """A password never reaches a message."""
    with pytest.raises(DatabaseUnusable, match="cannot be reached") as refused:
        Database("postgres://desk:hunter22@127.0.0.1:1/desk").check()
    assert "hunter22" not in str(refused.value)


def test_a_relative_path_starts_at_the_project(tmp_path):
    """The same database whatever folder the command is typed in."""
    database = Database("sqlite:///var/x.db", base=tmp_path)
    database.check()
    assert (tmp_path / "var" / "x.db").exists()


def test_sqlite_keeps_what_it_acknowledged(sqlite):
    """A write-ahead log, synced in full: an acknowledged message survives a power cut."""
    with sqlite.read() as connection:
        pragmas = {
            name: connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous")
        }
        assert pragmas == {"journal_mode": "wal", "synchronous": 2}
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_readers_that_turn_writers_do_not_deadlock(database):
    """Eight threads read, then write what they read plus one: every one of them counts."""
    with database.write() as connection:
        connection.execute(text("INSERT INTO desk_flags VALUES ('n', '0')"))

    def add() -> None:
        for _ in range(5):
            with database.write() as connection:
                lock = "" if database.is_sqlite else " FOR UPDATE"
                query = text(f"SELECT value FROM desk_flags WHERE name = 'n'{lock}")
                count = int(connection.scalar(query))
                connection.execute(
                    text("UPDATE desk_flags SET value = :v WHERE name = 'n'"), {"v": str(count + 1)}
                )

    threads = [threading.Thread(target=add) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        assert connection.scalar(text("SELECT value FROM desk_flags WHERE name = 'n'")) == "40"


def test_the_migrations_make_exactly_the_tables(database):
    """What the migrations build is what the code believes in."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_migrations_are_one_line_of_numbers():
    """The numbers in the file names are the ones Alembic follows, each after the one before."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(migrate.FOLDER)).walk_revisions()
    assert [script.revision for script in scripts] == migrate.versions()[::-1]


def test_many_processes_may_upgrade_at_once(url):
    """One migrates, the others wait, and all of them can go on."""
    done: list[bool] = []

    def start() -> None:
        opened = Database(url)
        opened.check()
        done.append(migrate.upgrade(opened))
        opened.close()

    threads = [threading.Thread(target=start) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [False] * 4 + [True]


def test_a_database_from_the_future_is_refused(sqlite):
    """An older version does not touch what a newer one made."""
    with sqlite.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(DatabaseUnusable, match="has shape 9999, unknown to this version"):
        migrate.upgrade(sqlite)


def test_an_upgrade_that_fails_leaves_nothing(url, monkeypatch):
    """All of the migrations, or none."""
    database = Database(url)
    database.check()

    def stop(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("alembic.migration.MigrationContext._ensure_version_table", stop)
    with pytest.raises(RuntimeError):
        migrate.upgrade(database)
    monkeypatch.undo()
    with database.read() as connection:
        assert migrate.current(connection) is None
    assert migrate.upgrade(database)
    database.close()


def test_unreadable_accounts_are_not_unknown_ones(sqlite, tmp_path):
    """Nothing is answered from thin air: "cannot be read" is never "no such account"."""
    with pytest.raises(UnknownAccount):
        SqlAccounts(sqlite).get("nobody")
    empty = Database(f"sqlite:///{tmp_path}/empty.db")
    with pytest.raises(AccountsUnavailable, match="is not set up"):
        SqlAccounts(empty).get("harbor")


def test_a_written_secret_is_not_in_the_name():
    """What a sentence calls the database never holds a password."""
    assert "hunter22" not in Database("postgresql://desk:hunter22@db/desk").name
    assert Database("sqlite:///var/x.db", base=Path("/p")).name == "/p/var/x.db"
