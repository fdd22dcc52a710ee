"""What an agent does: sees the queue, takes a conversation, writes, notes, gives it back, files, approves.

Every write is safe to send again: what was done once is not done twice, and the answer is the same.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Request

from desk.agents import Agent as Colleague
from desk.agents import AgentUnknown
from desk.conversations import Message
from desk.handoff import Agent
from desk.requests import UnknownRequest
from desk.wiring import Desk
from gateway import agent_wire as wire
from gateway.agent_card import (
    audit_out,
    card_out,
    filed_out,
    message_for,
    messages_out,
    note_out,
    owner_out,
    person_out,
    row_out,
)
from gateway.agent_session import Lead, SignedIn, agents_router
from gateway.chat_api import DeskOf
from gateway.problems import Problem
from gateway.wire import HIGHEST_SEQ, MessageOut, MessagesOut

NOT_THERE = "{name} is not online, so the customer would wait for nobody. Choose another agent."
NO_SUCH_AGENT = "There is no such agent. Choose one who is online."
YOURSELF = "You have this conversation already."

router = agents_router()
Conversation = Annotated[str, Path(max_length=100)]


@router.get("/queue")
def queue(desk: DeskOf) -> wire.QueueOut:
    """Return who waits, the most pressing first, who is being served, and who is online."""
    return wire.QueueOut(
        conversations=[row_out(row) for row in desk.handoffs.queue()],
        online=[person_out(agent) for agent in desk.handoffs.agents_online()],
    )


@router.get("/conversations/{conversation}")
def card(conversation: Conversation, agent: SignedIn, desk: DeskOf) -> wire.CardOut:
    """Return everything known about a conversation."""
    return card_out(desk.handoffs.card(conversation), as_spoken(agent), desk)


@router.get("/conversations/{conversation}/messages")
def messages(
    conversation: Conversation,
    agent: SignedIn,
    desk: DeskOf,
    after: Annotated[int, Query(ge=0, le=HIGHEST_SEQ)] = 0,
) -> MessagesOut:
    """Return the messages with a seq above `after`, as the customer sees them."""
    found = desk.handoffs.card(conversation)
    news = tuple(message for message in found.messages if message.seq > after)
    return MessagesOut(messages=messages_out(news, found.tickets, as_spoken(agent)))


@router.post("/conversations/{conversation}/accept")
def accept(conversation: Conversation, body: wire.Accept, agent: SignedIn, desk: DeskOf) -> wire.OwnerOut:
    """Take the conversation; of two agents at once one gets it and the other is told who."""
    return owner_out(conversation, desk.handoffs.accept(conversation, as_spoken(agent), body.client_id))


@router.post("/conversations/{conversation}/reply")
def reply(conversation: Conversation, body: wire.Reply, agent: SignedIn, desk: DeskOf) -> MessageOut:
    """Write to the customer; where no agent has the conversation, this takes it."""
    written: Message = desk.handoffs.reply(conversation, as_spoken(agent), body.text, body.client_msg_id)
    return message_for(as_spoken(agent), written)


@router.post("/conversations/{conversation}/note")
def note(conversation: Conversation, body: wire.NewNote, agent: SignedIn, desk: DeskOf) -> wire.NoteOut:
    """Keep a note that no customer ever sees."""
    return note_out(desk.handoffs.note(conversation, as_spoken(agent), body.text, body.client_id or ""))


@router.post("/conversations/{conversation}/return")
def give_back(conversation: Conversation, body: wire.Return, agent: SignedIn, desk: DeskOf) -> wire.OwnerOut:
    """Give the conversation back to the bot, after a last line to the customer."""
    return owner_out(conversation, desk.handoffs.give_back(conversation, as_spoken(agent), body.line))


@router.post("/conversations/{conversation}/transfer")
def transfer(conversation: Conversation, body: wire.Transfer, agent: SignedIn, desk: DeskOf) -> wire.OwnerOut:
    """Pass the conversation on to an agent who is online."""
    to = _colleague(desk, agent, body.to)
    return owner_out(conversation, desk.handoffs.transfer(conversation, as_spoken(agent), to))


@router.post("/conversations/{conversation}/resolve")
def resolve(conversation: Conversation, body: wire.Nothing, agent: SignedIn, desk: DeskOf) -> wire.OwnerOut:
    """Close the conversation; the customer's next message begins anew, with the bot."""
    return owner_out(conversation, desk.handoffs.resolve(conversation, as_spoken(agent)))


@router.post("/conversations/{conversation}/file", status_code=201)
def file(
    conversation: Conversation, body: wire.NewFile, agent: SignedIn, desk: DeskOf, request: Request
) -> wire.FiledOut:
    """File a request for the customer; the same kind again is the same request."""
    filed = desk.handoffs.file(conversation, as_spoken(agent), body.kind, body.subject, body.body)
    request.app.state.delivery.wake()
    return filed_out(desk.requests.for_team(filed.ref))


@router.post("/conversations/{conversation}/approve")
def approve(conversation: Conversation, body: wire.Approval, lead: Lead, desk: DeskOf) -> wire.AuditOut:
    """Record that a lead approves a spike adjustment, with name and time."""
    try:
        ref = desk.requests.for_team(body.ref).ref
    except UnknownRequest as fault:
        raise Problem(404, str(fault)) from fault
    line = desk.handoffs.approve(conversation, as_spoken(lead), ref, body.remark)
    return audit_out(line, {lead.id: lead.name})


def as_spoken(agent: Colleague) -> Agent:
    """Return an agent as conversations know them."""
    return Agent(agent.id, agent.name)


def _colleague(desk: Desk, agent: Colleague, to: str) -> Agent:
    """Return the agent a conversation is passed on to, who must be there to take it."""
    try:
        found = desk.agents.get(to)
    except AgentUnknown as fault:
        raise Problem(422, NO_SUCH_AGENT) from fault
    if found.id == agent.id:
        raise Problem(409, YOURSELF)
    if found.disabled or all(one.id != found.id for one in desk.handoffs.agents_online()):
        raise Problem(409, NOT_THERE.format(name=found.name))
    return as_spoken(found)
