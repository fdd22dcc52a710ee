"""The contract of the conversations' store on every database: who may answer, and what is dropped."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.adapters.sql.conversations import SqlConversations
from desk.adapters.sql.database import Database
from desk.adapters.sql.handoffs import SqlHandoffs
from desk.conversations import (
    LEASE,
    MOST_WAITING,
    Conversation,
    Draft,
)
from tests.desk.conversation_fixtures import (
    answered,
    begun,
    harbor,
    prompted,
    said,
    store,
)
from tests.desk.desk_fixtures import WoundClock
from tests.desk.handoff_fixtures import MIRA, ownership_of

__all__ = ["harbor", "prompted", "store"]


def test_the_oldest_message_is_answered_first(store: SqlConversations, harbor: Conversation):
    """Messages are taken in the order of their seq, each once."""
    seqs = [said(store, harbor, words) for words in ("one", "two", "three")]
    assert [answered(store, harbor, Draft("answer")) for _ in seqs] == seqs
    assert store.take(harbor.id) is None


def test_a_lease_is_exclusive(store: SqlConversations, harbor: Conversation):
    """While one holds the lease nobody else gets a turn, of any message."""
    said(store, harbor, "one")
    said(store, harbor, "two")
    assert store.take(harbor.id) is not None
    assert store.take(harbor.id) is None


def test_threads_that_race_for_a_turn_get_one(store: SqlConversations, harbor: Conversation):
    """Eight ask at the same instant; one answers."""
    said(store, harbor, "one")
    start = threading.Barrier(8)

    def take(_: int) -> bool:
        start.wait()
        return store.take(harbor.id) is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(take, range(8))) == 1


def test_a_lease_of_the_dead_expires(store: SqlConversations, harbor: Conversation, clock: WoundClock):
    """A process that dies loses its turn and not the message."""
    seq = said(store, harbor, "one")
    store.take(harbor.id)
    assert store.unanswered() == []
    clock.wind(seconds=LEASE.total_seconds())
    assert store.unanswered() == [harbor.id]
    turn = store.take(harbor.id)
    assert turn is not None and turn.message.seq == seq


def test_a_lease_that_is_renewed_lasts(store: SqlConversations, harbor: Conversation, clock: WoundClock):
    """A slow turn keeps its lease as long as its process lives to renew it."""
    said(store, harbor, "one")
    turn = store.take(harbor.id)
    clock.wind(seconds=LEASE.total_seconds() - 1)
    store.renew({turn.lease})
    clock.wind(seconds=LEASE.total_seconds() - 1)
    assert store.take(harbor.id) is None
    assert [message.text for message in store.answer(turn, [Draft("late but mine")])] == ["late but mine"]


def test_renewing_a_lost_lease_takes_nothing_back(
    store: SqlConversations, harbor: Conversation, clock: WoundClock
):
    """Who lost the lease cannot have it again while another holds it."""
    said(store, harbor, "one")
    lost = store.take(harbor.id)
    clock.wind(seconds=LEASE.total_seconds())
    held = store.take(harbor.id)
    store.renew({lost.lease})
    clock.wind(seconds=LEASE.total_seconds())
    assert store.answer(lost, [Draft("stale")]) == []
    assert store.take(harbor.id) is not None
    assert held is not None


def test_an_answer_under_a_stale_lease_is_dropped(
    store: SqlConversations, harbor: Conversation, clock: WoundClock
):
    """Of two that computed the same answer, only the present holder is heard."""
    seq = said(store, harbor, "one")
    slow = store.take(harbor.id)
    clock.wind(seconds=LEASE.total_seconds())
    quick = store.take(harbor.id)
    store.answer(quick, [Draft("quick")])
    assert store.answer(slow, [Draft("slow")]) == []
    assert [message.text for message in store.replies(harbor.id, seq)] == ["quick"]


def test_an_answer_under_a_stale_epoch_is_dropped(
    store: SqlConversations, harbor: Conversation, handoffs: SqlHandoffs
):
    """When a person took over meanwhile, the bot is silent, and the message is not asked again."""
    seq = said(store, harbor, "one")
    turn = store.take(harbor.id)
    handoffs.accept(harbor.id, MIRA, "a")
    assert store.answer(turn, [Draft("too late")]) == []
    assert store.is_answered(harbor.id, seq)
    assert store.replies(harbor.id, seq) == []
    assert store.take(harbor.id) is None


def test_what_followed_a_message_is_its_own(store: SqlConversations, harbor: Conversation):
    """Replies belong to the message they answer, also when others came between."""
    one, two = said(store, harbor, "one"), said(store, harbor, "two")
    answered(store, harbor, Draft("to one"))
    answered(store, harbor, Draft("to two"), Draft("more to two"))
    assert [message.text for message in store.replies(harbor.id, one)] == ["to one"]
    assert [message.text for message in store.replies(harbor.id, two)] == ["to two", "more to two"]


def test_a_turn_knows_what_the_last_answer_asked_for(store: SqlConversations, harbor: Conversation):
    """ "45" after "which plan?" is read as a plan, also when the desk itself said something in between."""
    said(store, harbor, "upgrade")
    answered(store, harbor, Draft("Which plan?", expects="plan_volume"))
    store.post(harbor.id, Draft("A part was away for a moment.", "system"))
    said(store, harbor, "45")
    assert store.take(harbor.id).expects == "plan_volume"


def test_what_was_masked_is_remembered_beside_the_message(store: SqlConversations, harbor: Conversation):
    """The kinds survive a restart; to the engine the message is plain text."""
    store.receive(harbor.id, "m", "my card is [card number removed]", None, ("card number",))
    message = store.take(harbor.id).message
    assert message.masked == ("card number",)
    assert message.choice is None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(["say", "take", "answer", "answer old", "expire"]), max_size=25))
def test_every_message_is_answered_once_and_in_order(sqlite: Database, steps: list[str]):
    """However saying, taking, answering late and dying interleave: one answer each, in the order said."""
    clock = WoundClock()
    store = SqlConversations(sqlite, clock, ownership_of(sqlite, clock))
    conversation = begun(store)
    turns, count = [], 0
    for step in steps:
        if step == "say" and count < MOST_WAITING:
            count += 1
            said(store, conversation, str(count))
        elif step == "take" and (turn := store.take(conversation.id)) is not None:
            turns.append(turn)
        elif step == "answer" and turns:
            store.answer(turns[-1], [Draft(f"re {turns[-1].message.text}")])
        elif step == "answer old" and turns:
            store.answer(turns[0], [Draft(f"re {turns[0].message.text}")])
        elif step == "expire":
            clock.wind(seconds=LEASE.total_seconds())
    clock.wind(seconds=LEASE.total_seconds())
    while (turn := store.take(conversation.id)) is not None:
        store.answer(turn, [Draft(f"re {turn.message.text}")])
    history = store.history(conversation.id)
    assert [m.text for m in history if m.sender == "bot"][1:] == [f"re {n}" for n in range(1, count + 1)]
    assert [m.seq for m in history] == list(range(1, len(history) + 1))
    assert store.unanswered() == []
