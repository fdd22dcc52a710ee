"""CHANGES: a thread that waits for a conversation is woken when something happened in it, and only then.

What another process did is not heard here, so nobody waits for ever: the caller looks again now and then.
"""

from __future__ import annotations

import threading

STRIPES = 64


class Changes:
    """Counts what happens in conversations; conversations share a stripe, so a waiter may wake for nothing."""

    def __init__(self) -> None:
        self._conditions = tuple(threading.Condition() for _ in range(STRIPES))
        self._counts = [0] * STRIPES

    def seen(self, conversation: str) -> int:
        """Return what to hand to `wait`; take it before looking at the conversation."""
        return self._counts[hash(conversation) % STRIPES]

    def tell(self, conversation: str) -> None:
        """Wake whoever waits for `conversation`."""
        stripe = hash(conversation) % STRIPES
        with self._conditions[stripe]:
            self._counts[stripe] += 1
            self._conditions[stripe].notify_all()

    def wait(self, conversation: str, seen: int, seconds: float) -> None:
        """Return when something happened since `seen` was taken, or after `seconds`."""
        stripe = hash(conversation) % STRIPES
        with self._conditions[stripe]:
            self._conditions[stripe].wait_for(lambda: self._counts[stripe] != seen, seconds)
