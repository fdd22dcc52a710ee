"""The chat while people have a conversation: the bot is silent, late answers are dropped, both sides hear of changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.engine import Said
from tests.desk.chat_fixtures import chat, database, engine, press, say
from tests.desk.conversation_fixtures import harbor, store
from tests.desk.handoff_fixtures import MIRA

__all__ = ["chat", "database", "engine", "harbor", "store"]


def asks_for_a_person(text, choice):
    """Ask for a person at the word, without words of the bot's own; else say back what was said."""
    return [Said("", handoff="asked")] if "person" in text else [Said(f"You said: {text}")]


@pytest.fixture
def waiting(chat, engine, harbor, handoffs):
    """Harbor has asked for a person, and Mira is online."""
    engine.answer = asks_for_a_person
    handoffs.online(MIRA)
    say(chat, harbor, "a person please")
    return harbor


def test_the_engine_is_told_whether_someone_is_there(chat, engine, harbor, handoffs):
    """So that it promises a person only while there is one."""
    say(chat, harbor, "one")
    handoffs.online(MIRA)
    say(chat, harbor, "two")
    assert [facts.agents_online for facts, _, _ in engine.asked] == [False, True]


def test_the_wait_begins_in_the_answer_to_the_wish(chat, engine, harbor, handoffs):
    """One answer, the desk's own words in it, and none of the bot's."""
    engine.answer = asks_for_a_person
    handoffs.online(MIRA)
    assert "someone is here now" in say(chat, harbor, "a person please")[0]
    assert handoffs.queue()[0].conversation == harbor.id


def test_while_people_have_it_the_engine_hears_nothing(chat, engine, waiting, handoffs):
    """Neither while waiting nor while talking; the call returns at once with nothing."""
    assert say(chat, waiting, "are you there?") == []
    handoffs.accept(waiting.id, MIRA, "a")
    assert say(chat, waiting, "hello Mira") == []
    assert engine.texts == ["a person please"]
    assert chat.sweep() == 0


def test_an_answer_under_way_when_a_person_comes_is_dropped(chat, engine, store, harbor, handoffs):
    """The bot cannot talk over a person, even when a slow action answers late."""
    engine.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(say, chat, harbor, "what do I owe?")
        assert engine.entered.acquire(timeout=10)
        handoffs.reply(harbor.id, MIRA, "Let me look.", "r")
        engine.gate.set()
        assert slow.result(10) == []
    assert [message.text for message in store.history(harbor.id)][-1] == "Let me look."
    assert say(chat, harbor, "thanks") == []


def test_what_was_under_way_is_dropped_although_the_bot_has_it_again(chat, engine, store, harbor, handoffs):
    """A person came and went meanwhile: the answer belongs to a time that is over."""
    engine.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(say, chat, harbor, "what do I owe?")
        assert engine.entered.acquire(timeout=10)
        handoffs.accept(harbor.id, MIRA, "a")
        handoffs.give_back(harbor.id, MIRA)
        engine.gate.set()
        assert slow.result(10) == []
    assert "You said: what do I owe?" not in [message.text for message in store.history(harbor.id)]
    assert say(chat, harbor, "and now?") == ["You said: and now?"]


def test_a_failure_offers_a_person_only_while_one_is_there(chat, engine, store, harbor, handoffs):
    """The press needs no engine, and the agent sees that something failed."""
    engine.failing = "engine"
    say(chat, harbor, "hello")
    assert [choice.title for choice in store.history(harbor.id)[-1].choices] == ["Try again"]
    handoffs.online(MIRA)
    say(chat, harbor, "hello?")
    assert "someone is here now" in press(chat, harbor, store, "Talk to a person")[0]
    assert (handoffs.queue()[0].reason, handoffs.queue()[0].priority) == ("failed", "high")


def test_both_sides_hear_of_every_change(chat, waiting, handoffs):
    """What the customer writes reaches the agents, what an agent does reaches the customer; nobody seems to type."""
    customers, agents = [], []
    chat.listen(lambda conversation, typing: customers.append(typing))
    handoffs.listen(agents.append)
    say(chat, waiting, "hello?")
    handoffs.accept(waiting.id, MIRA, "a")
    handoffs.reply(waiting.id, MIRA, "Hello.", "r")
    assert customers == [False] * 3
    assert agents == [waiting.id] * 3
