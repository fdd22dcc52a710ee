"""The live stream: every message of a conversation pushed in order, resumed from the last seq.

The database is the truth and the hub only says when to read it, so a socket never shows what is not kept.
The page says two things only: who it is, first, and the word `typing` at each keystroke of its customer; an unfinished
message then waits for the rest (desk/bursts.py). Anything else it says is nobody's business.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable

import anyio
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import Field, ValidationError
from starlette.concurrency import run_in_threadpool

from desk.adapters.sql.database import DatabaseUnusable
from desk.conversations import Conversation, SessionUnknown
from desk.wiring import Desk
from gateway import bodies
from gateway.chat_api import TOO_MANY, shown
from gateway.hub import Hub, Listener, TooManySockets
from gateway.limits import Rate
from gateway.origins import is_own
from gateway.problems import response
from gateway.wire import HIGHEST_SEQ, Strict

HELLO_SECONDS = 10.0
MOST_FRAMES, FRAMES_A_MINUTE = 200, 1200
TYPING, TYPING_SECONDS = "typing", 1.0
POLICY_VIOLATION, TRY_LATER, GOING_AWAY = 1008, 1013, 1001

router = APIRouter()


class Hello(Strict):
    """The first frame of a socket: which session, and the last seq it has."""

    session: str
    after: int = Field(default=0, ge=0, le=HIGHEST_SEQ)


@router.websocket("/api/chat/stream")
async def stream(socket: WebSocket) -> None:
    """Push a conversation's messages; the first frame says which session and from where."""
    hub: Hub = socket.app.state.hub
    if not is_own(socket):
        await socket.close(POLICY_VIOLATION)
        return
    try:
        with hub.admitted(socket.client.host if socket.client else ""):
            await socket.accept()
            await _served(socket, hub)
    except TooManySockets:
        await refuse(socket)
    except (WebSocketDisconnect, RuntimeError):
        return  # the other side is gone; there is nobody to tell


async def _served(socket: WebSocket, hub: Hub) -> None:
    desk: Desk = socket.app.state.desk
    try:
        with anyio.fail_after(HELLO_SECONDS):
            frame = await socket.receive_text()
        hello = Hello.model_validate(bodies.read(frame.encode("utf-8", "replace")))
        conversation = await run_in_threadpool(desk.conversations.of_session, hello.session)
    except (SessionUnknown, ValidationError, ValueError, TimeoutError, KeyError):
        await socket.close(POLICY_VIOLATION)
        return
    except DatabaseUnusable:
        await socket.close(TRY_LATER)
        return
    with hub.listening(conversation.id) as listener:
        async with anyio.create_task_group() as both:

            async def until_the_first_ends(work: Awaitable[None]) -> None:
                with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                    await work
                both.cancel_scope.cancel()

            both.start_soon(until_the_first_ends, _push(socket, desk, conversation, hello.after, listener))
            both.start_soon(until_the_first_ends, _until_gone(socket, desk, conversation))


async def _push(
    socket: WebSocket, desk: Desk, conversation: Conversation, after: int, listener: Listener
) -> None:
    last, typing = after, False
    while not listener.closing and not socket.app.state.hub.closing:
        try:
            news = await run_in_threadpool(_news, desk, conversation, last)
        except DatabaseUnusable:
            await socket.close(TRY_LATER)
            return
        for message in news:
            await socket.send_json({"message": message})
            last = message["seq"]
        if listener.typing != typing:
            typing = listener.typing
            await socket.send_json({"typing": typing})
        await listener.woken()
    await socket.close(GOING_AWAY)


def _news(desk: Desk, conversation: Conversation, after: int) -> list[dict]:
    found = desk.conversations.history(conversation.id, after)
    return [message.model_dump(by_alias=True) for message in shown(desk, conversation, found).messages]


async def _until_gone(socket: WebSocket, desk: Desk, conversation: Conversation) -> None:
    """Pass on that the customer types until the page has left, or hang up on one that talks without end."""
    rate, heard = Rate(MOST_FRAMES, FRAMES_A_MINUTE), 0.0
    while not rate.wait(conversation.id):
        frame = await socket.receive()
        if frame["type"] == "websocket.disconnect":
            return
        if frame.get("text") == TYPING and anyio.current_time() - heard >= TYPING_SECONDS:
            heard = anyio.current_time()
            with contextlib.suppress(DatabaseUnusable):  # the message itself will say so
                await run_in_threadpool(desk.chat.typing, conversation.id)
    await socket.close(POLICY_VIOLATION)


async def refuse(socket: WebSocket) -> None:
    """Answer 429 before the socket is open, or close it after."""
    with contextlib.suppress(RuntimeError, WebSocketDisconnect):
        if "websocket.http.response" in socket.scope.get("extensions", {}) and not _is_open(socket):
            await socket.send_denial_response(response(429, TOO_MANY, retry_after=10))
        else:
            await socket.close(TRY_LATER)


def _is_open(socket: WebSocket) -> bool:
    return socket.application_state.name == "CONNECTED"
