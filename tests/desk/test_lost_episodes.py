"""An engine that lost an episode is given it back as it was; the customer notices nothing and nothing is done again."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from desk.adapters.sql.tables.conversations import remembered
from desk.conversations import LEASE, Draft, Memory
from desk.engine import EngineFailure, Said
from desk.phrases import Phrases
from tests.desk.chat_fixtures import PHONE, chat, engine, press, say
from tests.desk.conversation_fixtures import harbor, said, store

__all__ = ["chat", "engine", "harbor", "store"]


def heard(engine, conversation, episode=1) -> list[str]:
    """Return what the engine remembers of an episode."""
    return [event["text"] for event in engine.memory[f"{conversation.id}-{episode}"]]


def test_an_engine_that_forgot_everything_goes_on_where_it_was(chat, engine, harbor):
    """The turn is answered as if nothing had happened, and only that turn is done."""
    say(chat, harbor, "one")
    say(chat, harbor, "two")
    engine.memory.clear()
    assert say(chat, harbor, "three") == ["You said: three"]
    assert heard(engine, harbor) == ["one", "two", "three"]
    assert engine.texts == ["one", "two", "three"]


def test_an_engine_with_an_older_memory_gets_the_newer_one(chat, engine, harbor):
    """A database put back from a backup: what it has is replaced, nothing is there twice."""
    for words in ("one", "two", "three"):
        say(chat, harbor, words)
    del engine.memory[f"{harbor.id}-1"][1:]
    say(chat, harbor, "four")
    assert heard(engine, harbor) == ["one", "two", "three", "four"]


def test_a_turn_that_failed_is_no_part_of_what_is_given_back(chat, engine, store, harbor):
    """What the engine never did, it is not told to have done; "Try again" then does it."""
    say(chat, harbor, "one")
    engine.failing = "actions"
    say(chat, harbor, "two")
    engine.failing = None
    engine.memory.clear()
    assert press(chat, harbor, store, "Try again") == ["You said: two"]
    engine.memory.clear()
    say(chat, harbor, "three")
    assert heard(engine, harbor) == ["one", "two", "three"]


def test_an_engine_that_cannot_take_it_back_is_said_and_nothing_guessed(
    chat, engine, store, harbor, monkeypatch
):
    """The customer reads which part failed and may try again; that gives the episode back after all."""
    say(chat, harbor, "one")
    engine.memory.clear()

    def broken(*_):
        raise EngineFailure("store", "down, said the test")

    with monkeypatch.context() as patch:
        patch.setattr(engine, "restore", broken)
        assert say(chat, harbor, "two") == [Phrases(PHONE).failure("store", 4).text]
    assert press(chat, harbor, store, "Try again") == ["You said: two"]
    assert heard(engine, harbor) == ["one", "two"]


def test_a_new_episode_asks_for_nothing_of_the_old(chat, engine, harbor, clock, database):
    """What is kept for giving back is the present episode's only."""
    engine.answer = lambda text, choice: [Said("Fine.")]
    say(chat, harbor, "one")
    engine.memory.clear()
    clock.wind(hours=1)
    say(chat, harbor, "two")
    assert engine.asked[-1][0].after == 0
    assert list(engine.memory) == [f"{harbor.id}-2"]
    with database.read() as connection:
        assert connection.scalars(select(remembered.c.episode)).all() == [2]


def test_what_is_remembered_is_written_with_the_answer_or_not_at_all(store, harbor, clock):
    """A holder who lost the lease leaves no memory; the one who answers does."""
    said(store, harbor, "one")
    slow = store.take(harbor.id)
    clock.wind(seconds=LEASE.total_seconds())
    quick = store.take(harbor.id)
    store.answer(quick, [Draft("answer")], Memory(2, ({"event": "user", "turn": 2, "text": "a\x00b"},)))
    store.answer(slow, [Draft("answer")], Memory(2, ({"event": "late"},)))
    said(store, harbor, "two")
    turn = store.take(harbor.id)
    assert turn.after == 2
    assert store.remembered(turn) == [{"event": "user", "turn": 2, "text": "ab"}]


@pytest.mark.parametrize("table", ["remembered", "messages"])
def test_erasing_a_conversation_erases_what_is_remembered(chat, harbor, database, table):
    """Neither words nor the engine's copy of them stay."""
    say(chat, harbor, "one")
    with database.write() as connection:
        connection.execute(text("DELETE FROM conversations"))
    with database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(text(table))) == 0
