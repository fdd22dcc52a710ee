"""THE AGENTS' HUB: tells every open console what to read again.

A push names what changed and carries nothing else, so whatever is missed in a gap is found by reading once. What this
process did is told at once; what another one did is found by looking at the queue every other second. Conversations
that only the bot has are nobody's news.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import Any

from starlette.concurrency import run_in_threadpool

from desk.adapters.sql.database import DatabaseUnusable
from desk.handoff import Agent
from desk.handoffs import Waiting

log = logging.getLogger(__name__)

LOOK_SECONDS, SETTLE_SECONDS = 2.0, 0.2
Look = Callable[[], tuple[list[Waiting], list[Agent]]]


class Ear:
    """One console's socket: what it has not been told yet."""

    def __init__(self, token: str) -> None:
        self.token = token
        self.closing = False
        self._news: dict[str | None, None] = {}
        self._woken = asyncio.Event()

    def tell(self, conversation: str | None) -> None:
        """Note that a conversation changed, or with None the queue; twice before it is said is once."""
        self._news[conversation] = None
        self._woken.set()

    def close(self) -> None:
        """Let the socket end."""
        self.closing = True
        self._woken.set()

    async def news(self) -> list[dict[str, Any]]:
        """Return what changed, once something did; empty when the socket is to end."""
        await self._woken.wait()
        self._woken.clear()
        found, self._news = self._news, {}
        return [{"type": "conversation", "conversation": one} if one else {"type": "queue"} for one in found]


class AgentHub:
    """Every open console of this process. All but `tell` and `end` belongs to the loop's own thread."""

    def __init__(self) -> None:
        self._ears: set[Ear] = set()
        self._rows: dict[str, Waiting] = {}
        self._online: list[Agent] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stirred = asyncio.Event()

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Remember the loop the sockets live on."""
        self._loop = loop

    def tell(self, conversation: str | None) -> None:
        """Say that a conversation changed, or with None who is online; safe from any thread."""
        self._on_loop(self._changed, conversation)

    def end(self, token: str) -> None:
        """End the sockets of a session that is over; safe from any thread."""
        self._on_loop(self._end, token)

    def close(self) -> None:
        """Tell every console that the gateway is going away."""
        for ear in self._ears:
            ear.close()

    @contextlib.contextmanager
    def listening(self, token: str) -> Iterator[Ear]:
        """Give an ear to the socket of a session while it is open."""
        ear = Ear(token)
        self._ears.add(ear)
        self._stirred.set()
        try:
            yield ear
        finally:
            self._ears.discard(ear)

    async def watch(self, look: Look) -> None:
        """Look at the queue now and then, and soon after something stirred, for as long as it runs."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stirred.wait(), LOOK_SECONDS)
            self._stirred.clear()
            try:
                await self.look(look)
            except DatabaseUnusable as fault:
                log.warning("the queue cannot be looked at: %s", fault)
            except Exception:
                log.exception("looking at the queue failed; it is tried again")
            await asyncio.sleep(SETTLE_SECONDS)

    async def look(self, look: Look) -> None:
        """Tell the consoles what is not as it was at the last look."""
        if not self._ears:
            return
        queue, online = await run_in_threadpool(look)
        rows = {row.conversation: row for row in queue}
        before, self._rows = self._rows, rows
        for conversation in before.keys() | rows.keys():
            if before.get(conversation) != rows.get(conversation):
                self._broadcast(conversation)
        if online != self._online:
            self._online = online
            self._broadcast(None)

    def _changed(self, conversation: str | None) -> None:
        self._stirred.set()
        if conversation is None or conversation in self._rows:
            self._broadcast(conversation)

    def _end(self, token: str) -> None:
        for ear in self._ears:
            if ear.token == token:
                ear.close()

    def _broadcast(self, conversation: str | None) -> None:
        for ear in self._ears:
            ear.tell(conversation)

    def _on_loop(self, work: Callable[..., None], *arguments: Any) -> None:
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # the loop ends: nobody listens any more
                self._loop.call_soon_threadsafe(work, *arguments)
