"""THE HUB: wakes the open sockets of a conversation, and keeps their number within bounds.

What this process wrote is told at once, from whichever thread it happened in. What another process wrote is found by
one small query for all conversations with an open socket, every other second.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator

from starlette.concurrency import run_in_threadpool

from desk.adapters.sql.database import DatabaseUnusable

log = logging.getLogger(__name__)

LOOK_SECONDS = 2.0
MOST_A_CONVERSATION = 30
MOST_AN_ADDRESS = 300
Heads = Callable[[Collection[str]], dict[str, int]]


class TooManySockets(RuntimeError):
    """This address, or this conversation, has as many open sockets as it may have."""


class Listener:
    """One socket's ear: whether to look again, whether the bot is typing, whether the gateway is going away."""

    def __init__(self) -> None:
        self.typing = False
        self.closing = False
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Let `woken` return; waking twice before it does is waking once."""
        self._woken.set()

    async def woken(self) -> None:
        """Return when there may be something new."""
        await self._woken.wait()
        self._woken.clear()


class Hub:
    """Every open socket of this process. All but `tell` belongs to the loop's own thread."""

    def __init__(self) -> None:
        self._listeners: dict[str, set[Listener]] = defaultdict(set)
        self._addresses: Counter[str] = Counter()
        self._seen: dict[str, int] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self.closing = False

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Remember the loop the sockets live on."""
        self._loop = loop

    def tell(self, conversation: str, typing: bool) -> None:
        """Say that `conversation` has something new; safe from any thread, also while the loop ends."""
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._wake, conversation, typing)

    def close(self) -> None:
        """Tell every socket that the gateway is going away."""
        self.closing = True
        for listener in self._everyone():
            listener.closing = True
            listener.wake()

    @contextlib.contextmanager
    def admitted(self, address: str) -> Iterator[None]:
        """Count a socket of `address` while it is open, or raise TooManySockets."""
        if self._addresses[address] >= MOST_AN_ADDRESS:
            raise TooManySockets
        self._addresses[address] += 1
        try:
            yield
        finally:
            self._addresses[address] -= 1
            if not self._addresses[address]:
                del self._addresses[address]

    @contextlib.contextmanager
    def listening(self, conversation: str) -> Iterator[Listener]:
        """Give a listener for `conversation` while its socket is open, or raise TooManySockets."""
        if len(self._listeners.get(conversation, ())) >= MOST_A_CONVERSATION:
            raise TooManySockets
        listener = Listener()
        self._listeners[conversation].add(listener)
        try:
            yield listener
        finally:
            self._listeners[conversation].discard(listener)
            if not self._listeners[conversation]:
                del self._listeners[conversation]
                self._seen.pop(conversation, None)

    async def watch(self, heads: Heads) -> None:
        """Wake the conversations that grew without this process being told, for as long as it runs."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.look(heads)
            except DatabaseUnusable as fault:
                log.warning("the open conversations cannot be looked at: %s", fault)

    async def look(self, heads: Heads) -> None:
        """Wake the conversations whose last seq grew since the last look."""
        if not self._listeners:
            return
        for conversation, seq in (await run_in_threadpool(heads, list(self._listeners))).items():
            if conversation in self._listeners and self._seen.get(conversation) != seq:
                self._seen[conversation] = seq
                for listener in self._listeners[conversation]:
                    listener.wake()

    def _wake(self, conversation: str, typing: bool) -> None:
        for listener in self._listeners.get(conversation, ()):
            listener.typing = typing
            listener.wake()

    def _everyone(self) -> list[Listener]:
        return [listener for listeners in self._listeners.values() for listener in listeners]
