"""The tuning that runs beside a desk that serves: once, at the lowest priority, and never longer than the desk."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

from cli.processes import Print

COMMAND = ("engine/.venv/bin/python", "-m", "plandesk_engine.tune", "--background")
GRACE_SECONDS = 10.0


class BackgroundTuning:
    """Tunes the encoder if that was not done for the present examples; the engine takes the model over by itself."""

    def __init__(
        self, cwd: Path, environ: Mapping[str, str], say: Print, command: Sequence[str] = COMMAND
    ) -> None:
        self._cwd, self._environ, self._say, self._command = cwd, dict(environ), say, list(command)
        self._starting = threading.Lock()
        self._stopping = False
        self._running: subprocess.Popen[str] | None = None

    def run(self) -> None:
        """Start it and tell what it says until it ends. It is not started a second time, whatever becomes of it."""
        with self._starting:
            if self._stopping or self._running is not None:
                return
            try:
                self._running = self._started()
            except OSError as fault:
                self._say(f"The tuning cannot be started: {fault.strerror}. The desk serves on without it.")
                return
        for line in self._running.stdout or ():
            self._say(f"tuning  | {line.rstrip()}")
        code = self._running.wait()
        if code < 0 and not self._stopping:
            self._say(
                f"The tuning ended with signal {signal.Signals(-code).name}; the desk serves on without it."
            )

    def stop(self) -> None:
        """End it, and wait until it has; what it had not finished leaves nothing behind."""
        with self._starting:
            self._stopping = True
        if self._running is None:
            return
        self._running.terminate()
        try:
            self._running.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._running.kill()
            self._running.wait()

    def _started(self) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - our own command
            self._command,
            cwd=self._cwd,
            env=self._environ | {"PYTHONUNBUFFERED": "1", "PYTHONWARNINGS": "ignore"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0 if os.name == "posix" else None,
        )
