"""THE AGENTS' STREAM: a socket that says what to read again; what it says is in gateway/agent_hub.py.

It is open to a signed-in agent's own page only, and ends within half a minute of the session's end. What the page says
on it is nobody's business.
"""

from __future__ import annotations

import contextlib
from collections.abc import Awaitable

import anyio
from fastapi import APIRouter, WebSocket, WebSocketDisconnect
from starlette.concurrency import run_in_threadpool

from desk.adapters.sql.database import DatabaseUnusable
from desk.agents import NotSignedIn
from desk.wiring import Desk
from gateway.agent_hub import AgentHub, Ear
from gateway.agent_session import COOKIE, PREFIX
from gateway.hub import Hub, TooManySockets
from gateway.limits import Rate
from gateway.origins import is_own
from gateway.stream import FRAMES_A_MINUTE, GOING_AWAY, MOST_FRAMES, POLICY_VIOLATION, TRY_LATER, refuse

CHECK_SECONDS = 20.0

router = APIRouter()


@router.websocket(f"{PREFIX}/stream")
async def stream(socket: WebSocket) -> None:
    """Push what changed to a console."""
    hub: Hub = socket.app.state.hub
    token = socket.cookies.get(COOKIE, "")
    if not is_own(socket) or not await _is_signed_in(socket.app.state.desk, token):
        await socket.close(POLICY_VIOLATION)
        return
    try:
        with hub.admitted(socket.client.host if socket.client else ""):
            await socket.accept()
            await _served(socket, token)
    except TooManySockets:
        await refuse(socket)
    except (WebSocketDisconnect, RuntimeError):
        return  # the other side is gone; there is nobody to tell


async def _served(socket: WebSocket, token: str) -> None:
    hub: AgentHub = socket.app.state.agent_hub
    with hub.listening(token) as ear:
        async with anyio.create_task_group() as all_of_it:

            async def until_the_first_ends(work: Awaitable[None]) -> None:
                with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                    await work
                all_of_it.cancel_scope.cancel()

            all_of_it.start_soon(until_the_first_ends, _push(socket, ear))
            all_of_it.start_soon(until_the_first_ends, _until_gone(socket, token))
            all_of_it.start_soon(until_the_first_ends, _until_signed_out(socket, token))


async def _push(socket: WebSocket, ear: Ear) -> None:
    while not ear.closing:
        for news in await ear.news():
            await socket.send_json(news)
    await socket.close(GOING_AWAY)


async def _until_gone(socket: WebSocket, token: str) -> None:
    """Read until the page has left, or hang up on one that talks without end."""
    rate = Rate(MOST_FRAMES, FRAMES_A_MINUTE)
    while not rate.wait(token):
        if (await socket.receive())["type"] == "websocket.disconnect":
            return
    await socket.close(POLICY_VIOLATION)


async def _until_signed_out(socket: WebSocket, token: str) -> None:
    """Keep an agent online while their console is open: browsers let a hidden page say so too seldom."""
    while True:
        await anyio.sleep(CHECK_SECONDS)
        try:
            if not await _is_signed_in(socket.app.state.desk, token, and_there=True):
                await socket.close(POLICY_VIOLATION)
                return
        except DatabaseUnusable:
            await socket.close(TRY_LATER)
            return


async def _is_signed_in(desk: Desk, token: str, *, and_there: bool = False) -> bool:
    """Return whether the session still holds; an open socket keeps its agent online, but no session alive."""
    try:
        agent = await run_in_threadpool(desk.agents.of_session, token, used=False)
    except NotSignedIn:
        return False
    if and_there:
        await run_in_threadpool(desk.handoffs.keep_online, agent.id)
    return True
