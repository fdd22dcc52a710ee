"""What tests of conversations share: a store on a wound clock, a conversation in it, and who speaks."""

from __future__ import annotations

import pytest

from desk.adapters.sql.conversations import SqlConversations
from desk.adapters.sql.database import Database
from desk.conversations import (
    Conversation,
    Draft,
)
from tests.desk.desk_fixtures import WoundClock
from tests.desk.handoff_fixtures import ownership_of

HELLO = Draft("Hello.")
ASKING = Draft("Shall I file it?", choices=(("Yes", {"intent": "affirm"}), ("No", {"intent": "deny"})))


@pytest.fixture
def store(database: Database, clock: WoundClock) -> SqlConversations:
    """The conversations of an empty database; leases run on the same wound clock."""
    return SqlConversations(database, clock, ownership_of(database, clock))


@pytest.fixture
def harbor(store: SqlConversations) -> Conversation:
    """A conversation that harbor has just begun."""
    return begun(store)


def begun(store: SqlConversations, account: str | None = "harbor") -> Conversation:
    """Begin a conversation and return it."""
    return store.start(account, "Harbor Books", "America/New_York", HELLO)[1]


def said(store: SqlConversations, conversation: Conversation, words: str) -> int:
    """Have the customer say something; return its seq."""
    return store.receive(conversation.id, f"m-{words}", words, None).seq


def answered(store: SqlConversations, conversation: Conversation, *drafts: Draft) -> int:
    """Answer the oldest waiting message; return its seq."""
    turn = store.take(conversation.id)
    assert turn is not None
    store.answer(turn, list(drafts))
    return turn.message.seq


def choice_ids(store: SqlConversations, conversation: Conversation) -> dict[str, str]:
    """Return the ids of all buttons, by title."""
    return {
        choice.title: choice.id for message in store.history(conversation.id) for choice in message.choices
    }


@pytest.fixture
def prompted(store: SqlConversations, harbor: Conversation) -> dict[str, str]:
    """The ids of a prompt's buttons, by title."""
    said(store, harbor, "claim")
    answered(store, harbor, ASKING)
    return choice_ids(store, harbor)
