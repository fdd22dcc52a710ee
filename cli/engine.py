"""Runs a module of the engine in the engine's own environment; Rasa needs libraries the rest of the desk has left behind."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from cli.main import BadInput

ROOT = Path(__file__).resolve().parents[1]
ENGINE = ROOT / "engine"


def engine_python() -> Path:
    """Return the engine's Python, or say how to get it."""
    python = Path(os.environ.get("PLANDESK_ENGINE_PYTHON") or ENGINE / ".venv" / "bin" / "python")
    if not python.exists():
        raise BadInput(f"The engine's environment is missing ({python}). Run `make engine` first.")
    return python


def run_engine(module: str, *arguments: str) -> int:
    """Run a module of the engine to its end and return its exit code."""
    environment = os.environ | {"PYTHONWARNINGS": "ignore", "PYTHONPATH": str(ENGINE)}
    command = [str(engine_python()), "-m", module, *arguments]
    return subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
