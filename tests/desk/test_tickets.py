"""Every ticket system we ship keeps the contract."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import text

from desk.adapters.embedded import EmbeddedTickets
from desk.adapters.memory import MemoryTickets
from desk.tickets import TicketSystemSilent
from tests.desk.tickets_contract import DRAFT, TicketsContract


class TestEmbedded(TicketsContract):
    """The embedded store, on both databases."""

    @pytest.fixture
    def tickets(self, database, clock):
        return EmbeddedTickets(database, clock)

    def test_numbers_count_up_and_are_never_used_again(self, tickets):
        """T-1, T-2, … as a person expects."""
        numbers = [tickets.open(replace(DRAFT, key=f"k{n}")).number for n in range(3)]
        assert numbers == ["T-1", "T-2", "T-3"]

    def test_a_lost_race_still_opens_one_ticket(self, tickets):
        """The key is unique in the table: eight workers at once, one ticket."""
        opened = []
        threads = [threading.Thread(target=lambda: opened.append(tickets.open(DRAFT))) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(opened) == 8
        assert len(set(opened)) == 1


class TestMemory(TicketsContract):
    """The one in memory."""

    @pytest.fixture
    def tickets(self, clock):
        return MemoryTickets(clock)


def test_a_database_that_cannot_be_used_is_tried_again(sqlite, clock):
    """The embedded store sorts it as silence: look, then try again."""
    tickets = EmbeddedTickets(sqlite, clock)
    with sqlite.write() as connection:
        connection.execute(text("DROP TABLE embedded_ticket_entries"))
        connection.execute(text("DROP TABLE embedded_tickets"))
    with pytest.raises(TicketSystemSilent, match="plandesk db upgrade"):
        tickets.find("k")
