"""The web application: routes, limits and the loops that run while it is open."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from fastapi import FastAPI

from desk.delivery_loop import DeliveryLoop
from desk.demo import load_demo
from desk.wiring import Desk
from gateway import chat_api, demo_api, health, pages, problems, stream
from gateway.identity import Identity
from gateway.limits import BodyLimit, Rate
from gateway.metrics import Measured
from gateway.pages import SecurityHeaders

log = logging.getLogger(__name__)

SWEEP_SECONDS = 5.0
MESSAGES_A_MINUTE = 60
SESSIONS_A_MINUTE = 600


def create_app(desk: Desk) -> FastAPI:
    """Return the gateway for `desk`."""
    app = FastAPI(
        title="Plandesk",
        version="0.1.0",
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.desk = desk
    app.state.identity = Identity(desk.settings.identity_secret)
    app.state.hub = stream.Hub()
    app.state.delivery = DeliveryLoop(desk.outbox, desk.tickets, lambda: datetime.now(UTC))
    app.state.message_rate = Rate(MESSAGES_A_MINUTE, 60.0)
    app.state.session_rate = Rate(SESSIONS_A_MINUTE, 60.0)
    for router in (chat_api.router, demo_api.router, health.router, stream.router):
        app.include_router(router)
    problems.install(app)
    pages.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Measured)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    desk: Desk = app.state.desk
    app.state.hub.attach(asyncio.get_running_loop())
    desk.chat.listen(app.state.hub.tell)
    app.state.delivery.start()
    sweeper = Sweeper(desk)
    sweeper.start()
    try:
        yield
    finally:
        app.state.hub.close()
        sweeper.stop()
        app.state.delivery.stop()


class Sweeper(threading.Thread):
    """Looks after what a dead process left behind, and keeps the demo's dates on today."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="sweeper", daemon=True)
        self._desk = desk
        self._stopping = threading.Event()

    def run(self) -> None:
        """Sweep until stopped; a failure is said and never ends it."""
        while not self._stopping.wait(SWEEP_SECONDS):
            try:
                if self._desk.engine.is_ready():
                    self._desk.chat.sweep()
                if self._desk.accounts.is_demo():
                    load_demo(self._desk.accounts, self._desk.clock)
            except Exception:
                log.exception("the sweep failed; it is tried again")

    def stop(self) -> None:
        """Stop after the sweep in hand."""
        self._stopping.set()
        self.join(timeout=30.0)
