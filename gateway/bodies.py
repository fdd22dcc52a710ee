"""BODIES: JSON read more strictly than the standard library does, and in text that every part can hold.

A name given twice means two different things to two readers, so it is refused; NaN is no JSON; lone surrogates and
NULs cannot be kept anywhere, so they are gone before anything sees them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.routing import APIRoute

from desk.text import storable, storable_json


class Unreadable(ValueError):
    """The body is not JSON that means one thing; the message says why."""


def read(body: bytes) -> Any:
    """Return the JSON value in `body`, or raise Unreadable."""
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
        return storable_json(value)
    except Unreadable:
        raise
    except UnicodeDecodeError as fault:
        raise Unreadable("The body is not UTF-8.") from fault
    except RecursionError as fault:
        raise Unreadable("The body is nested too deeply.") from fault
    except json.JSONDecodeError as fault:
        raise Unreadable(f"The body is not JSON: {fault.msg} at character {fault.pos}.") from fault
    except ValueError as fault:
        raise Unreadable("The body holds a number that is too long.") from fault


class StrictRequest(Request):
    """A request whose JSON is read strictly."""

    async def json(self) -> Any:
        """Return the body's JSON, or answer 400 with the reason."""
        try:
            return read(await self.body())
        except Unreadable as fault:
            raise HTTPException(400, str(fault)) from fault


class StrictRoute(APIRoute):
    """A route whose handler sees a StrictRequest."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler."""
        handler = super().get_route_handler()

        async def strict(request: Request) -> Response:
            return await handler(StrictRequest(request.scope, request.receive))

        return strict


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        name = storable(name)
        if name in found:
            raise Unreadable(f"The name {name[:40]!r} is given twice.")
        found[name] = value
    return found


def _no_number(name: str) -> None:
    raise Unreadable(f"{name} is not JSON.")
