"""One real desk for all that agents and customers do together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from desk.adapters.sql.accounts import SqlAccounts
from desk.adapters.sql.database import Database
from desk.adapters.sql.handoffs import SqlHandoffs
from desk.clock import SystemClock
from desk.handoff import Agent
from tests.desk.handoff_fixtures import ownership_of
from tests.stack import Customer, Stack, started

MIRA = Agent("mira", "Mira")


@dataclass
class Team:
    """The agents' side, in a process of its own beside the running desk."""

    stack: Stack
    handoffs: SqlHandoffs

    def customer(self, account: str | None) -> tuple[Customer, str]:
        """Return a customer who has just come, and their conversation."""
        identity = account and self.stack.post("/api/chat/demo-token", {"account": account})["identity"]
        begun = self.stack.post("/api/chat/sessions", {"identity": identity})
        return Customer(self.stack, begun["session"]), begun["conversation"]

    def state(self, conversation: str) -> str:
        """Return who has a conversation."""
        return self.handoffs.card(conversation).owner.state


@pytest.fixture(scope="package")
def stack() -> Iterator[Stack]:
    """The three processes."""
    running = started()
    yield running
    running.close()


@pytest.fixture
def team(stack: Stack) -> Iterator[Team]:
    """The team with Mira online; everyone leaves afterwards."""
    database = Database(stack.environ["DATABASE_URL"])
    handoffs = SqlHandoffs(database, ownership_of(database, SystemClock()), SqlAccounts(database).get)
    handoffs.online(MIRA)
    yield Team(stack, handoffs)
    handoffs.away(MIRA.id)
    database.close()
