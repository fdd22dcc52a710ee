"""The chat over HTTP: sessions, messages, history. Identity is checked once, then the session is bound to it."""

from __future__ import annotations

import math
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Query, Request

from desk.accounts import Account, UnknownAccount
from desk.conversations import Conversation, Message, SessionUnknown
from desk.requests import UnknownRequest
from desk.wiring import Desk
from gateway.bodies import StrictRoute
from gateway.identity import Identity, IdentityRefused
from gateway.limits import Rate
from gateway.problems import Problem
from gateway.wire import HIGHEST_SEQ, AccountOut, MessagesOut, NewMessage, NewSession, SessionOut, message_out

VISITORS_ZONE = "UTC"
TOO_MANY = "Too many requests at once. Please wait a moment."

router = APIRouter(prefix="/api/chat", tags=["chat"], route_class=StrictRoute)


def the_desk(request: Request) -> Desk:
    """Return the desk behind this gateway."""
    return request.app.state.desk


def speaker(request: Request) -> Conversation:
    """Return the conversation the bearer's session is bound to, or raise SessionUnknown."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise SessionUnknown
    return the_desk(request).conversations.of_session(token.strip())


DeskOf = Annotated[Desk, Depends(the_desk)]
Speaker = Annotated[Conversation, Depends(speaker)]


@router.post("/sessions", status_code=201)
def begin(body: NewSession, request: Request, desk: DeskOf) -> SessionOut:
    """Begin a conversation, for the account in `identity` or for a visitor."""
    slow_down(request.app.state.session_rate, request.client.host if request.client else "")
    account = (
        identified(body.identity, request.app.state.identity, desk) if body.identity is not None else None
    )
    token, conversation = desk.conversations.start(
        account.id if account else None,
        account.name if account else None,
        account.time_zone if account else VISITORS_ZONE,
        desk.phrases.greeting(account.name if account else None),
    )
    shown = AccountOut(id=account.id, name=account.name) if account else None
    return SessionOut(session=token, conversation=conversation.id, account=shown)


@router.post("/messages")
async def say(body: NewMessage, request: Request, conversation: Speaker, desk: DeskOf) -> MessagesOut:
    """Say something and get what followed it; the same `client_msg_id` again gives the same answer."""
    slow_down(request.app.state.message_rate, conversation.id)

    def answered() -> MessagesOut:
        followed = desk.chat.say(conversation, body.client_msg_id, body.text, body.choice)
        if any(message.ticket for message in followed):
            request.app.state.delivery.wake()
        return shown(desk, conversation, followed)

    # Waiting for an answer has threads of its own, so that slow turns leave the history and the pages fast.
    return await to_thread.run_sync(answered, limiter=request.app.state.turn_threads)


@router.get("/messages")
def history(
    conversation: Speaker, desk: DeskOf, after: Annotated[int, Query(ge=0, le=HIGHEST_SEQ)] = 0
) -> MessagesOut:
    """Return every message with a seq above `after`."""
    return shown(desk, conversation, desk.conversations.history(conversation.id, after))


def identified(token: str, identity: Identity, desk: Desk) -> Account:
    """Return the account the token speaks for, or raise IdentityRefused."""
    account_id = identity.account_in(token, desk.clock.now())
    try:
        return desk.accounts.get(account_id)
    except UnknownAccount as fault:
        raise IdentityRefused("The identity token is for an account we do not know.") from fault


def shown(desk: Desk, conversation: Conversation, messages: list[Message]) -> MessagesOut:
    """Return messages as the wire carries them, each ticket as it stands now."""
    return MessagesOut(messages=[message_out(_current(desk, conversation, message)) for message in messages])


def _current(desk: Desk, conversation: Conversation, message: Message) -> Message:
    if not message.ticket:
        return message
    try:
        request = desk.requests.by_ref(message.ticket["ref"], conversation.account_id)
    except UnknownRequest:
        return message
    return message.with_ticket(
        {"ref": request.ref, "number": request.ticket_number, "status": request.status_words}
    )


def slow_down(rate: Rate, key: str) -> None:
    """Count a call, or raise the 429 that says when to come back."""
    wait = rate.wait(key)
    if wait > 0:
        raise Problem(429, TOO_MANY, retry_after=math.ceil(wait))
