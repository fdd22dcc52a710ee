"""The contract of the conversations' store on every database: the log, its buttons and its words."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest

from desk.adapters.sql.conversations import SqlConversations
from desk.conversations import (
    LONGEST_EPISODE,
    MOST_WAITING,
    ChoiceStale,
    ChoiceUnknown,
    Conversation,
    Draft,
    TooManyWaiting,
    is_new_episode,
)
from tests.desk.conversation_fixtures import (
    ASKING,
    HELLO,
    answered,
    begun,
    harbor,
    prompted,
    said,
    store,
)

__all__ = ["harbor", "prompted", "store"]


def test_a_conversation_begins_with_its_greeting(store: SqlConversations):
    """The greeting is message 1 and the conversation belongs to the bot."""
    _, conversation = store.start("harbor", "Harbor Books", "America/New_York", HELLO)
    first = store.history(conversation.id)
    assert [(message.seq, message.sender, message.text) for message in first] == [(1, "bot", "Hello.")]
    assert (conversation.state, conversation.epoch, conversation.episode) == ("bot", 1, 1)
    assert (conversation.account_id, conversation.time_zone) == ("harbor", "America/New_York")


def test_every_message_has_the_next_seq(store: SqlConversations, harbor: Conversation):
    """Questions, answers and the desk's own words share one numbering without gaps."""
    said(store, harbor, "one")
    answered(store, harbor, Draft("first"), Draft("second"))
    store.post(harbor.id, Draft("by itself", "system"))
    said(store, harbor, "two")
    texts = [(message.seq, message.text) for message in store.history(harbor.id)]
    assert texts == [(1, "Hello."), (2, "one"), (3, "first"), (4, "second"), (5, "by itself"), (6, "two")]


@pytest.mark.parametrize(("after", "seqs"), [(0, [1, 2, 3]), (2, [3]), (3, []), (99, [])])
def test_history_goes_on_after_a_seq(store: SqlConversations, harbor: Conversation, after, seqs):
    """A reader gets what it has not seen, in order, and nothing twice."""
    said(store, harbor, "one")
    said(store, harbor, "two")
    assert [message.seq for message in store.history(harbor.id, after)] == seqs


def test_the_same_client_id_is_the_same_message(store: SqlConversations, harbor: Conversation):
    """Whatever comes the second time, the first message stands."""
    first = store.receive(harbor.id, "same", "one", None)
    again = store.receive(harbor.id, "same", "something else", None)
    assert (again.seq, again.text) == (first.seq, "one")
    assert len(store.history(harbor.id)) == 2


def test_the_same_client_id_in_another_conversation_is_another_message(store: SqlConversations):
    """A client's ids are its own: no conversation is reached through another's."""
    a, b = begun(store), begun(store, "pixel")
    store.receive(a.id, "same", "of a", None)
    assert store.receive(b.id, "same", "of b", None).text == "of b"


def test_threads_that_race_with_one_client_id_keep_one_message(store: SqlConversations, harbor: Conversation):
    """Eight at the same instant: one message, the same seq for all."""
    start = threading.Barrier(8)

    def send(_: int) -> int:
        start.wait()
        return store.receive(harbor.id, "same", "one", None).seq

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(send, range(8))) == {2}
    assert len(store.history(harbor.id)) == 2


def test_threads_that_race_with_different_messages_lose_none(store: SqlConversations, harbor: Conversation):
    """Eight different messages at the same instant get eight seqs in a row."""
    start = threading.Barrier(8)

    def send(number: int) -> int:
        start.wait()
        return store.receive(harbor.id, f"m-{number}", str(number), None).seq

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(send, range(8))) == list(range(2, 10))


def test_no_more_than_the_limit_may_wait(store: SqlConversations, harbor: Conversation):
    """One more is refused and not kept; a repeat of one that waits is no further one."""
    for number in range(MOST_WAITING):
        store.receive(harbor.id, f"m-{number}", str(number), None)
    with pytest.raises(TooManyWaiting):
        store.receive(harbor.id, "one more", "one more", None)
    assert store.receive(harbor.id, "m-0", "0", None).seq == 2
    answered(store, harbor, Draft("answer"))
    assert store.receive(harbor.id, "one more", "one more", None).seq == MOST_WAITING + 3


def test_a_choice_is_its_title_and_what_it_stands_for(
    store: SqlConversations, harbor: Conversation, prompted
):
    """The transcript shows the title; the payload is what was stored beside the id."""
    pressed = store.receive(harbor.id, "press", None, prompted["Yes"])
    assert (pressed.text, pressed.choice) == ("Yes", {"intent": "affirm"})


