"""The desk's records as they are on disk, and the ways a test of faults reads and changes them."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete

from desk.adapters.sql.conversations import SqlConversations
from desk.adapters.sql.database import Database
from desk.adapters.sql.requests import SqlRequests
from desk.adapters.sql.tables.requests import requests
from desk.conversations import Message
from tests.stack import Customer, Stack, awaited

CLAIM = "my overage bill is far too high"
"""What opens harbor's claim in every test of this folder."""


@dataclass
class Records:
    """The desk's database, and its two stores a test asks."""

    database: Database
    conversations: SqlConversations
    requests: SqlRequests

    def log(self, customer: Customer) -> list[Message]:
        """Return the customer's log, read past the gateway."""
        return self.conversations.history(self.conversation(customer))

    def conversation(self, customer: Customer) -> str:
        """Return the id of the customer's conversation."""
        return self.conversations.of_session(customer.session).id

    def kept(self, customer: Customer, words: str) -> bool:
        """Return whether the customer's words are in the log."""
        return any(message.text == words and message.sender == "customer" for message in self.log(customer))

    def answers(self, customer: Customer, words: str) -> list[Message]:
        """Return what followed the customer's words, once something did."""
        asked = next(m for m in self.log(customer) if m.text == words and m.sender == "customer")
        conversation = self.conversation(customer)
        return awaited(
            lambda: self.conversations.replies(conversation, asked.seq), 60, f"an answer to {words!r}"
        )

    def answered_in_order(self, customer: Customer) -> list[list[int]]:
        """Return which messages each turn answered, by their seq, after proving that none was left out or overtaken."""
        log = self.log(customer)
        asked = [message for message in log if message.sender == "customer"]
        replied = [message.reply_to for message in log if message.reply_to]
        assert replied == sorted(replied)
        assert {message.turn for message in asked} == set(replied)
        assert [message.turn for message in asked] == sorted(message.turn or 0 for message in asked)
        return [[one.seq for one in asked if one.turn == turn] for turn in dict.fromkeys(replied)]

    def filed(self, account: str) -> list[Any]:
        """Return what is on file for an account."""
        return self.requests.for_account(account)


def forget_requests(database: Database) -> None:
    """Take away whatever was filed, so that each test starts from the same desk."""
    with database.write() as connection:
        connection.execute(delete(requests))


def claiming(stack: Stack) -> Customer:
    """Return harbor, who has been quoted 25.00 and is asked whether to file."""
    customer = stack.customer("harbor")
    customer.says(CLAIM)
    assert customer.quote["amount"] == "25.00"
    return customer


def confirm(customer: Customer) -> str:
    """Press the first button under the last message and return what followed."""
    title = next(choice["title"] for message in customer.last for choice in message["choices"])
    return customer.presses(title)


def engine_events(stack: Stack, conversation: str) -> list[dict[str, Any]]:
    """Return what the engine remembers of a conversation's first episode."""
    path = stack.environ["ENGINE_DB_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT data FROM events WHERE sender_id = ? ORDER BY id", (f"{conversation}-1",)
        )
        return [json.loads(row[0]) for row in rows]
