"""What an agent sees of the queue and of a conversation, as the console's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desk.account_json import account_json
from desk.conversations import Message
from desk.handoff import Agent, Owner
from desk.handoffs import AuditLine, Card, Note, Waiting
from desk.macros import figures
from desk.requests import Request
from desk.wiring import Desk
from gateway.agent_wire import (
    AuditOut,
    CardOut,
    CustomerOut,
    FiledOut,
    MacroOut,
    NoteOut,
    OwnerOut,
    PersonOut,
    RequestOut,
    RowOut,
    TextOut,
    ValueOut,
)
from gateway.wire import MessageOut, message_out


def person_out(agent: Agent) -> PersonOut:
    """Return an agent."""
    return PersonOut(id=agent.id, name=agent.name)


def row_out(row: Waiting) -> RowOut:
    """Return a line of the queue."""
    return RowOut(
        conversation=row.conversation,
        state=row.state,
        reason=row.reason,
        priority=row.priority,
        since=row.since.isoformat(),
        customer=CustomerOut(name=row.account_name, verified=row.verified, account=row.account_id),
        last_line=row.last_line,
        agent=person_out(row.agent) if row.agent else None,
        unread=row.unread,
    )


def owner_out(conversation: str, owner: Owner) -> OwnerOut:
    """Return who has a conversation."""
    return OwnerOut(
        conversation=conversation,
        state=owner.state,
        epoch=owner.epoch,
        agent=person_out(owner.agent) if owner.agent else None,
    )


def card_out(card: Card, reader: Agent, desk: Desk) -> CardOut:
    """Return a conversation's card for the agent who reads it: suggestions are in their name."""
    owner, values = card.owner, _values(card, reader, desk)
    names = {agent.id: agent.name for agent in desk.agents.all()}
    return CardOut(
        **owner_out(card.conversation, owner).model_dump(),
        reason=owner.reason,
        customer=CustomerOut(name=card.account_name, verified=owner.identified, account=card.account_id),
        account=_account(card, desk),
        request=_request(card),
        quote=card.quote,
        tried=list(card.tried),
        tickets=[filed_out(request) for request in card.tickets],
        messages=messages_out(card.messages, card.tickets, reader),
        notes=[note_out(note) for note in card.notes],
        suggested=[
            TextOut(title=macro.title, text=macro.text)
            for macro in desk.macros.suggestions(card.quote, values)
        ],
        macros=[
            MacroOut(id=macro.id, title=macro.title, text=macro.text) for macro in desk.macros.offered(values)
        ],
        audit=[audit_out(line, names) for line in card.audit],
    )


def filed_out(request: Request) -> FiledOut:
    """Return a filed request."""
    return FiledOut(
        ref=request.ref,
        number=request.ticket_number,
        status=request.status_words,
        kind=request.kind,
        subject=request.subject,
    )


def note_out(note: Note) -> NoteOut:
    """Return a private note."""
    return NoteOut(at=note.at.isoformat(), by=person_out(note.by), text=note.text)


def audit_out(line: AuditLine, names: Mapping[str, str]) -> AuditOut:
    """Return a line of the history; an agent is called by name."""
    kind, _, agent_id = line.actor.partition(":")
    actor = names.get(agent_id, line.actor) if kind == "agent" else line.actor
    return AuditOut(at=line.at.isoformat(), actor=actor, code=line.code, detail=line.detail)


def messages_out(
    messages: tuple[Message, ...], tickets: tuple[Request, ...], reader: Agent
) -> list[MessageOut]:
    """Return messages as the customer sees them, each ticket as it stands now; the reader knows their own again."""
    now = {
        request.ref: {"ref": request.ref, "number": request.ticket_number, "status": request.status_words}
        for request in tickets
    }
    return [message_for(reader, _with_ticket(message, now)) for message in messages]


def message_for(reader: Agent, message: Message) -> MessageOut:
    """Return a message; one that `reader` wrote has the id their console gave it."""
    shown = message_out(message)
    own, mine = f"agent:{reader.id}:", message.client_msg_id or ""
    return (
        shown.model_copy(update={"client_msg_id": mine.removeprefix(own)}) if mine.startswith(own) else shown
    )


def _with_ticket(message: Message, now: dict[str, dict[str, Any]]) -> Message:
    return message.with_ticket(now.get(message.ticket["ref"], message.ticket)) if message.ticket else message


def _account(card: Card, desk: Desk) -> dict[str, Any] | None:
    if card.account is None:
        return None
    next_billing = card.account.next_billing_date(card.account.today(desk.clock))
    return account_json(card.account) | {"next_billing": next_billing.isoformat()}


def _request(card: Card) -> RequestOut | None:
    if card.request is None:
        return None
    values = [
        ValueOut(name=one.name, value=one.value, origin=one.origin, confidence=one.confidence)
        for one in card.request.values
    ]
    return RequestOut(kind=card.request.kind, values=values)


def _values(card: Card, reader: Agent, desk: Desk) -> dict[str, str]:
    """Return what a macro's braces can be filled with."""
    newest = max(card.tickets, key=lambda request: request.created_at, default=None)
    names = {"customer": card.account_name or "", "agent": reader.name, "phone": desk.policy.phone}
    return figures(card.quote) | names | {"reference": newest.ref if newest else ""}