def test_a_choice_that_was_never_offered_is_unknown(store: SqlConversations, harbor: Conversation, prompted):
    """An id that nobody issued is refused and nothing is kept."""
    with pytest.raises(ChoiceUnknown):
        store.receive(harbor.id, "press", None, "k-0000000000000000")
    assert len(store.history(harbor.id)) == 3


def test_another_conversations_choice_is_unknown(store: SqlConversations, prompted):
    """A button of harbor's means nothing to pixel, and says nothing about existing."""
    pixel = begun(store, "pixel")
    with pytest.raises(ChoiceUnknown):
        store.receive(pixel.id, "press", None, prompted["Yes"])


@pytest.mark.parametrize("choice", ["k-\x00", "\ud800", "k-' OR 1=1 --"], ids=["NUL", "surrogate", "quote"])
def test_a_choice_of_strange_characters_is_unknown(
    store: SqlConversations, harbor: Conversation, prompted, choice
):
    """No text reaches the database as anything but a value it can hold."""
    with pytest.raises(ChoiceUnknown):
        store.receive(harbor.id, "press", None, choice)


def test_a_choice_of_an_earlier_prompt_is_stale(store: SqlConversations, harbor: Conversation, prompted):
    """Once the customer has said something else, the old buttons do nothing."""
    said(store, harbor, "wait")
    with pytest.raises(ChoiceStale):
        store.receive(harbor.id, "press", None, prompted["Yes"])


def test_two_tabs_that_press_at_once_press_once(store: SqlConversations, harbor: Conversation, prompted):
    """One press is kept; the other is told that the button belongs to an earlier prompt."""
    start = threading.Barrier(2)

    def press(tab: str) -> str:
        start.wait()
        try:
            store.receive(harbor.id, tab, None, prompted["Yes"])
        except ChoiceStale:
            return "stale"
        return "kept"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, ["a", "b"])) == ["kept", "stale"]


WEIRD = {
    "NUL": "a\x00b",
    "lone surrogate": "a\ud800b",
    "right-to-left override": "a\u202eb",
    "fifty marks": "e" + "\u0301" * 50,
    "emoji": "👩‍👩‍👧‍👦",
    "script": "<script>alert(1)</script>",
    "quote": "'; DROP TABLE messages; --",
}


@pytest.mark.parametrize("words", WEIRD.values(), ids=WEIRD.keys())
def test_any_text_is_kept_as_near_as_it_can_be(store: SqlConversations, harbor: Conversation, words):
    """It comes back the same, but for NULs and lone surrogates, which no database holds."""
    seq = store.receive(harbor.id, "weird", words, None).seq
    kept = store.message(harbor.id, seq).text
    assert kept == words.replace("\x00", "").replace("\ud800", "\ufffd")


def test_heads_tell_the_last_seq_of_each(store: SqlConversations):
    """One look says which conversations grew; one that does not exist is not in it."""
    a, b = begun(store), begun(store)
    said(store, b, "one")
    assert store.heads([a.id, b.id, "c-none"]) == {a.id: 1, b.id: 2}
    assert store.heads([]) == {}


def test_an_answer_survives_what_no_database_holds(store: SqlConversations, harbor: Conversation):
    """An engine that echoes a NUL cannot stop the conversation."""
    said(store, harbor, "one")
    turn = store.take(harbor.id)
    draft = replace(ASKING, text="a\x00\ud800", quote={"label\x00": "\ud800"})
    assert store.answer(turn, [draft])[0].text == "a\ufffd"


@pytest.mark.parametrize(
    ("length", "idle", "expected"),
    [
        pytest.param(3, timedelta(minutes=2), False, id="a talk in progress goes on"),
        pytest.param(3, timedelta(minutes=30), True, id="after half an hour a new episode begins"),
        pytest.param(120, timedelta(seconds=5), True, id="a long talk is cut where nothing is asked"),
    ],
)
def test_an_episode_ends_after_a_pause_or_when_it_is_long(length: int, idle: timedelta, expected: bool):
    """The engine sees one episode at a time, so a turn costs the same on the hundredth day."""
    assert is_new_episode(length, idle) is expected


@pytest.mark.parametrize(
    ("last_words", "episode"),
    [
        pytest.param("All done.", 2, id="nothing is asked"),
        pytest.param("Shall I file it?", 1, id="a question is open"),
    ],
)
def test_a_long_talk_gets_a_new_episode_only_where_nothing_is_open(
    store: SqlConversations, harbor: Conversation, last_words: str, episode: int
):
    """What is being asked is never cut off from its answer."""
    for number in range(LONGEST_EPISODE // 2):
        said(store, harbor, f"message {number}")
        answered(store, harbor, Draft(last_words))
    said(store, harbor, "one more")
    turn = store.take(harbor.id)
    assert turn is not None
    assert turn.conversation.episode == episode
