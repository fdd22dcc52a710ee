"""The agents' side of conversations in the desk's database: each call one transaction, announced when it is kept."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, insert, select

from desk.accounts import Account, AccountsUnavailable, UnknownAccount
from desk.adapters.sql import handoff_rows as rows
from desk.adapters.sql.conversation_rows import locked, message_of
from desk.adapters.sql.conversation_writing import write
from desk.adapters.sql.database import Database
from desk.adapters.sql.owners import note_down
from desk.adapters.sql.ownership import Applied, Ownership
from desk.adapters.sql.presence import SqlPresence
from desk.adapters.sql.tables.conversations import messages
from desk.adapters.sql.tables.handoffs import notes
from desk.conversations import LONGEST_MESSAGE, Draft, Message, MessageTooLong, MessageUnusable
from desk.handoff import (
    Agent,
    AgentAccepted,
    AgentReplied,
    Audit,
    Event,
    NobodyOnline,
    Owner,
    Resolved,
    ReturnedToBot,
    TimerDue,
    Transferred,
)
from desk.handoffs import AuditLine, Card, Listener, Note, NothingToApprove, Waiting
from desk.requests import Filed, NewRequest
from desk.text import storable

log = logging.getLogger(__name__)

AccountOf = Callable[[str], Account]


class SqlHandoffs:
    """The hand-offs of one database. `account` reads an account's facts for the card."""

    def __init__(self, database: Database, ownership: Ownership, account: AccountOf) -> None:
        self._database = database
        self._ownership = ownership
        self._account = account
        self._presence = SqlPresence(database, ownership.real)
        self._listeners: list[Listener] = []
        self.announce: Callable[[str], None] = self.heard
        """Tells both sides of a conversation that it changed; the chat's own, once there is a chat."""

    def listen(self, listener: Listener) -> None:
        """Call `listener(conversation)` at each change of it, and `listener(None)` when who is online changed."""
        self._listeners.append(listener)

    def heard(self, conversation: str | None) -> None:
        """Pass on to every listener that `conversation` changed."""
        for listener in self._listeners:
            listener(conversation)

    def online(self, agent: Agent) -> None:
        """Note that `agent` is there; to be said again within PRESENCE_LIFE for as long as that is so."""
        if self._presence.online(agent):
            self.heard(None)

    def away(self, agent_id: str) -> None:
        """Note that the agent is not there."""
        if self._presence.away(agent_id):
            self.heard(None)

    def keep_online(self, agent_id: str) -> None:
        """Note that an agent who is online still is; one who is away stays away."""
        self._presence.keep(agent_id)

    def anyone_online(self) -> bool:
        """Return whether an agent is online."""
        return bool(self._presence.agents())

    def agents_online(self) -> list[Agent]:
        """Return the agents who are online, by name."""
        return self._presence.agents()

    def queue(self) -> list[Waiting]:
        """Return the conversations that wait or that an agent has: the most pressing first, then the longest waiting."""
        with self._database.read() as connection:
            return rows.queue(connection)

    def card(self, conversation: str) -> Card:
        """Return what an agent sees of a conversation."""
        with self._database.read() as connection:
            card = rows.card(connection, conversation, self._ownership.remembered)
        if card.account_id is None:
            return card
        try:
            return rows.with_account(card, self._account(card.account_id))
        except (AccountsUnavailable, UnknownAccount) as fault:
            log.warning("a card without its account: conversation=%s: %s", conversation, fault)
            return card

    def accept(self, conversation: str, agent: Agent, client_id: str) -> Owner:
        """Give the conversation to `agent`, or raise AlreadyTaken."""
        return self._happened(conversation, AgentAccepted(agent)).owner

    def reply(self, conversation: str, agent: Agent, text: str, client_msg_id: str) -> Message:
        """Write to the customer; where no agent has the conversation this takes it. The same id is written once."""
        _not_too_long(text)
        if not text.strip():
            raise MessageUnusable("The message is empty; write something first.")
        own_id = f"agent:{agent.id}:{client_msg_id}"
        same = (messages.c.conversation_id == conversation) & (messages.c.client_msg_id == own_id)
        with self._changing(conversation) as connection:
            before = connection.execute(select(messages).where(same)).one_or_none()
            if before is not None:
                return message_of(before, ())
            self._ownership.apply(connection, conversation, AgentReplied(agent))
            return self._written(connection, conversation, agent, text, own_id)

    def note(self, conversation: str, agent: Agent, text: str, client_id: str = "") -> Note:
        """Keep a private note; with a `client_id` the same one is kept once."""
        _not_too_long(text)
        own_id = f"{agent.id}:{client_id}" if client_id else None
        with self._changing(conversation) as connection:
            if own_id and (kept := rows.note_by(connection, conversation, own_id)):
                return kept
            note = Note(self._ownership.real.now(), agent, storable(text))
            row = {"conversation_id": conversation, "at": note.at, "text": note.text, "client_id": own_id}
            row |= {"agent_id": agent.id, "agent_name": storable(agent.name)}
            connection.execute(insert(notes).values(row))
            return note

    def give_back(self, conversation: str, agent: Agent, line: str = "") -> Owner:
        """Give the conversation back to the bot, after a last `line` to the customer."""
        _not_too_long(line)
        with self._changing(conversation) as connection:
            owner = rows.owner(connection, conversation)
            if line.strip() and owner.agent is not None and owner.agent.id == agent.id:
                self._written(connection, conversation, agent, line, None)
            return self._ownership.apply(connection, conversation, ReturnedToBot(agent)).owner

    def transfer(self, conversation: str, agent: Agent, to: Agent) -> Owner:
        """Pass the conversation on to another agent."""
        return self._happened(conversation, Transferred(agent, to)).owner

    def resolve(self, conversation: str, agent: Agent) -> Owner:
        """Close the conversation; the customer's next message begins a new episode with the bot."""
        return self._happened(conversation, Resolved(agent)).owner

    def file(self, conversation: str, agent: Agent, kind: str, subject: str, body: str) -> Filed:
        """File a request for the customer from the card; the same kind in the same episode is filed once."""
        with self._changing(conversation) as connection:
            row = rows.known(connection, conversation)
            new = NewRequest(
                kind=kind,  # type: ignore[arg-type]  # NewRequest itself refuses what is no kind
                account_id=row.account_id,
                account_name=row.account_name or "A visitor",
                email=rows.email_of(connection, row.account_id),
                conversation=conversation,
                about=f"{conversation}#{row.episode}#agent",
                subject=subject,
                body=body,
                fields={"filed_by": agent.name},
                quote=rows.last_quote(connection, conversation),
            )
            filed = self._ownership.requests.file_within(connection, new)
            if filed.created:
                self._note_down(connection, conversation, agent, "filed", filed.ref)
            return filed

    def approve(self, conversation: str, agent: Agent, ref: str, remark: str = "") -> AuditLine:
        """Record that `agent` approves the spike adjustment of request `ref`, with name and time; once for each."""
        with self._changing(conversation) as connection:
            request = rows.claim(connection, conversation, ref)
            if request is None:
                raise NothingToApprove
            if (before := rows.approval(connection, conversation, ref)) is not None:
                return before
            words = f"{ref} by {agent.name}" + (f": {remark.strip()}" if remark.strip() else "")
            line = self._note_down(connection, conversation, agent, "adjustment_approved", words)
            text = f"Spike adjustment approved by {agent.name} at {line.at.isoformat(timespec='seconds')}. {remark}"
            key = f"{request.key}/approved"
            self._ownership.outbox.add_within(connection, ref, "note", text.strip(), key)
            return line

    def sweep(self) -> int:
        """Let every timer that is due run out, and end every wait that no agent is left for; return how many."""
        now, done = self._ownership.real.now(), 0
        with self._database.read() as connection:
            due: list[tuple[str, Event]] = [
                (conversation, TimerDue(kind, epoch))
                for conversation, kind, epoch in rows.due_timers(connection, now)
            ]
            due += [(conversation, NobodyOnline()) for conversation in rows.left_alone(connection, now)]
        for conversation, event in due:
            try:
                done += self._happened(conversation, event).changed
            except Exception:
                log.exception("a timer failed; it is tried again: conversation=%s %s", conversation, event)
        return done

    def _happened(self, conversation: str, event: Event) -> Applied:
        with self._opened(conversation) as connection:
            applied = self._ownership.apply(connection, conversation, event)
        if applied.changed:
            self.announce(conversation)
        return applied

    @contextmanager
    def _changing(self, conversation: str) -> Iterator[Connection]:
        """Open a transaction on a conversation; what it kept is announced."""
        with self._opened(conversation) as connection:
            yield connection
        self.announce(conversation)

    @contextmanager
    def _opened(self, conversation: str) -> Iterator[Connection]:
        """Open a transaction on a conversation there is, which nobody else changes meanwhile."""
        with self._database.write() as connection:
            rows.known(connection, conversation)
            locked(connection, conversation)
            yield connection

    def _written(
        self, connection: Connection, conversation: str, agent: Agent, text: str, own_id: str | None
    ) -> Message:
        draft = Draft(text, "agent", author=storable(agent.name))
        at = self._ownership.clock.now()
        return write(connection, conversation, [draft], at, client_msg_id=own_id)[0]

    def _note_down(
        self, connection: Connection, conversation: str, agent: Agent, code: str, detail: str
    ) -> AuditLine:
        at, epoch = self._ownership.real.now(), rows.known(connection, conversation).epoch
        line = Audit(f"agent:{agent.id}", code, detail)
        note_down(connection, conversation, line, epoch, at)
        return AuditLine(at, line.actor, code, detail, epoch)


def _not_too_long(text: str) -> None:
    if len(text) > LONGEST_MESSAGE:
        raise MessageTooLong(len(text))
