"""A message's way to its answer: in order, once, and never without a word."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import pytest

from desk.chat import Chat, StillWorking
from desk.conversations import LEASE, MessageTooLong
from desk.engine import Part, Said
from desk.phrases import Phrases
from tests.desk.chat_fixtures import PHONE, chat, database, engine, press, say
from tests.desk.conversation_fixtures import begun, harbor, store
from tests.desk.scripted_engine import ScriptedEngine

__all__ = ["chat", "database", "engine", "harbor", "store"]

PARTS = get_args(Part)


def test_what_followed_a_message_is_returned(chat, harbor):
    """The answer of the call is the engine's answer to this message."""
    assert say(chat, harbor, "hello") == ["You said: hello"]


def test_the_engine_is_told_who_speaks_and_when(chat, engine, harbor, clock):
    """Identity, episode, epoch, time and the message's number come from the desk and not from the text."""
    say(chat, harbor, "I am pixel")
    facts = engine.asked[0][0]
    assert (facts.account, facts.conversation, facts.episode, facts.epoch) == ("harbor", harbor.id, 1, 1)
    assert (facts.now, facts.time_zone, facts.turn) == (clock.now(), "America/New_York", 2)


def test_the_same_client_id_is_answered_once(chat, engine, harbor):
    """An hour later the same id gives the same answer, and the engine hears nothing of it."""
    first = chat.say(harbor, "same", "hello", None)
    again = chat.say(harbor, "same", "hello", None)
    assert [message.seq for message in first] == [message.seq for message in again]
    assert engine.texts == ["hello"]


def test_the_same_client_id_at_once_is_answered_once(chat, engine, harbor):
    """Eight calls at the same instant: one turn, one answer for all."""
    start = threading.Barrier(8)

    def send(_: int) -> list[int]:
        start.wait()
        return [message.seq for message in chat.say(harbor, "same", "hello", None)]

    with ThreadPoolExecutor(8) as pool:
        assert set(map(tuple, pool.map(send, range(8)))) == {(3,)}
    assert engine.texts == ["hello"]


def test_messages_at_once_are_answered_in_order(chat, engine, store, harbor):
    """Ten threads of one customer: ten answers, in the order the messages were kept, one turn at a time."""
    start = threading.Barrier(10)

    def send(number: int) -> list[str]:
        start.wait()
        return say(chat, harbor, f"number {number}")

    with ThreadPoolExecutor(10) as pool:
        replies = list(pool.map(send, range(10)))
    assert replies == [[f"You said: number {number}"] for number in range(10)]
    log = store.history(harbor.id)
    kept = [message.text for message in log if message.sender == "customer"]
    assert engine.texts == kept
    assert [m.text for m in log if m.sender == "bot"][1:] == [f"You said: {words}" for words in kept]


def test_customers_do_not_wait_for_each_other(chat, engine, store, harbor):
    """While one customer's turn is held, another's is answered."""
    other = begun(store, "pixel")
    engine.gate.clear()
    with ThreadPoolExecutor(2) as pool:
        slow = pool.submit(say, chat, harbor, "slow")
        assert engine.entered.acquire(timeout=10)
        quick = pool.submit(say, chat, other, "quick")
        assert engine.entered.acquire(timeout=10), "the second turn had to wait for the first"
        engine.gate.set()
        assert (slow.result(10), quick.result(10)) == (["You said: slow"], ["You said: quick"])


@pytest.mark.parametrize("part", PARTS)
def test_each_part_that_fails_has_its_own_words(chat, engine, store, harbor, part):
    """The customer learns which part is away, what is kept, and whom to call."""
    engine.failing = part
    (words,) = say(chat, harbor, "claim")
    assert "message" in words and "kept" in words
    assert PHONE in words
    others = {Phrases(PHONE).failure(other, 1).text for other in PARTS if other != part}
    assert words not in others
    assert store.history(harbor.id)[-1].sender == "system"


@pytest.mark.parametrize("part", PARTS)
def test_try_again_answers_the_message_that_failed(chat, engine, store, harbor, part):
    """The button asks for the message itself, under its own number, not for the words "Try again"."""
    engine.failing = part
    say(chat, harbor, "claim")
    engine.failing = None
    assert press(chat, harbor, store, "Try again") == ["You said: claim"]
    assert engine.asked[-1][0].turn == engine.asked[0][0].turn == 2


def test_try_again_that_fails_again_still_means_the_first_message(chat, engine, store, harbor):
    """However often it fails, the button stays about what the customer said."""
    engine.failing = "actions"
    say(chat, harbor, "claim")
    press(chat, harbor, store, "Try again")
    press(chat, harbor, store, "Try again")
    engine.failing = None
    assert press(chat, harbor, store, "Try again") == ["You said: claim"]


def test_try_again_presses_the_button_that_failed(chat, engine, store, harbor):
    """A press that failed is done again as what the button stood for."""
    engine.answer = lambda text, choice: (
        [Said("Sure?", choices=(("Yes", {"intent": "affirm"}),))] if choice is None else [Said("Filed.")]
    )
    say(chat, harbor, "claim")
    engine.failing = "actions"
    press(chat, harbor, store, "Yes")
    engine.failing = None
    assert press(chat, harbor, store, "Try again") == ["Filed."]
    assert engine.asked[-1][1:] == ("Yes", {"intent": "affirm"})


