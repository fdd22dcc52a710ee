"""Is it alive, is every part ready, and how busy is it.

A probe is cheap and may come every second: of the database it costs one read, and what only a look through the whole
file finds is at most five minutes old (desk/adapters/sql/watch.py).
"""

from __future__ import annotations

import requests
from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from desk.adapters.sql.database import DatabaseUnusable
from gateway.chat_api import DeskOf

PART_SECONDS = 2.0

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Return that this process answers."""
    return {"status": "ok"}


@router.get("/readyz")
def readyz(request: Request, desk: DeskOf) -> JSONResponse:
    """Return the state of every part; 503 while one of them is missing."""
    parts = {
        "database": _database(desk),
        "engine": "ok" if desk.engine.is_ready() else "not ready",
        "actions": _actions(desk.settings.actions_url),
        "delivery": request.app.state.delivery.failing or "ok",
    }
    ready = all(state == "ok" for state in parts.values())
    return JSONResponse({"ready": ready, "parts": parts}, 200 if ready else 503)


@router.get("/metrics", include_in_schema=False)
def metrics() -> Response:
    """Return the figures Prometheus reads."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


def _database(desk: DeskOf) -> str:
    try:
        desk.db_watch.state()
    except DatabaseUnusable as fault:
        return str(fault)
    return "ok"


def _actions(url: str) -> str:
    try:
        return "ok" if requests.get(f"{url}/health", timeout=PART_SECONDS).status_code == 200 else "not ready"
    except requests.RequestException:
        return "not ready"
