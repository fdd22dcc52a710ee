"""The live stream: every message of a conversation pushed in order, resumed from the last seq.

The database is the truth and this only hurries it: a woken socket reads what is new, and one that was not
woken (another process wrote) looks every few seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import defaultdict
from urllib.parse import urlsplit

from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from pydantic import ConfigDict, ValidationError
from starlette.concurrency import run_in_threadpool

from desk.adapters.sql.database import DatabaseUnusable
from desk.conversations import Conversation, SessionUnknown
from desk.wiring import Desk
from gateway.chat_api import shown
from gateway.wire import Strict

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
HELLO_SECONDS = 10.0
POLICY_VIOLATION, TRY_LATER, GOING_AWAY = 1008, 1013, 1001

router = APIRouter()


class Hello(Strict):
    """The first frame of a socket: which session, and the last seq it has."""

    model_config = ConfigDict(extra="forbid", strict=True)
    session: str
    after: int = 0


class Hub:
    """Wakes the sockets of a conversation, from whichever thread something happened in."""

    def __init__(self) -> None:
        self._waiting: dict[str, set[asyncio.Queue[bool | None]]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Remember the loop the sockets live on."""
        self._loop = loop

    def tell(self, conversation: str, typing: bool) -> None:
        """Say that `conversation` has something new; safe from any thread."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake, conversation, typing)

    def close(self) -> None:
        """Tell every socket that the gateway is going away."""
        for queues in self._waiting.values():
            for queue in queues:
                queue.put_nowait(None)

    @contextlib.contextmanager
    def listening(self, conversation: str):
        """Give a queue of `typing` flags for `conversation`; None means the gateway is going away."""
        queue: asyncio.Queue[bool | None] = asyncio.Queue()
        self._waiting[conversation].add(queue)
        try:
            yield queue
        finally:
            self._waiting[conversation].discard(queue)
            if not self._waiting[conversation]:
                del self._waiting[conversation]

    def _wake(self, conversation: str, typing: bool) -> None:
        for queue in self._waiting.get(conversation, ()):
            queue.put_nowait(typing)


@router.websocket("/api/chat/stream")
async def stream(socket: WebSocket) -> None:
    """Push a conversation's messages; the first frame says which session and from where."""
    if not _own_origin(socket):
        await socket.close(POLICY_VIOLATION)
        return
    await socket.accept()
    desk: Desk = socket.app.state.desk
    hub: Hub = socket.app.state.hub
    try:
        hello = Hello.model_validate_json(await asyncio.wait_for(socket.receive_text(), HELLO_SECONDS))
        conversation = await run_in_threadpool(desk.conversations.of_session, hello.session)
    except (SessionUnknown, ValidationError, TimeoutError, KeyError):
        await socket.close(POLICY_VIOLATION)
        return
    except (WebSocketDisconnect, RuntimeError):
        return
    except DatabaseUnusable:
        await socket.close(TRY_LATER)
        return
    with hub.listening(conversation.id) as queue:
        pushing = asyncio.create_task(_push(socket, desk, conversation, hello.after, queue))
        leaving = asyncio.create_task(_until_gone(socket))
        _, pending = await asyncio.wait({pushing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        for task in (pushing, leaving):
            with contextlib.suppress(asyncio.CancelledError, WebSocketDisconnect, RuntimeError):
                await task


async def _push(
    socket: WebSocket, desk: Desk, conversation: Conversation, after: int, queue: asyncio.Queue[bool | None]
) -> None:
    last, typing = after, False
    while True:
        try:
            news = await run_in_threadpool(_news, desk, conversation, last)
        except DatabaseUnusable:
            await socket.close(TRY_LATER)
            return
        for message in news:
            await socket.send_json({"message": message})
            last = message["seq"]
        told = await _next(queue)
        if told is None:
            await socket.close(GOING_AWAY)
            return
        if told != typing and told != "look":
            typing = bool(told)
            await socket.send_json({"typing": typing})


async def _next(queue: asyncio.Queue[bool | None]) -> bool | str | None:
    try:
        told = await asyncio.wait_for(queue.get(), LOOK_SECONDS)
        while not queue.empty() and told is not None:
            told = queue.get_nowait()
        return told
    except TimeoutError:
        return "look"


def _news(desk: Desk, conversation: Conversation, after: int) -> list[dict]:
    found = desk.conversations.history(conversation.id, after)
    return [message.model_dump(by_alias=True) for message in shown(desk, conversation, found).messages]


async def _until_gone(socket: WebSocket) -> None:
    while True:
        await socket.receive_text()


def _own_origin(socket: WebSocket) -> bool:
    """Return whether the page that opened the socket is served from here; programs send no origin."""
    origin = socket.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == socket.headers.get("host")
