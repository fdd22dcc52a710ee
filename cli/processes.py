"""The desk's processes, as the Procfile names them: started together, restarted when one dies, ended together."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

GRACE_SECONDS = 35.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
SETTLED_SECONDS = 60.0

Print = Callable[[str], None]


@dataclass
class Process:
    """One line of the Procfile and the process that runs it at the moment."""

    name: str
    command: list[str]
    pause: float = FIRST_PAUSE
    running: subprocess.Popen[str] | None = field(default=None, repr=False)


def read_procfile(path: Path) -> list[Process]:
    """Return the processes of a Procfile in its order."""
    lines = (line.partition("#")[0].strip() for line in path.read_text(encoding="utf-8").splitlines())
    named = (line.partition(":") for line in lines if line)
    return [Process(name.strip(), shlex.split(command)) for name, _, command in named]


class Supervisor:
    """Runs processes until told to stop; one that dies is started again after a growing pause."""

    def __init__(self, processes: list[Process], cwd: Path, environ: Mapping[str, str], say: Print) -> None:
        self._processes, self._cwd, self._environ, self._say = processes, cwd, dict(environ), say
        self._stopping = threading.Event()
        self._starting = threading.Lock()
        self.threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start every process, each with a thread that watches it."""
        for process in self._processes:
            thread = threading.Thread(target=self._keep, args=(process,), name=process.name, daemon=True)
            thread.start()
            self.threads.append(thread)

    def stop(self) -> None:
        """Ask every process to end and wait; one that does not within its grace is killed."""
        with self._starting:
            self._stopping.set()
        for process in self._processes:
            if process.running is not None and process.running.poll() is None:
                process.running.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for process in self._processes:
            if process.running is None:
                continue
            try:
                process.running.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self._say(f"{process.name} did not end in time and was killed.")
                process.running.kill()

    def wait(self) -> None:
        """Return when `stop` was called, from a signal's handler for example."""
        while not self._stopping.wait(0.5):
            pass

    def request_stop(self, *_: object) -> None:
        """Let `wait` return; safe as a signal handler."""
        self._stopping.set()

    def _keep(self, process: Process) -> None:
        while not self._stopping.is_set():
            began = time.monotonic()
            ending = self._run(process)
            if self._stopping.is_set():
                return
            if time.monotonic() - began > SETTLED_SECONDS:
                process.pause = FIRST_PAUSE
            self._say(f"{process.name} {ending}; starting it again in {process.pause:.0f} s.")
            self._stopping.wait(process.pause)
            process.pause = min(process.pause * 2, LONGEST_PAUSE)

    def _run(self, process: Process) -> str:
        """Run the process to its end, and return how it ended."""
        try:
            with self._starting:
                if self._stopping.is_set():
                    return "was not started"
                running = process.running = self._started(process)
        except OSError as fault:
            return f"cannot be started: {fault.strerror}"
        if running.stdout is not None:
            for line in running.stdout:
                self._say(f"{process.name:8}| {line.rstrip()}")
        code = running.wait()
        return (
            f"ended with signal {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"
        )

    def _started(self, process: Process) -> subprocess.Popen[str]:
        return subprocess.Popen(  # noqa: S603 - the command is the Procfile's
            process.command,
            cwd=self._cwd,
            env=self._environ | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            process_group=0 if os.name == "posix" else None,
        )
