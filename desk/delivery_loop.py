"""THE DELIVERY LOOP: delivers in a thread of its own while a door is open.

It looks once a second, since another process may have filed; whoever files in this one wakes it at once.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import datetime

from desk.delivery import Delivered, deliver_due
from desk.outbox import Outbox
from desk.tickets import Tickets

log = logging.getLogger(__name__)

EVERY_SECONDS = 1.0
AFTER_A_FAILURE = 5.0


class DeliveryLoop:
    """Delivers until stopped. `start`, `wake` and `stop` may be called from any thread."""

    def __init__(
        self,
        outbox: Outbox,
        tickets: Tickets,
        now: Callable[[], datetime],
        on_delivered: Callable[[Delivered], None] | None = None,
    ) -> None:
        self._outbox, self._tickets, self._now = outbox, tickets, now
        self._on_delivered = on_delivered
        self._condition = threading.Condition()
        self._woken = self._stopping = False
        self._thread: threading.Thread | None = None
        self.failing: str | None = None

    def start(self) -> None:
        """Begin to deliver; starting a running loop does nothing."""
        if self._thread is None:
            self._stopping = False
            self._thread = threading.Thread(target=self._run, name="delivery", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """Look for something to deliver now."""
        with self._condition:
            self._woken = True
            self._condition.notify()

    def stop(self, timeout: float = 30.0) -> bool:
        """Let the delivery in hand finish, then stop; False when it did not finish within `timeout`."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        if self._thread is None:
            return True
        self._thread.join(timeout)
        stopped = not self._thread.is_alive()
        if stopped:
            self._thread = None
        return stopped

    def _run(self) -> None:
        while not self._stopping:
            pause = self._round()
            with self._condition:
                self._condition.wait_for(lambda: self._woken or self._stopping, timeout=pause)
                self._woken = False

    def _round(self) -> float:
        """Deliver what is due and return how long to rest; a failure is said and never ends the loop."""
        try:
            done = Delivered()
            while not self._stopping and (step := self._one()).total:
                done = done + step
            if done.total and self._on_delivered is not None:
                self._on_delivered(done)
        except Exception as fault:
            if self.failing is None:
                log.exception("deliveries are at a standstill")
            self.failing = str(fault)
            return AFTER_A_FAILURE
        self.failing = None
        return EVERY_SECONDS

    def _one(self) -> Delivered:
        return deliver_due(self._outbox, self._tickets, self._now, most=1)
