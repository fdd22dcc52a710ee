"""LIMITS: how large a body and how many requests one caller may send. Refused before anything is read or stored."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.problems import response

LARGEST_BODY = 64 * 1024
TOO_LARGE = f"The request is larger than {LARGEST_BODY // 1024} KiB, which is the limit."
ENCODED = "A compressed request body is not taken. Send it as it is."
TOO_SLOW = "The request did not arrive in time. Please send it again."
BODY_SECONDS = 10.0
REMEMBERED = 10_000


class BodyLimit:
    """Refuses a body over the limit, by its announced length or as soon as it has been exceeded."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with its whole body, or answer 413 or 415."""
        if scope["type"] != "http" or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if headers.get(b"content-encoding", b"identity") != b"identity":
            await response(415, ENCODED)(scope, receive, send)
            return
        announced = headers.get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > LARGEST_BODY:
            await response(413, TOO_LARGE)(scope, receive, send)
            return
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _whole(receive)
        except TimeoutError:
            await response(408, TOO_SLOW)(scope, receive, send)
            return
        if body is None:
            return
        if len(body) > LARGEST_BODY:
            await response(413, TOO_LARGE)(scope, receive, send)
            return
        await self._app(scope, _replayed(body, receive), send)


async def _whole(receive: Receive) -> bytes | None:
    """Return the body, or as much of it as shows that it is too large; None when the caller has left."""
    body = bytearray()
    more = True
    while more and len(body) <= LARGEST_BODY:
        part = await receive()
        if part["type"] == "http.disconnect":
            return None
        body += part.get("body", b"")
        more = part.get("more_body", False)
    return bytes(body)


def _replayed(body: bytes, receive: Receive) -> Receive:
    sent = False

    async def again() -> Message:
        nonlocal sent
        if sent:
            return await receive()
        sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


class Rate:
    """At most `at_once` calls for each key, and `a_minute` in the long run: a bucket that refills steadily."""

    def __init__(self, at_once: int, a_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._a_second, self._clock = float(at_once), a_minute / 60.0, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = Lock()

    def wait(self, key: str) -> float:
        """Count a call and return 0.0, or return the seconds until the next one is allowed."""
        now = self._clock()
        with self._lock:
            left, then = self._buckets.pop(key, (self._most, now))
            left = min(self._most, left + (now - then) * self._a_second)
            allowed = left >= 1.0
            self._buckets[key] = (left - 1.0 if allowed else left, now)
            if len(self._buckets) > REMEMBERED:
                self._buckets.popitem(last=False)
            return 0.0 if allowed else (1.0 - left) / self._a_second

    def give_back(self, key: str) -> None:
        """Take back a call that was counted."""
        with self._lock:
            if key in self._buckets:
                left, then = self._buckets[key]
                self._buckets[key] = (min(self._most, left + 1.0), then)
