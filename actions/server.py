"""The action server: `python -m actions.server`. It listens on loopback and answers only who knows the secret.

The protocol and the execution are rasa-sdk's own; only its web server is left out, which would answer anybody.
An action that raises is a 500 with its name in the log: the engine then abandons the whole turn.
"""

from __future__ import annotations

import hmac
import logging
import sys
from urllib.parse import urlsplit

import uvicorn
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher
from rasa_sdk.interfaces import Action, ActionNotFoundException, Tracker
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from actions.base import desk
from actions.registry import ACTIONS
from desk.wiring import START_FAULTS

log = logging.getLogger(__name__)


def create_app(secret: str) -> Starlette:
    """Return the server, which takes calls from the bearer of `secret` only."""
    executor = _executor()

    async def webhook(request: Request) -> Response:
        given = request.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, f"Bearer {secret}".encode()):
            log.warning("refused a call from %s: wrong or missing secret", request.client)
            return JSONResponse({"error": "The action server answers the engine only."}, 401)
        call = await request.json()
        call.setdefault("domain", {})
        try:
            result = await executor.run(call)
        except ActionNotFoundException as fault:
            return JSONResponse({"error": str(fault), "action_name": call.get("next_action")}, 404)
        return JSONResponse(result.model_dump() if result else {"events": [], "responses": []})

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    routes = [Route("/webhook", webhook, methods=["POST"]), Route("/health", health)]
    return Starlette(routes=routes, exception_handlers={Exception: _failed})


def _executor() -> ActionExecutor:
    executor = ActionExecutor()
    for kind in ACTIONS:
        action = kind()
        if action.name() in executor.actions:
            raise RuntimeError(f"Two actions are called {action.name()}.")
        executor.register_function(action.name(), _in_thread(action))
    return executor


def _in_thread(action: Action):
    async def run(dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict) -> list:
        return await run_in_threadpool(action.run, dispatcher, tracker, domain)

    return run


async def _failed(request: Request, fault: Exception) -> Response:
    log.error("an action failed at %s", request.url.path, exc_info=fault)
    return JSONResponse({"error": type(fault).__name__}, 500)


def main() -> None:
    """Serve until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("rasa_sdk").setLevel(logging.WARNING)
    try:
        settings = desk().settings
    except START_FAULTS as fault:
        sys.exit(str(fault))
    port = urlsplit(settings.actions_url).port or 5055
    uvicorn.run(create_app(settings.actions_secret), host="127.0.0.1", port=port, log_level="warning")


if __name__ == "__main__":
    main()
