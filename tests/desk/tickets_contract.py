"""What every ticket system's adapter promises. An adapter's tests subclass this and give it `tickets`."""

from __future__ import annotations

import pytest

from desk.ticket_draft import difference
from desk.tickets import TICKET_STATUSES, TicketDraft, TicketFailure, Tickets, UnknownTicket

DRAFT = TicketDraft(
    key="plandesk/harbor/claim_spike/ob-2026-10",
    subject="[PD-1001] Spike protection — 5,000.00 €",
    body="Line one\n\nLine two: <script>alert(1)</script> 日本語 🙂",
    requester_email="billing@harbor.example",
    requester_name="Harbor Books",
    priority="high",
    fields={"bill": "5000.00", "reference": "PD-1001"},
)


class TicketsContract:
    """The claims. Each adapter runs them all against its own system."""

    @pytest.fixture
    def tickets(self) -> Tickets:
        """The adapter, with an empty system behind it."""
        raise NotImplementedError

    def test_a_key_nobody_used_is_not_found(self, tickets: Tickets) -> None:
        """Looking for a ticket that was never opened finds none."""
        assert tickets.find(DRAFT.key) is None

    def test_an_opened_ticket_is_found_by_its_key(self, tickets: Tickets) -> None:
        """The number found is the number given; a key that only begins alike finds nothing."""
        ref = tickets.open(DRAFT)
        assert tickets.find(DRAFT.key) == ref
        assert ref.system == tickets.system
        assert tickets.find(DRAFT.key[:-1]) is None
        assert tickets.find(DRAFT.key.upper()) is None

    def test_a_ticket_reads_back_as_it_was_sent(self, tickets: Tickets) -> None:
        """Nothing is dropped or changed: not the markup, not the letters of other scripts."""
        ticket = tickets.read(tickets.open(DRAFT).number)
        assert difference(DRAFT, ticket) is None
        assert (ticket.body, ticket.requester_name, ticket.status) == (DRAFT.body, "Harbor Books", "new")

    def test_a_ticket_that_is_not_there_is_unknown(self, tickets: Tickets) -> None:
        """Whatever the number looks like."""
        for number in ("999999", "T-999999", "", "x", "1 OR 1=1", "T-٤"):
            with pytest.raises(UnknownTicket):
                tickets.read(number)
            with pytest.raises(UnknownTicket):
                tickets.note(number, "text", "key")

    def test_a_note_and_a_reply_are_told_apart_and_written_once(self, tickets: Tickets) -> None:
        """The team's note never becomes the customer's mail, and a retry writes nothing twice."""
        number = tickets.open(DRAFT).number
        for _ in range(2):
            tickets.note(number, "For the team", "n-1")
            tickets.reply(number, "For the customer", "r-1")
        written = [(entry.kind, entry.text, entry.key) for entry in tickets.read(number).entries]
        assert written == [("note", "For the team", "n-1"), ("reply", "For the customer", "r-1")]

    def test_a_ticket_moves_through_every_status(self, tickets: Tickets) -> None:
        """Each of our words is one the system understands."""
        number = tickets.open(DRAFT).number
        for status in TICKET_STATUSES:
            tickets.set_status(number, status)
            assert tickets.read(number).status == status

    def test_a_status_there_is_none_of_is_refused(self, tickets: Tickets) -> None:
        """It is not silently ignored."""
        number = tickets.open(DRAFT).number
        with pytest.raises(TicketFailure, match="'shiny' is not a status"):
            tickets.set_status(number, "shiny")  # type: ignore[arg-type]
        assert tickets.read(number).status == "new"
