"""`plandesk serve`: every process of the desk, until Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time

import click
import requests

from cli.main import BadInput
from cli.processes import Supervisor, read_procfile
from cli.tuning import BackgroundTuning
from desk.demo import load_demo
from desk.wiring import ROOT, START_FAULTS, Desk, Settings, build

READY_SECONDS = 180.0
ENGINE_PYTHON = ROOT / "engine" / ".venv" / "bin" / "python"


@click.command()
@click.option("--demo/--no-demo", default=True, help="Load the demo accounts when no accounts are on file.")
def serve(demo: bool) -> None:
    """Start every process of the desk and print where to find it. Ctrl-C stops it all.

    The sentence encoder is tuned to the examples in the background once all are ready, unless TUNE=0.

    \b
    Example:
      plandesk serve
      PORT=9000 plandesk serve --no-demo
    """
    if not ENGINE_PYTHON.exists():
        raise BadInput("The engine is not installed yet. Run `make run`, or `make engine` first.")
    try:
        desk = build(Settings.from_env())
    except START_FAULTS as fault:
        raise BadInput(str(fault)) from fault
    settings = desk.settings
    _free(settings.host, settings.port)
    if demo:
        _load_demo(desk)
    desk.close()
    environment = os.environ | _environment(settings)
    supervisor = Supervisor(read_procfile(ROOT / "Procfile"), ROOT, environment, _say)
    tuning = BackgroundTuning(ROOT, environment, _say)
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, supervisor.request_stop)
    supervisor.start()
    threading.Thread(target=_announce, args=(settings, tuning), daemon=True).start()
    supervisor.wait()
    _say("Stopping: turns in flight finish first.")
    tuning.stop()
    supervisor.stop()


def _environment(settings: Settings) -> dict[str, str]:
    """Return what the engine, which reads no settings of the desk's, must be told."""
    return {
        "ENGINE_SECRET": settings.engine_secret,
        "ACTIONS_SECRET": settings.actions_secret,
        "IDENTITY_SECRET": settings.identity_secret,
        "ENGINE_PORT": settings.engine_url.rpartition(":")[2],
        "ENGINE_ACTIONS_URL": f"{settings.actions_url}/webhook",
    }


def _free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise BadInput(
                f"Port {port} is already in use. Stop what uses it, or set PORT to another, such as {port + 1}."
            ) from fault


def _load_demo(desk: Desk) -> None:
    if not desk.accounts.all() or desk.accounts.is_demo():
        load_demo(desk.accounts, desk.clock)


def _announce(settings: Settings, tuning: BackgroundTuning) -> None:
    """Say where the desk is once it is ready, and let it learn from then on."""
    home = f"http://{'127.0.0.1' if settings.host == '0.0.0.0' else settings.host}:{settings.port}"  # noqa: S104
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        try:
            if requests.get(f"{home}/readyz", timeout=5).status_code == 200:
                break
        except requests.RequestException:
            pass
        time.sleep(0.25)
    else:
        _say("Not every part is ready yet; the lines above say why. The help page is up all the same.")
    _say(f"Help page  {home}/")
    _say(f"Console    {home}/agent")
    _say(f"API        {home}/api/openapi.json")
    if settings.tune:
        tuning.run()


def _say(line: str) -> None:
    click.echo(line)
    sys.stdout.flush()
