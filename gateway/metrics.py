"""What is counted: requests by route and status, and how long they take."""

from __future__ import annotations

import time

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

REQUESTS = Counter("plandesk_http_requests_total", "HTTP requests.", ["route", "method", "status"])
SECONDS = Histogram("plandesk_http_seconds", "Seconds to answer an HTTP request.", ["route"])


METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


class Measured:
    """Counts every HTTP request by its route, never by its raw path."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status = time.perf_counter(), 500

        async def counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, counted)
        finally:
            route = getattr(scope.get("route"), "path", "other") or "other"
            REQUESTS.labels(route, _method(scope["method"]), str(status)).inc()
            SECONDS.labels(route).observe(time.perf_counter() - began)


def _method(method: str) -> str:
    """Return the method, or one word for all that were made up: a label must not grow without end."""
    return method if method in METHODS else "other"
