"""Messages typed one after another are one turn, from the door to the answer."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from desk.chat import StillWorking
from desk.conversations import LEASE, ChoiceStale, Conversation
from tests.desk.chat_fixtures import chat, database, engine, press, say
from tests.desk.conversation_fixtures import ASKING, harbor, store
from tests.stack import awaited

__all__ = ["chat", "database", "engine", "harbor", "store"]


@pytest.fixture
def bursting(store) -> None:
    """Let the chat wait for more after what looks unfinished; nothing moves the clock but the test."""
    store._burst = timedelta(milliseconds=700)


@pytest.fixture
def background() -> Iterator[ThreadPoolExecutor]:
    """Threads for messages whose answers are waited for."""
    with ThreadPoolExecutor(14) as pool:
        yield pool


def kept(store, conversation: Conversation, count: int) -> None:
    """Return when the log has so many messages."""
    awaited(lambda: len(store.history(conversation.id)) == count, what=f"{count} messages in the log")


def test_what_is_typed_in_pieces_is_answered_once(chat, engine, store, harbor, bursting, background):
    """The engine hears one message, and both calls return the one answer."""
    first = background.submit(say, chat, harbor, "i want to")
    kept(store, harbor, 2)
    assert say(chat, harbor, "upgrade my plan") == ["You said: i want to\nupgrade my plan"]
    assert first.result(10) == ["You said: i want to\nupgrade my plan"]
    assert [facts.turn for facts, _, _ in engine.asked] == [3]


def test_a_piece_alone_is_answered_when_its_wait_is_over(
    chat, engine, store, harbor, bursting, background, clock
):
    """The caller waits, and a look after the wait finds it due."""
    sent = background.submit(say, chat, harbor, "my bill")
    kept(store, harbor, 2)
    clock.wind(seconds=0.7)
    assert sent.result(10) == ["You said: my bill"]


def test_two_tabs_type_into_one_burst(chat, engine, store, harbor, bursting, background):
    """Pieces from two tabs at once, one of them delivered three times: each is asked once."""
    sent = [background.submit(chat.say, harbor, "m-1", "my bill", None) for _ in range(3)]
    kept(store, harbor, 2)
    sent.append(background.submit(chat.say, harbor, "m-2", "is far too high this month", None))
    answers = [[message.text for message in one.result(10)] for one in sent]
    assert answers == [["You said: my bill\nis far too high this month"]] * 4
    assert len(engine.asked) == 1


def test_what_is_typed_during_a_turn_is_asked_together_after_it(
    chat, engine, store, harbor, bursting, background
):
    """Pieces that had to wait anyway are one turn; a whole question beside them is another."""
    engine.gate.clear()
    words = ["what is overage?", "hm", "i mean", "the option to allow it", "and what is a pause?"]
    sent = []
    for number, text in enumerate(words):
        sent.append(background.submit(say, chat, harbor, text))
        kept(store, harbor, number + 2)
        if number == 0:
            assert engine.entered.acquire(timeout=10)
    engine.gate.set()
    for one in sent:
        one.result(10)
    assert engine.texts == [words[0], "\n".join(words[1:4]), words[4]]


@pytest.mark.parametrize("again", [1, 3])
def test_try_again_asks_the_whole_burst_again(chat, engine, store, harbor, bursting, background, again):
    """However often it fails: all of its messages, under the burst's own number."""
    engine.failing = "actions"
    first = background.submit(say, chat, harbor, "i want to")
    kept(store, harbor, 2)
    say(chat, harbor, "upgrade my plan")
    first.result(10)
    for _ in range(again - 1):
        press(chat, harbor, store, "Try again")
    engine.failing = None
    assert press(chat, harbor, store, "Try again") == ["You said: i want to\nupgrade my plan"]
    assert {facts.turn for facts, _, _ in engine.asked} == {3}


def test_a_burst_of_a_dead_process_is_answered_by_the_sweep(chat, engine, store, harbor, bursting, clock):
    """Kept and never answered, taken or not: the sweep asks it as one, when its wait is over."""
    store.receive(harbor.id, "a", "i want to", None)
    store.receive(harbor.id, "b", "see my", None)
    assert chat.sweep() == 0
    clock.wind(seconds=0.7)
    store.take(harbor.id)
    assert chat.sweep() == 0
    clock.wind(seconds=LEASE.total_seconds())
    assert chat.sweep() == 1
    assert engine.texts == ["i want to\nsee my"]
    assert [message.seq for message in store.replies(harbor.id, 2)] == [4]


def test_secrets_of_a_burst_are_told_once(chat, engine, store, harbor, bursting, background):
    """Each message is kept without its own; one sentence names every kind."""
    first = background.submit(say, chat, harbor, "card 4111 1111 1111 1111 and my")
    kept(store, harbor, 2)
    told, answer = say(chat, harbor, "password is hunter2")
    assert "card number and password" in told
    assert answer == "You said: card [card number removed] and my\npassword is [password removed]"
    assert first.result(10) == [told, answer]


def test_a_secret_that_only_the_message_before_gives_away(chat, engine, store, harbor, bursting, background):
    """ "my password is" and then the word itself: it is kept nowhere either."""
    first = background.submit(say, chat, harbor, "my password is")
    kept(store, harbor, 2)
    told, answer = say(chat, harbor, "hunter2 if you need it.")
    assert "password" in told
    assert answer == "You said: my password is\n[password removed] if you need it."
    first.result(10)
    assert all("hunter2" not in message.text for message in store.history(harbor.id))


def test_a_press_of_an_earlier_question_ends_the_wait(chat, engine, store, harbor, bursting, background):
    """It is refused, as ever after something was typed, and what was typed is answered at once."""
    shown = store.post(harbor.id, ASKING)
    typed = background.submit(say, chat, harbor, "well, my")
    kept(store, harbor, 3)
    with pytest.raises(ChoiceStale):
        chat.say(harbor, "press", None, shown.choices[0].id)
    assert typed.result(10) == ["You said: well, my"]


def test_who_types_on_is_waited_for(chat, engine, store, harbor, bursting, background, clock):
    """A page that says its customer is typing gets the rest of the message into the same turn."""
    first = background.submit(say, chat, harbor, "i want to")
    kept(store, harbor, 2)
    chat.typing(harbor.id)
    clock.wind(seconds=2)
    assert chat.sweep() == 0
    assert say(chat, harbor, "upgrade my plan") == ["You said: i want to\nupgrade my plan"]
    first.result(10)


def test_who_waits_too_long_for_a_burst_is_told(chat, engine, store, harbor, bursting, monkeypatch, clock):
    """Patience counts from the message; its answer still comes."""
    monkeypatch.setattr("desk.chat.PATIENCE_SECONDS", 0.0)
    with pytest.raises(StillWorking):
        say(chat, harbor, "my bill")
    clock.wind(seconds=0.7)
    chat.sweep()
    assert store.history(harbor.id)[-1].text == "You said: my bill"
