"""What agents are shown of conversations: the queue, a card, and what a sweep finds. All inside the caller's transaction."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from desk.accounts import Account
from desk.adapters.sql import conversation_memory as memories
from desk.adapters.sql.conversation_rows import messages_where, of_customer
from desk.adapters.sql.owners import anyone_online, owner_of
from desk.adapters.sql.requests import request_of
from desk.adapters.sql.tables.accounts import accounts
from desk.adapters.sql.tables.conversations import conversations, messages
from desk.adapters.sql.tables.handoffs import audit, handoffs, notes, timers
from desk.adapters.sql.tables.requests import requests
from desk.engine import Remembered
from desk.handoff import Agent, Owner, TimerKind, in_line, priority_of
from desk.handoffs import AuditLine, Card, Note, UnknownConversation, Waiting
from desk.requests import Request, UnknownRequest, request_id

PEOPLES = ("waiting", "human")


def known(connection: Connection, conversation: str) -> Row[Any]:
    """Return the conversation's row, or raise UnknownConversation."""
    row = connection.execute(select(conversations).where(conversations.c.id == conversation)).one_or_none()
    if row is None:
        raise UnknownConversation(conversation)
    return row


def owner(connection: Connection, conversation: str) -> Owner:
    """Return who has a conversation."""
    return owner_of(connection, known(connection, conversation))


def email_of(connection: Connection, account_id: str | None) -> str:
    """Return where a customer is written to; empty for a visitor."""
    return connection.scalar(select(accounts.c.email).where(accounts.c.id == account_id)) or ""


def queue(connection: Connection) -> list[Waiting]:
    """Return the conversations that wait or that an agent has: the most pressing first, then the longest waiting."""
    query = (
        select(conversations, handoffs)
        .join(handoffs, handoffs.c.conversation_id == conversations.c.id)
        .where(conversations.c.state.in_(PEOPLES))
    )
    found = sorted(
        connection.execute(query),
        key=lambda row: (row.state != "waiting", *in_line(row.reason, row.asked_at, row.id)),
    )
    return [_waiting(connection, row) for row in found]


def _waiting(connection: Connection, row: Row[Any]) -> Waiting:
    theirs = of_customer(row.id)
    last = connection.scalar(select(messages.c.text).where(theirs).order_by(messages.c.seq.desc()).limit(1))
    agents = (messages.c.conversation_id == row.id) & (messages.c.sender == "agent")
    answered = connection.scalar(select(func.max(messages.c.seq)).where(agents)) or 0
    since = max(answered, row.from_seq)
    unread = connection.scalar(select(func.count()).where(theirs, messages.c.seq > since)) or 0
    return Waiting(
        conversation=row.id,
        state=row.state,
        reason=row.reason,
        priority=priority_of(row.reason),
        since=row.asked_at,
        account_id=row.account_id,
        account_name=row.account_name,
        verified=row.account_id is not None,
        last_line=last or "",
        unread=unread,
        agent=Agent(row.agent_id, row.agent_name) if row.agent_id else None,
    )


def card(connection: Connection, conversation: str, remembered: Remembered) -> Card:
    """Return what an agent sees of a conversation, but for the account's facts."""
    row = known(connection, conversation)
    events = memories.events(connection, row.id, row.episode)
    told = select(notes).where(notes.c.conversation_id == row.id).order_by(notes.c.id)
    happened = select(audit).where(audit.c.conversation_id == row.id).order_by(audit.c.id)
    return Card(
        conversation=row.id,
        owner=owner_of(connection, row),
        account_id=row.account_id,
        account_name=row.account_name,
        account=None,
        request=remembered.open_request(events),
        quote=last_quote(connection, row.id),
        tried=remembered.tried(events),
        tickets=_tickets(connection, row),
        messages=tuple(messages_where(connection, messages.c.conversation_id == row.id)),
        notes=tuple(_note(each) for each in connection.execute(told)),
        audit=tuple(_line(each) for each in connection.execute(happened)),
    )


def with_account(bare: Card, account: Account) -> Card:
    """Return the card with the account's facts."""
    return replace(bare, account=account)


def last_quote(connection: Connection, conversation: str) -> dict[str, Any] | None:
    """Return the quote the customer saw last, as it was shown."""
    shown = (messages.c.conversation_id == conversation) & messages.c.quote.is_not(None)
    query = select(messages.c.quote).where(shown).order_by(messages.c.seq.desc()).limit(1)
    quote: dict[str, Any] | None = connection.scalar(query)
    return quote


def note_by(connection: Connection, conversation: str, client_id: str) -> Note | None:
    """Return the note that was kept under this id, or None."""
    same = (notes.c.conversation_id == conversation) & (notes.c.client_id == client_id)
    row = connection.execute(select(notes).where(same)).one_or_none()
    return _note(row) if row is not None else None


def claim(connection: Connection, conversation: str, ref: str) -> Request | None:
    """Return the customer's request `ref` when a spike adjustment hangs on it, or None."""
    row = known(connection, conversation)
    try:
        number = request_id(ref)
    except UnknownRequest:
        return None
    found = connection.execute(select(requests).where(requests.c.id == number)).one_or_none()
    if found is None or found.kind != "claim_spike" or found.account_id != row.account_id:
        return None
    return request_of(found)


def approval(connection: Connection, conversation: str, ref: str) -> AuditLine | None:
    """Return the line that says who approved request `ref`, or None."""
    approved = (audit.c.conversation_id == conversation) & (audit.c.code == "adjustment_approved")
    query = select(audit).where(approved, audit.c.detail.startswith(f"{ref} by ", autoescape=True))
    row = connection.execute(query.order_by(audit.c.id).limit(1)).one_or_none()
    return _line(row) if row is not None else None


def due_timers(connection: Connection, now: datetime) -> list[tuple[str, TimerKind, int]]:
    """Return the timers that have run out, the oldest first."""
    query = select(timers).where(timers.c.due_at <= now).order_by(timers.c.due_at)
    return [(row.conversation_id, row.kind, row.epoch) for row in connection.execute(query)]


def left_alone(connection: Connection, now: datetime) -> list[str]:
    """Return the conversations that wait although no agent is there."""
    if anyone_online(connection, now):
        return []
    return list(connection.scalars(select(conversations.c.id).where(conversations.c.state == "waiting")))


def _tickets(connection: Connection, row: Row[Any]) -> tuple[Request, ...]:
    """Return the open requests of the customer, or of the conversation where the customer is not known."""
    mine = requests.c.conversation == row.id
    if row.account_id is not None:
        mine = mine | (requests.c.account_id == row.account_id)
    query = select(requests).where(mine, requests.c.status != "done").order_by(requests.c.id.desc())
    return tuple(request_of(each) for each in connection.execute(query))


def _note(row: Row[Any]) -> Note:
    return Note(row.at, Agent(row.agent_id, row.agent_name), row.text)


def _line(row: Row[Any]) -> AuditLine:
    return AuditLine(row.at, row.actor, row.code, row.detail, row.epoch)
