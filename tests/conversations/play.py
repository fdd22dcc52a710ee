"""PLAYING a transcript: the customer's side is held with the running desk, and every turn is written down as seen.

Each conversation has a copy of its demo account for itself, so several can be held at the same time and none sees what
another filed. References and ticket numbers are written down as they would be on a desk of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from typing import Any

from desk.adapters.sql.accounts import SqlAccounts
from desk.adapters.sql.database import Database
from desk.adapters.sql.requests import SqlRequests
from desk.clock import clock_from
from desk.demo import DEMO_ZONE, demo_accounts
from desk.requests import Request
from gateway.identity import Identity
from tests.conversations.transcript import NOW, Turn
from tests.stack import Customer, Stack, awaited

SHOWN_OF_A_QUOTE = ("rule", "decision", "amount", "credit", "deadline", "requires", "reason", "notes")
REFERENCE = re.compile(r"(?<=\bPD-)\d+", re.IGNORECASE)
TICKET = re.compile(r"(?<=\bT-)\d+")
_copies = count(1)


class Desk:
    """The running desk with its database opened beside it."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        database = Database(stack.environ["DATABASE_URL"])
        clock = clock_from(NOW)
        self.requests = SqlRequests(database, clock)
        self._accounts = SqlAccounts(database)
        self._identity = Identity(stack.environ["IDENTITY_SECRET"])
        self._demo = {account.id: account for account in demo_accounts(clock.today(DEMO_ZONE))}

    def play(self, account: str | None, turns: list[Turn]) -> list[Turn]:
        """Hold a conversation and return its turns as they went."""
        talking = self._conversation(account)
        return [talking.turn(turn) for turn in turns]

    def _conversation(self, account: str | None) -> Conversation:
        if account is None:
            return Conversation(self, None, self.stack.customer(None))
        copy = replace(self._demo[account], id=f"{account}-{next(_copies)}")
        self._accounts.save([copy], demo=True)
        token = self._identity.token_for(copy.id, datetime.fromisoformat(NOW).astimezone(UTC))
        session = self.stack.post("/api/chat/sessions", {"identity": token})["session"]
        return Conversation(self, copy.id, Customer(self.stack, session))


@dataclass
class Conversation:
    """One customer talking; `filed` are their requests, oldest first."""

    desk: Desk
    account: str | None
    customer: Customer
    filed: list[Request] = field(default_factory=list)

    def turn(self, turn: Turn) -> Turn:
        """Let the customer take `turn` and return it as it went."""
        before = len(self.filed)
        if "says" in turn:
            self.customer.says(self._real(str(turn["says"])))
        else:
            self.customer.presses(turn["presses"])
        self._delivered()
        seen = {key: turn[key] for key in ("says", "presses") if key in turn} | self._heard()
        new = [self._request(request) for request in self.filed[before:]]
        if new:
            seen["files"] = new[0] if len(new) == 1 else new
        elif turn.get("files") == "nothing" and not self.filed:
            seen["files"] = "nothing"
        return seen

    def _heard(self) -> Turn:
        """Return what came back, without the parts that are not there."""
        said = [message for message in self.customer.last if message["from"] != "customer"]
        quotes = [_quote(message["quote"]) for message in said if message["quote"]]
        receipts = [self._receipt(message["ticket"]) for message in said if message["ticket"]]
        parts = {
            "bot": [self._shown(message["text"]) for message in said],
            "buttons": [choice["title"] for message in said for choice in message["choices"]],
            "quote": quotes[0] if len(quotes) == 1 else quotes,
            "receipt": receipts[0] if len(receipts) == 1 else receipts,
        }
        return {key: value for key, value in parts.items() if value}

    def _delivered(self) -> None:
        """Wait until the team has what was filed, so that nothing told of it depends on the moment."""
        self.filed = self._on_file()
        if any(request.ticket_number is None for request in self.filed):
            awaited(lambda: all(request.ticket_number for request in self._on_file()), what="the delivery")
            self.filed = self._on_file()
        if any(message["ticket"] for message in self.customer.last):
            self.customer.last = self.customer.history(after=self.customer.last[0]["seq"] - 1)

    def _on_file(self) -> list[Request]:
        return self.desk.requests.for_account(self.account)[::-1] if self.account else []

    def _request(self, request: Request) -> dict[str, Any]:
        fields = {name: self._shown(value) for name, value in request.fields.items()}
        return {"kind": request.kind, "subject": self._shown(request.subject), "fields": fields}

    def _receipt(self, ticket: dict[str, Any]) -> str:
        return self._shown(f"{ticket['ref']}: {ticket['status']}")

    def _shown(self, text: str) -> str:
        """Return `text` with this customer's own references and ticket numbers counted from the first."""
        references = {request.ref[3:]: str(1001 + place) for place, request in enumerate(self.filed)}
        numbers = {request.ticket_number: str(1 + place) for place, request in enumerate(self.filed)}
        text = REFERENCE.sub(lambda found: references.get(found[0], found[0]), text)
        return TICKET.sub(lambda found: numbers.get(f"T-{found[0]}", found[0]), text)

    def _real(self, text: str) -> str:
        """Return what the customer types, with the references that they really have."""
        references = {str(1001 + place): request.ref[3:] for place, request in enumerate(self.filed)}
        return REFERENCE.sub(lambda found: references.get(found[0], found[0]), text)


def _quote(quote: dict[str, Any]) -> dict[str, Any]:
    """Return the card with the working as the customer reads it."""
    shown = {key: quote[key] for key in SHOWN_OF_A_QUOTE if quote.get(key)}
    lines = [f"{line['label']} | {line['amount']}" for line in quote["lines"]]
    return shown | {"clauses": " ".join(quote["clauses"])} | ({"lines": lines} if lines else {})
