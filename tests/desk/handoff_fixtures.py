"""What tests of hand-offs share: the agents' side of a database, on the wound clock, and two agents."""

from __future__ import annotations

import pytest

from desk.adapters.rasa import RasaMemory
from desk.adapters.sql.accounts import SqlAccounts
from desk.adapters.sql.database import Database
from desk.adapters.sql.handoffs import SqlHandoffs
from desk.adapters.sql.outbox import SqlOutbox
from desk.adapters.sql.ownership import Ownership
from desk.adapters.sql.requests import SqlRequests
from desk.clock import Clock
from desk.handoff import Agent
from desk.phrases import Phrases

PHONE = "(855) 709-4099"
MIRA, JON = Agent("mira", "Mira"), Agent("jon", "Jon")


def ownership_of(database: Database, clock: Clock) -> Ownership:
    """Return what decides who may speak, with all that it writes in `database`."""
    requests, outbox = SqlRequests(database, clock), SqlOutbox(database, clock)
    return Ownership(clock, clock, Phrases(PHONE), requests, outbox, RasaMemory())


def handoffs_of(database: Database, clock: Clock) -> SqlHandoffs:
    """Return the agents' side of `database`."""
    return SqlHandoffs(database, ownership_of(database, clock), SqlAccounts(database).get)


@pytest.fixture
def handoffs(database: Database, clock: Clock) -> SqlHandoffs:
    """The agents' side of the database, with nobody online."""
    return handoffs_of(database, clock)
