"""CHANGES OF OWNER in the database: the state first, then the words written from it, all in one transaction.

Whatever happens to a conversation goes through `apply`, inside the transaction that writes what it happened with.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from desk.adapters.sql import conversation_memory as memories
from desk.adapters.sql.conversation_rows import locked, message_of
from desk.adapters.sql.conversation_writing import write
from desk.adapters.sql.outbox import SqlOutbox
from desk.adapters.sql.owners import anyone_online, keep_owner, note_down, owner_of, place_in_line
from desk.adapters.sql.requests import SqlRequests
from desk.adapters.sql.tables.accounts import accounts
from desk.adapters.sql.tables.conversations import conversations, messages
from desk.adapters.sql.tables.requests import requests
from desk.clock import Clock
from desk.conversations import Draft, Memory, Message
from desk.engine import Remembered
from desk.handoff import (
    Audit,
    Effect,
    Event,
    FileRequest,
    KeepTranscript,
    NewEpisode,
    Owner,
    Say,
)
from desk.handoff_request import person_request, transcript
from desk.handoff_step import step
from desk.phrases import Phrases
from desk.requests import Filed, reference

VISITOR = "A visitor"


@dataclass(frozen=True)
class Applied:
    """What came of an event: the owner before and after it, and the messages it wrote."""

    before: Owner
    owner: Owner
    messages: tuple[Message, ...]
    changed: bool


@dataclass(frozen=True)
class Ownership:
    """Applies events to conversations. `real` tells the instants of timers, also where a demo stopped the clock."""

    clock: Clock
    real: Clock
    phrases: Phrases
    requests: SqlRequests
    outbox: SqlOutbox
    remembered: Remembered

    def apply(
        self, connection: Connection, conversation: str, event: Event, reply_to: int | None = None
    ) -> Applied:
        """Let `event` happen: keep the owner after it and write what follows. Raises HandoffRefused."""
        row, now = locked(connection, conversation), self.real.now()
        before = owner_of(connection, row)
        change = step(before, event, now, anyone_online(connection, now))
        keep_owner(connection, row, before, change.owner)
        done = _Effects(self, connection, row, change.owner, now, reply_to)
        for effect in change.effects:
            done.do(effect)
        changed = change.owner != before or bool(change.effects)
        return Applied(before, change.owner, tuple(done.written), changed)


class _Effects:
    """Carries out the effects of one change, in order."""

    def __init__(
        self,
        desk: Ownership,
        connection: Connection,
        row: Row[Any],
        owner: Owner,
        now: datetime,
        reply_to: int | None,
    ) -> None:
        self._desk, self._connection, self._row = desk, connection, row
        self._owner, self._now, self._reply_to = owner, now, reply_to
        self._filed: Filed | None = None
        self.written: list[Message] = []

    def do(self, effect: Effect) -> None:
        """Carry out one effect."""
        match effect:
            case Audit():
                note_down(self._connection, self._row.id, effect, self._owner.epoch, self._now)
            case Say(phrase, options):
                self._say(self._draft(phrase, options))
            case FileRequest(reason):
                new = person_request(self._row.id, self._owner, reason, self._customer(), self._history())
                self._filed = self._desk.requests.file_within(self._connection, new)
            case NewEpisode(offers):
                self._begin(offers)
            case KeepTranscript():
                self._keep_transcript()

    def _say(self, draft: Draft) -> Message:
        at = self._desk.clock.now()
        written = write(self._connection, self._row.id, [draft], at, self._reply_to)
        self.written += written
        return written[0]

    def _draft(self, phrase: str, options: tuple[Any, ...]) -> Draft:
        position, waiting = place_in_line(self._connection, self._row.id)
        values = {
            "position": position,
            "waiting": waiting,
            "agent": self._owner.agent.name if self._owner.agent else "",
            "email": self._customer()[2],
            "ref": self._filed.ref if self._filed else "",
        }
        draft = self._desk.phrases.handoff(phrase, options, self._owner.epoch, **values)
        if self._filed is None:
            return draft
        filed = self._filed
        shown = {"ref": filed.ref, "number": filed.ticket_number, "status": filed.status_words}
        return replace(draft, ticket=shown)

    def _customer(self) -> tuple[str | None, str, str]:
        row = self._row
        email = self._connection.scalar(select(accounts.c.email).where(accounts.c.id == row.account_id))
        return row.account_id, row.account_name or VISITOR, email or ""

    def _begin(self, offers: bool) -> None:
        """Begin the next episode; the engine finds in it what the last one worked out."""
        connection, row = self._connection, locked(self._connection, self._row.id)
        remembered = memories.events(connection, row.id, row.episode)
        fresh = {"episode": row.episode + 1, "episode_from": row.last_seq, "lease": None, "lease_until": None}
        mine = update(conversations).where(conversations.c.id == row.id)
        connection.execute(mine.values(fresh))
        carried = self._desk.remembered.carried(remembered, row.last_seq, offers=offers)
        if carried.events:
            memory = Memory(row.last_seq, carried.events)
            memories.begin(connection, row.id, row.episode + 1, memory)
        if carried.request is not None:
            self._say(self._desk.phrases.go_on(carried.request))

    def _keep_transcript(self) -> None:
        query = select(requests).where(requests.c.conversation == self._row.id, requests.c.status != "done")
        found = self._connection.execute(query.order_by(requests.c.id.desc()).limit(1)).one_or_none()
        if found is not None:
            text, key = transcript(self._history()), f"{found.key}/transcript/{self._owner.epoch}"
            self._desk.outbox.add_within(self._connection, reference(found.id), "note", text, key)

    def _history(self) -> list[Message]:
        query = select(messages).where(messages.c.conversation_id == self._row.id).order_by(messages.c.seq)
        return [message_of(row, ()) for row in self._connection.execute(query)]
