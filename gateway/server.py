"""Starts the web process: `python -m gateway.server`."""

from __future__ import annotations

import logging
import sys

import uvicorn

from desk.wiring import START_FAULTS, Settings, build
from gateway.app import create_app

GRACE_SECONDS = 30


def main() -> None:
    """Serve until told to stop; turns in flight finish first."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        desk = build(Settings.from_env())
    except START_FAULTS as fault:
        sys.exit(str(fault))
    app = create_app(desk)
    uvicorn.run(
        app,
        host=desk.settings.host,
        port=desk.settings.port,
        log_level="warning",
        timeout_graceful_shutdown=GRACE_SECONDS,
        ws_max_size=16 * 1024,
        server_header=False,
    )


if __name__ == "__main__":
    main()