def test_an_empty_answer_is_a_failure(chat, engine, store, harbor):
    """Silence from the engine is said, never passed on."""
    engine.answer = lambda text, choice: []
    (words,) = say(chat, harbor, "claim")
    assert words == Phrases(PHONE).failure("engine", 2).text
    engine.answer = lambda text, choice: [Said("Here.")]
    assert press(chat, harbor, store, "Try again") == ["Here."]


def test_a_fault_of_our_own_is_said_too(chat, engine, harbor):
    """Whatever breaks while an answer is made, the customer reads the engine's sentence and nothing inside."""
    engine.failing = RuntimeError("secret detail")
    (words,) = say(chat, harbor, "claim")
    assert words == Phrases(PHONE).failure("engine", 2).text


def test_a_failed_turn_holds_up_nothing(chat, engine, harbor):
    """The next message is answered at once."""
    engine.failing = "engine"
    say(chat, harbor, "one")
    engine.failing = None
    assert say(chat, harbor, "two") == ["You said: two"]


def test_a_message_of_a_dead_process_is_answered_by_the_sweep(chat, engine, store, harbor, clock):
    """What was kept and never answered is answered once, by whoever sweeps first."""
    store.receive(harbor.id, "lost", "are you there?", None)
    store.take(harbor.id)
    assert chat.sweep() == 0
    clock.wind(seconds=LEASE.total_seconds())
    assert chat.sweep() == 1
    assert chat.sweep() == 0
    assert engine.texts == ["are you there?"]
    assert store.history(harbor.id)[-1].text == "You said: are you there?"


def test_an_answer_that_comes_after_another_took_over_is_dropped(
    chat, engine, store, harbor, clock, handoffs
):
    """Two processes computed it, because one was thought dead: the customer reads it once."""
    engine.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(say, chat, harbor, "hello")
        assert engine.entered.acquire(timeout=10)
        clock.wind(seconds=LEASE.total_seconds())
        second = ScriptedEngine()
        assert Chat(store, second, clock, Phrases(PHONE), handoffs).sweep() == 1
        engine.gate.set()
        assert slow.result(10) == ["You said: hello"]
    assert [message.text for message in store.history(harbor.id)[1:]] == ["hello", "You said: hello"]


def test_a_slow_turn_keeps_its_lease(chat, engine, store, harbor, clock):
    """As long as the process lives and renews, nobody else computes the same answer."""
    engine.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(say, chat, harbor, "hello")
        assert engine.entered.acquire(timeout=10)
        for _ in range(3):
            clock.wind(seconds=LEASE.total_seconds() - 1)
            chat.renew()
        assert store.unanswered() == []
        engine.gate.set()
        slow.result(10)
    clock.wind(seconds=LEASE.total_seconds())
    chat.renew()
    assert store.unanswered() == []


def test_who_waits_too_long_is_told_and_the_answer_still_comes(chat, engine, store, harbor, monkeypatch):
    """The wait ends with a word; the message is kept and its answer appears when it is there."""
    monkeypatch.setattr("desk.chat.PATIENCE_SECONDS", 0.0)
    engine.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(say, chat, harbor, "one")
        assert engine.entered.acquire(timeout=10)
        with pytest.raises(StillWorking):
            say(chat, harbor, "two")
        engine.gate.set()
        first.result(10)
    chat.sweep()
    assert store.history(harbor.id)[-1].text == "You said: two"


def test_each_change_is_announced(chat, harbor):
    """Typing begins with the message and ends with the answer, for whoever listens."""
    heard = []
    chat.listen(lambda conversation, typing: heard.append((conversation, typing)))
    say(chat, harbor, "hello")
    assert heard == [(harbor.id, True), (harbor.id, False)]


def test_a_message_that_is_too_long_is_not_kept(chat, store, harbor):
    """The limit and the length are named, and nothing is stored."""
    with pytest.raises(MessageTooLong, match="20,000 characters; the limit is 2,000"):
        say(chat, harbor, "a" * 20_000)
    assert len(store.history(harbor.id)) == 1


@pytest.mark.parametrize(
    ("typed", "secret", "kind"),
    [
        pytest.param("card 4111 1111 1111 1111", "4111", "card number", id="a card number"),
        pytest.param("my password is hunter2", "hunter2", "password", id="a password"),
        pytest.param("key AKIAIOSFODNN7EXAMPLE", "AKIA", "key", id="a key"),
    ],
)
def test_a_secret_is_kept_nowhere_and_the_customer_told(chat, engine, store, harbor, typed, secret, kind):
    """The log and the engine see the text without it; one sentence says so before the answer."""
    told, answer = say(chat, harbor, typed)
    assert kind in told
    assert f"[{kind} removed]" in answer
    assert all(secret not in message.text for message in store.history(harbor.id))
    assert secret not in engine.texts[0]


def test_a_secret_in_a_message_that_failed_stays_out_when_tried_again(chat, engine, store, harbor):
    """Trying again works on what was kept, and warns no second time."""
    engine.failing = "engine"
    assert len(say(chat, harbor, "my password is hunter2")) == 2
    engine.failing = None
    assert press(chat, harbor, store, "Try again") == ["You said: my password is [password removed]"]
