"""The contract of the conversations' store on every database: what is asked together, and how long more is waited for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.adapters.sql.conversations import SqlConversations
from desk.adapters.sql.database import Database
from desk.bursts import LONGEST_HOLD, TYPING_HOLD
from desk.conversations import LEASE, MOST_WAITING, Conversation, Draft, TooManyWaiting
from tests.desk.conversation_fixtures import ASKING, answered, begun, harbor, said
from tests.desk.desk_fixtures import WoundClock
from tests.desk.handoff_fixtures import ownership_of

__all__ = ["harbor"]

BURST = timedelta(milliseconds=700)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def store(database: Database, clock: WoundClock) -> SqlConversations:
    """The conversations of an empty database, which wait for more; all on the wound clock."""
    return waiting_store(database, clock)


def waiting_store(database: Database, clock: WoundClock) -> SqlConversations:
    """Return a store that waits for more, on a wound clock."""
    return SqlConversations(database, clock, ownership_of(database, clock), BURST)


def wind(clock: WoundClock, by: timedelta) -> None:
    """Let time pass."""
    clock.wind(seconds=by.total_seconds())


def taken(store: SqlConversations, conversation: Conversation) -> list[str] | None:
    """Take the next turn and answer it; return what was asked in it."""
    turn = store.take(conversation.id)
    if turn is None:
        return None
    store.answer(turn, [Draft("answer")])
    return [message.text for message in turn.messages]


def test_a_whole_message_is_taken_at_once(store, harbor):
    """No clock moves between saying it and answering it."""
    said(store, harbor, "my bill is far too high")
    assert store.unanswered() == [harbor.id]
    assert taken(store, harbor) == ["my bill is far too high"]


def test_an_unfinished_message_is_taken_when_its_wait_is_over(store, harbor, clock):
    """Not an instant earlier, by nobody, the sweep included."""
    said(store, harbor, "i want to")
    wind(clock, BURST - INSTANT)
    assert store.unanswered() == []
    assert taken(store, harbor) is None
    wind(clock, INSTANT)
    assert store.unanswered() == [harbor.id]
    assert taken(store, harbor) == ["i want to"]


def test_a_whole_message_ends_the_wait(store, harbor):
    """What was waited for is here: both are one turn, at once."""
    said(store, harbor, "i want to")
    said(store, harbor, "upgrade my plan")
    assert taken(store, harbor) == ["i want to", "upgrade my plan"]


def test_each_unfinished_message_begins_the_wait_anew(store, harbor, clock):
    """Three pieces typed 600 ms apart are one turn."""
    for words in ("hi", "my bill", "the last one"):
        said(store, harbor, words)
        assert taken(store, harbor) is None
        wind(clock, BURST - timedelta(milliseconds=100))
    wind(clock, timedelta(milliseconds=100))
    assert taken(store, harbor) == ["hi", "my bill", "the last one"]


def test_a_message_sent_twice_does_not_lengthen_the_wait(store, harbor, clock):
    """A page that repeats its delivery is the same message, and nothing new was typed."""
    store.receive(harbor.id, "same", "my bill", None)
    wind(clock, BURST - INSTANT)
    store.receive(harbor.id, "same", "my bill", None)
    wind(clock, INSTANT)
    assert taken(store, harbor) == ["my bill"]


def test_the_whole_burst_is_answered_after_its_last_message(store, harbor):
    """Every message of it is answered by the one answer, whose place is after the last."""
    first, last = said(store, harbor, "i want to"), said(store, harbor, "upgrade my plan")
    answered(store, harbor, Draft("answer"))
    assert store.is_answered(harbor.id, first) and store.is_answered(harbor.id, last)
    assert [m.text for m in store.replies(harbor.id, first)] == ["answer"]
    assert store.replies(harbor.id, first) == store.replies(harbor.id, last)
    assert [(m.seq, m.text) for m in store.history(harbor.id, 1)] == [
        (2, "i want to"), (3, "upgrade my plan"), (4, "answer"),
    ]  # fmt: skip
    assert [m.seq for m in store.asked_in(harbor.id, last)] == [first, last]


def test_what_comes_while_a_turn_is_in_flight_is_the_next_turn(store, harbor, clock):
    """It joins with the others that wait, never with what is being answered."""
    said(store, harbor, "what is overage?")
    turn = store.take(harbor.id)
    said(store, harbor, "and also")
    said(store, harbor, "my bill")
    wind(clock, BURST)
    store.answer(turn, [Draft("answer")])
    assert taken(store, harbor) == ["and also", "my bill"]


def test_a_burst_that_was_begun_stays_the_same_when_its_process_died(store, harbor, clock):
    """The engine may have done it: more that was typed since is another turn, however unfinished it was."""
    said(store, harbor, "my bill")
    wind(clock, BURST)
    dead = store.take(harbor.id)
    said(store, harbor, "is too high.")
    wind(clock, LEASE)
    again = store.take(harbor.id)
    assert (again.number, again.messages) == (dead.number, (store.message(harbor.id, dead.number),))
    store.answer(again, [Draft("answer")])
    assert store.answer(dead, [Draft("late")]) == []
    assert taken(store, harbor) == ["is too high."]


def test_a_turn_that_is_taken_again_stays_in_its_episode(store, harbor, clock):
    """A pause begins one new episode, also when the process that noticed it died."""
    said(store, harbor, "hello.")
    answered(store, harbor, Draft("Hello."))
    clock.wind(hours=1)
    said(store, harbor, "hello again.")
    assert store.take(harbor.id).conversation.episode == 2
    wind(clock, LEASE)
    assert store.take(harbor.id).conversation.episode == 2


def test_a_press_ends_the_wait_and_is_a_turn_of_its_own(store, harbor, clock):
    """What was typed before it is answered first, at once."""
    said(store, harbor, "claim it now please")
    turn = store.take(harbor.id)
    said(store, harbor, "and my")
    choice = store.answer(turn, [ASKING])[0].choices[0]
    assert taken(store, harbor) is None
    store.receive(harbor.id, "press", None, choice.id)
    assert taken(store, harbor) == ["and my"]
    assert taken(store, harbor) == ["Yes"]


def test_a_press_waits_for_nothing(store, harbor):
    """A button is whole whatever its title says."""
    shown = store.post(harbor.id, ASKING)
    store.receive(harbor.id, "press", None, shown.choices[0].id)
    assert taken(store, harbor) == ["Yes"]


def test_a_short_answer_waits_for_nothing(store, harbor):
    """ "tomorrow" is a fragment out of the blue and an answer after a question."""
    said(store, harbor, "pause my plan")
    answered(store, harbor, Draft("From when?", expects="date_from"))
    said(store, harbor, "tomorrow")
    assert taken(store, harbor) == ["tomorrow"]


def test_typing_makes_the_wait_last_up_to_its_limit(store, harbor, clock):
    """Each sign of typing is good for a while, and all of them together for LONGEST_HOLD."""
    said(store, harbor, "i want to")
    passed = timedelta()
    step = TYPING_HOLD - BURST
    while passed + step < LONGEST_HOLD:
        store.hold(harbor.id, TYPING_HOLD)
        wind(clock, step)
        passed += step
        assert taken(store, harbor) is None
    store.hold(harbor.id, TYPING_HOLD)
    wind(clock, LONGEST_HOLD - passed)
    assert taken(store, harbor) == ["i want to"]


def test_typing_holds_nothing_up_that_is_whole_or_due(store, harbor, clock):
    """Who types on after a whole question has its answer meanwhile; a wait that is over stays over."""
    store.hold(harbor.id, TYPING_HOLD)
    said(store, harbor, "what is overage?")
    store.hold(harbor.id, TYPING_HOLD)
    assert taken(store, harbor) == ["what is overage?"]
    said(store, harbor, "my bill")
    wind(clock, BURST)
    store.hold(harbor.id, TYPING_HOLD)
    assert taken(store, harbor) == ["my bill"]


def test_a_wait_can_be_ended(store, harbor):
    """Holding for no time at all is answering now."""
    said(store, harbor, "my bill")
    store.hold(harbor.id, timedelta())
    assert taken(store, harbor) == ["my bill"]


def test_a_burst_has_a_most_and_the_next_is_refused(store, harbor, clock):
    """Of 130 messages a dozen are kept and answered as one; the others are refused, and none is half kept."""
    refused = 0
    for number in range(130):
        try:
            store.receive(harbor.id, f"m-{number}", f"piece {'abcdefghijkl'[number % 12]}", None)
        except TooManyWaiting:
            refused += 1
    assert refused == 130 - MOST_WAITING
    wind(clock, BURST)
    assert len(taken(store, harbor)) == MOST_WAITING
    assert store.unanswered() == []
    assert said(store, harbor, "one more") == MOST_WAITING + 3


def test_without_a_wait_every_message_is_a_turn(database, clock):
    """BURST_MS=0 joins nothing."""
    store = SqlConversations(database, clock, ownership_of(database, clock))
    conversation = begun(store)
    said(store, conversation, "i want to")
    said(store, conversation, "upgrade my plan")
    assert taken(store, conversation) == ["i want to"]
    assert taken(store, conversation) == ["upgrade my plan"]


WORDS = ["i want to", "my bill", "upgrade my plan", "yes", "what is overage?", "so,", "a" * 1500]
STEPS = [
    *WORDS,
    "same again",
    "take",
    "answer",
    "answer old",
    "press",
    "typing",
    "moment",
    "burst passes",
    "lease runs out",
]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=30))
def test_every_message_is_answered_exactly_once_and_in_order(sqlite: Database, steps: list[str]):
    """However pieces, presses, repeats, typing, late answers and deaths interleave."""
    clock = WoundClock()
    store = waiting_store(sqlite, clock)
    conversation = begun(store)
    turns, asked = [], {}

    def answer(turn):
        if store.answer(turn, [ASKING]):
            assert turn.number not in asked
            asked[turn.number] = [message.seq for message in turn.messages]

    def take():
        turn = store.take(conversation.id)
        if turn is not None:
            turns.append(turn)
        return turn

    for number, step in enumerate(steps):
        waiting = sum(
            1
            for m in store.history(conversation.id)
            if m.sender == "customer" and not store.is_answered(conversation.id, m.seq)
        )
        if step in WORDS and waiting < MOST_WAITING:
            store.receive(conversation.id, f"m-{number}", step, None)
        elif step == "same again":
            mine = [m for m in store.history(conversation.id) if m.sender == "customer"]
            if mine:
                assert (
                    store.receive(conversation.id, mine[-1].client_msg_id, "other", None).seq == mine[-1].seq
                )
        elif step == "take":
            take()
        elif step in ("answer", "answer old") and turns:
            answer(turns[-1] if step == "answer" else turns[0])
        elif step == "press" and waiting < MOST_WAITING:
            last = store.history(conversation.id)[-1]
            if last.choices:
                store.receive(conversation.id, f"p-{number}", None, last.choices[0].id)
        elif step == "typing":
            store.hold(conversation.id, TYPING_HOLD)
        elif step == "moment":
            wind(clock, BURST / 2)
        elif step == "burst passes":
            wind(clock, BURST)
        elif step == "lease runs out":
            wind(clock, LEASE)
    wind(clock, LEASE + LONGEST_HOLD)
    while (turn := take()) is not None:
        answer(turn)
    log = store.history(conversation.id)
    customers = [message.seq for message in log if message.sender == "customer"]
    assert [seq for seqs in asked.values() for seq in seqs] == customers
    assert [m.reply_to for m in log if m.reply_to is not None] == list(asked) == sorted(asked)
    assert all(m.reply_to < m.seq for m in log if m.reply_to is not None)
    assert [message.seq for message in log] == list(range(1, len(log) + 1))
    assert store.unanswered() == []
