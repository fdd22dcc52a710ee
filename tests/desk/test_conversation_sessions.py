"""The contract of the conversations' store on every database: sessions, and what is left when it is gone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, text

from desk.adapters.sql.conversations import SqlConversations
from desk.adapters.sql.database import Database
from desk.adapters.sql.tables.conversations import sessions
from desk.conversations import (
    SESSION_LIFE,
    SessionUnknown,
)
from tests.desk.conversation_fixtures import (
    ASKING,
    HELLO,
    answered,
    harbor,
    prompted,
    said,
    store,
)
from tests.desk.desk_fixtures import NOON, WoundClock

__all__ = ["harbor", "prompted", "store"]


def test_a_session_is_kept_as_a_hash(store: SqlConversations, database: Database):
    """Who reads the database cannot speak as anybody."""
    token, _ = store.start("harbor", "Harbor Books", "UTC", HELLO)
    with database.read() as connection:
        kept = connection.scalars(select(sessions.c.token_hash)).all()
    assert token not in kept
    assert len(kept[0]) == 64


def test_a_session_finds_its_own_conversation_only(store: SqlConversations):
    """Each token is one conversation's."""
    token_a, a = store.start("harbor", "Harbor Books", "UTC", HELLO)
    token_b, b = store.start(None, None, "UTC", HELLO)
    assert (store.of_session(token_a).id, store.of_session(token_b).id) == (a.id, b.id)
    assert store.of_session(token_b).account_id is None


@pytest.mark.parametrize(
    "token", ["", "guess", "\x00", "\ud800", "x" * 10_000], ids=["empty", "guess", "NUL", "surrogate", "long"]
)
def test_an_unknown_session_is_refused(store: SqlConversations, token):
    """Whatever is shown as a token, there is one answer."""
    with pytest.raises(SessionUnknown):
        store.of_session(token)


def test_a_session_ends(store: SqlConversations, clock: WoundClock):
    """It works to its last second and not beyond, and the next start sweeps it away."""
    token, _ = store.start("harbor", "Harbor Books", "UTC", HELLO)
    clock.instant = NOON + SESSION_LIFE - timedelta(seconds=1)
    store.of_session(token)
    clock.instant = NOON + SESSION_LIFE
    with pytest.raises(SessionUnknown):
        store.of_session(token)


def test_ended_sessions_are_swept_by_the_next_start(
    store: SqlConversations, clock: WoundClock, database: Database
):
    """They do not pile up."""
    store.start("harbor", "Harbor Books", "UTC", HELLO)
    clock.wind(days=31)
    store.start("harbor", "Harbor Books", "UTC", HELLO)
    with database.read() as connection:
        assert len(connection.scalars(select(sessions.c.token_hash)).all()) == 1


def test_a_deleted_conversation_takes_everything_with_it(store: SqlConversations, harbor, database: Database):
    """Erasing a conversation leaves no message, button or session behind."""
    said(store, harbor, "one")
    answered(store, harbor, ASKING)
    with database.write() as connection:
        connection.execute(text("DELETE FROM conversations"))
    with database.read() as connection:
        for table in ("messages", "choices", "sessions"):
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0
