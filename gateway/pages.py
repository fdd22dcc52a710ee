"""The help page, the widget and the agents' console as they were built, and the headers every answer carries."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Match, Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

STATIC = Path(__file__).parent / "static"
NOT_BUILT = "The help page is not built yet. Run `make web`, then reload.\n"
NOT_PAGES = ("/api/", "/hooks/")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def install(app: FastAPI) -> None:
    """Serve the built pages, or say how to build them."""
    if (STATIC / "index.html").is_file():
        # The console's own addresses are relative, so that it also works under a path: no slash may follow its name.
        app.router.routes.append(Route("/agent", _console, include_in_schema=False))
        app.router.routes.append(Route("/agent/", _without_slash, include_in_schema=False))
        app.router.routes.append(Pages("/", StaticFiles(directory=STATIC, html=True), name="static"))
        return

    @app.get("/", include_in_schema=False)
    def not_built() -> Response:
        return PlainTextResponse(NOT_BUILT, 503)


async def _console(_: Request) -> Response:
    return FileResponse(STATIC / "agent.html")


async def _without_slash(_: Request) -> Response:
    return RedirectResponse("../agent")


class Pages(Mount):
    """Everything that is not the API's, so that a wrong address or method under /api is said to be one."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Match every path but the API's and the webhooks'."""
        if scope.get("path", "").startswith(NOT_PAGES):
            return Match.NONE, {}
        return super().matches(scope)


class SecurityHeaders:
    """Adds the headers that keep a page from running or being framed by anything foreign."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to its answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith("/api/"):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)
