"""What the gateway does by itself, again and again: each job in a thread of its own, so that none holds up another."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from desk.demo import load_demo
from desk.wiring import Desk

log = logging.getLogger(__name__)

SWEEP_SECONDS = 3.0
RENEW_SECONDS = 4.0
DEMO_SECONDS = 60.0
WATCH_SECONDS = 5.0


class Every(threading.Thread):
    """Does `work` every so many seconds until stopped; a failure is said and never ends it."""

    def __init__(self, name: str, seconds: float, work: Callable[[], object]) -> None:
        super().__init__(name=name, daemon=True)
        self._seconds, self._work = seconds, work
        self._stopping = threading.Event()

    def run(self) -> None:
        """Work until stopped."""
        while not self._stopping.wait(self._seconds):
            try:
                self._work()
            except Exception:
                log.exception("%s failed; it is tried again", self.name)

    def stop(self) -> None:
        """Begin nothing more, and return when the work in hand is done."""
        self._stopping.set()
        self.join(timeout=30.0)


def loops(desk: Desk) -> list[Every]:
    """Return what keeps the chat going: dead processes' turns, hand-offs, our own leases, the demo's dates, the database."""

    def sweep() -> None:
        if desk.engine.is_ready():
            desk.chat.sweep()

    def keep_demo() -> None:
        if desk.accounts.is_demo():
            load_demo(desk.accounts, desk.clock)

    return [
        Every("sweep", SWEEP_SECONDS, sweep),
        Every("hand-offs", SWEEP_SECONDS, desk.handoffs.sweep),
        Every("leases", RENEW_SECONDS, desk.chat.renew),
        Every("demo", DEMO_SECONDS, keep_demo),
        Every("database watch", WATCH_SECONDS, desk.db_watch.examine_when_due),
    ]
