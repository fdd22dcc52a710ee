"""What tests of the chat share: the chat in front of a scripted engine, and ways to speak in it."""

from __future__ import annotations

import pytest

from desk.chat import Chat
from desk.conversations import Conversation
from desk.phrases import Phrases
from tests.desk.scripted_engine import ScriptedEngine

PHONE = "(855) 709-4099"


@pytest.fixture
def database(sqlite):
    """One kind of database is enough here; the store's contract is proved on both."""
    return sqlite


@pytest.fixture
def engine() -> ScriptedEngine:
    """An engine that says back what it hears."""
    return ScriptedEngine()


@pytest.fixture
def chat(store, engine, clock, handoffs) -> Chat:
    """The chat in front of that engine, with nobody online."""
    return Chat(store, engine, clock, Phrases(PHONE), handoffs)


def say(chat: Chat, conversation: Conversation, words: str) -> list[str]:
    """Say something and return the texts that followed."""
    return [message.text for message in chat.say(conversation, f"m-{words}", words, None)]


def press(chat: Chat, conversation: Conversation, store, title: str) -> list[str]:
    """Press the newest button of this title and return the texts that followed."""
    offered = [choice for message in store.history(conversation.id) for choice in message.choices]
    choice = [one for one in offered if one.title == title][-1]
    return [message.text for message in chat.say(conversation, f"press-{choice.id}", None, choice.id)]
