"""The web application: routes, limits and the loops that run while it is open."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from anyio import CapacityLimiter
from fastapi import FastAPI

from desk.delivery_loop import DeliveryLoop
from desk.wiring import Desk
from gateway import (
    agent_api,
    agent_sign_in,
    agent_sign_on,
    agent_stream,
    chat_api,
    demo_api,
    health,
    pages,
    problems,
    stream,
)
from gateway.agent_hub import AgentHub
from gateway.hub import Hub
from gateway.identity import Identity
from gateway.limits import BodyLimit, Rate
from gateway.loops import loops
from gateway.metrics import Measured
from gateway.pages import SecurityHeaders

MESSAGES_AT_ONCE, MESSAGES_A_MINUTE = 25, 120
SESSIONS_AT_ONCE, SESSIONS_A_MINUTE = 300, 600
TURN_THREADS = 128

CUSTOMERS = (chat_api.router, demo_api.router, health.router, stream.router)
AGENTS = (
    agent_sign_in.router,
    agent_sign_in.signed_in_router,
    agent_sign_on.router,
    agent_api.router,
    agent_stream.router,
)


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
    app.state.hub = Hub()
    app.state.agent_hub = AgentHub()
    app.state.delivery = DeliveryLoop(desk.outbox, desk.tickets, lambda: datetime.now(UTC))
    app.state.message_rate = Rate(MESSAGES_AT_ONCE, MESSAGES_A_MINUTE)
    app.state.session_rate = Rate(SESSIONS_AT_ONCE, SESSIONS_A_MINUTE)
    app.state.turn_threads = CapacityLimiter(TURN_THREADS)
    app.state.sign_in_attempts = agent_sign_in.Attempts()
    for router in (*CUSTOMERS, *AGENTS):
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
    hub: Hub = app.state.hub
    hub.attach(asyncio.get_running_loop())
    desk.chat.listen(hub.tell)
    agents: AgentHub = app.state.agent_hub
    agents.attach(asyncio.get_running_loop())
    desk.handoffs.listen(agents.tell)
    watching = [
        asyncio.create_task(hub.watch(desk.conversations.heads)),
        asyncio.create_task(agents.watch(lambda: (desk.handoffs.queue(), desk.handoffs.agents_online()))),
    ]
    running = loops(desk)
    app.state.delivery.start()
    for loop in running:
        loop.start()
    try:
        yield
    finally:
        hub.close()
        agents.close()
        for task in watching:
            task.cancel()
        for loop in running:
            loop.stop()
        app.state.delivery.stop()
