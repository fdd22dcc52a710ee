"""The web application: the channel, the model it speaks for, and the watch that takes a new model over."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import rasa.core.channels.channel
import rasa.shared.utils.io
from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.exceptions import RasaException
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse

from plandesk_engine import loading
from plandesk_engine.channel import DeskChannel
from plandesk_engine.failures import StoreFailed
from plandesk_engine.project import Project
from plandesk_engine.store import DeskTrackerStore
from plandesk_engine.turns import LARGEST_EPISODE
from plandesk_engine.wording import Wording

logger = logging.getLogger(__name__)

CHANNEL = f"{DeskChannel.__module__}.{DeskChannel.__name__}"
LOOK_EVERY = 2.0  # seconds between two looks at the model file; a look is one stat()


class BadSettings(ValueError):
    """endpoints.yml or credentials.yml cannot be read."""


def build(project: Project) -> Sanic:
    """Return the application, ready to run; the model is loaded as it starts."""
    try:
        endpoints = AvailableEndpoints.read_endpoints(str(project.endpoints))
        credentials = rasa.shared.utils.io.read_config_file(project.credentials)
    except (RasaException, ValueError, OSError) as fault:
        raise BadSettings(f"endpoints.yml or credentials.yml cannot be read: {fault}") from None
    channel = DeskChannel.from_credentials(credentials.get(CHANNEL))
    store = _store(endpoints)

    app = Sanic("plandesk_engine", configure_logging=False)
    app.config.REQUEST_MAX_SIZE = LARGEST_EPISODE
    app.config.RESPONSE_TIMEOUT = 120
    app.config.KEEP_ALIVE_TIMEOUT = 75
    app.config.GRACEFUL_SHUTDOWN_TIMEOUT = 30.0
    rasa.core.channels.channel.register([channel], app, route="/webhooks/")
    watch = ModelWatch(app, project.model, store, endpoints)

    watching: list[asyncio.Task[None]] = []

    @app.listener("before_server_start")
    async def _load(_app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
        await watch.look()
        watching.append(asyncio.get_running_loop().create_task(watch.forever()))

    @app.listener("before_server_stop")
    async def _stop(_app: Sanic, _loop: asyncio.AbstractEventLoop) -> None:
        watching.pop().cancel()

    @app.middleware("response")
    async def _hang_up_when_stopping(request: Request, _response: HTTPResponse) -> None:
        """Let a connection go after its last turn; kept alive, it would hold the stop up for its whole grace."""
        if not watching and request.stream:
            request.stream.keep_alive = False

    return app


def _store(endpoints: AvailableEndpoints) -> DeskTrackerStore:
    """Return the store of endpoints.yml; a SQLite file that cannot be used stops the start, a server may come up later."""
    store = TrackerStore.create(endpoints.tracker_store)
    if not isinstance(store, DeskTrackerStore):
        raise BadSettings(
            f"endpoints.yml must name plandesk_engine.store.DeskTrackerStore, not {type(store).__name__}."
        )
    try:
        store.check()
    except StoreFailed as fault:
        if store.engine.dialect.name == "sqlite":
            raise
        logger.error("%s It is tried again at every turn.", fault)
    return store


class ModelWatch:
    """Keeps the application's agent in step with the model file."""

    def __init__(
        self, app: Sanic, path: Path, store: DeskTrackerStore, endpoints: AvailableEndpoints
    ) -> None:
        self._app = app
        self._path = path
        self._store = store
        self._locks = InMemoryLockStore()
        self._action_endpoint = endpoints.action
        self._seen: tuple[int, int] | None = None
        app.ctx.agent = None
        app.ctx.why_not_ready = ""

    async def forever(self) -> None:
        """Look for a new model for as long as the server runs."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look()

    async def look(self) -> None:
        """Load the model if the file is another than the one last seen; keep the old agent if it cannot be used."""
        now = self._stamp()
        if now == self._seen and (now or self._app.ctx.why_not_ready):
            return
        self._seen = now
        try:
            self._app.ctx.agent = await asyncio.get_running_loop().run_in_executor(None, self._load)
            self._app.ctx.why_not_ready = ""
            logger.info("Serving %s.", self._path.name)
        except Exception as fault:
            why = (
                str(fault)
                if isinstance(fault, loading.ModelUnusable)
                else str(loading.ModelUnusable(self._path, repr(fault)))
            )
            self._app.ctx.why_not_ready = why
            logger.error("%s", why)

    def _stamp(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino

    def _load(self) -> Agent:
        loading.metadata(self._path)
        agent = Agent(
            tracker_store=self._store,
            lock_store=self._locks,
            action_endpoint=self._action_endpoint,
            generator=Wording({}),
        )
        agent.load_model(self._path)
        return agent
