"""The desk as it really runs: engine, actions and gateway as processes of their own, on free ports and a fresh database."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

ROOT = Path(__file__).resolve().parent.parent
PYTHON = ROOT / ".venv" / "bin" / "python"
ENGINE_PYTHON = ROOT / "engine" / ".venv" / "bin" / "python"
COMMANDS = {
    "engine": [str(ENGINE_PYTHON), "-m", "plandesk_engine.serve"],
    "actions": [str(PYTHON), "-m", "actions.server"],
    "gateway": [str(PYTHON), "-m", "gateway.server"],
}
READY_SECONDS = 120.0


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def awaited(condition: Any, seconds: float = 30.0, what: str = "the condition") -> Any:
    """Return the first true value of `condition()`, or fail after `seconds`."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.02)
    raise AssertionError(f"{what} did not come about within {seconds:.0f} s")


@dataclass
class Stack:
    """A running desk. `stop(part)` and `start(part)` take one process away and bring it back."""

    folder: Path
    environ: dict[str, str]
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @property
    def home(self) -> str:
        """Return the gateway's address."""
        return f"http://127.0.0.1:{self.environ['PORT']}"

    def start(self, part: str) -> None:
        """Start one process."""
        log = (self.folder / f"{part}.log").open("ab")
        environ = os.environ | self.environ
        self.processes[part] = subprocess.Popen(COMMANDS[part], cwd=ROOT, env=environ, stdout=log, stderr=log)

    def stop(self, part: str, *, kill: bool = False) -> None:
        """End one process and wait until it is gone."""
        process = self.processes.pop(part)
        process.kill() if kill else process.terminate()
        process.wait(40)

    @contextmanager
    def without(self, part: str, *, kill: bool = False) -> Iterator[None]:
        """Take one process away for a while; it is back and ready afterwards."""
        self.stop(part, kill=kill)
        try:
            yield
        finally:
            self.start(part)
            self.wait()

    @contextmanager
    def frozen(self, part: str) -> Iterator[None]:
        """Let one process stand still for a while, as one that hangs: it takes connections and answers nothing."""
        process = self.processes[part]
        process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            process.send_signal(signal.SIGCONT)

    def wait(self) -> None:
        """Return when every part is ready."""
        awaited(self.is_ready, READY_SECONDS, f"a ready desk (logs in {self.folder})")

    def is_ready(self) -> bool:
        """Return whether every part says it is ready."""
        try:
            return requests.get(f"{self.home}/readyz", timeout=5).status_code == 200
        except requests.RequestException:
            return False

    def close(self) -> None:
        """End everything."""
        for part in list(self.processes):
            self.stop(part)

    def customer(self, account: str | None) -> Customer:
        """Return someone who has just opened the help page, signed in as a demo account or not at all."""
        identity = None
        if account:
            identity = self.post("/api/chat/demo-token", {"account": account})["identity"]
        return Customer(self, self.post("/api/chat/sessions", {"identity": identity})["session"])

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None) -> Any:
        """Post JSON and return the JSON of a good answer."""
        answer = requests.post(f"{self.home}{path}", json=body, headers=headers, timeout=60)
        assert answer.ok, answer.text
        return answer.json()


@dataclass
class Customer:
    """A customer at the help page, over the HTTP API."""

    stack: Stack
    session: str
    last: list[dict[str, Any]] = field(default_factory=list)

    @property
    def headers(self) -> dict[str, str]:
        """Return the bearer header of this session."""
        return {"Authorization": f"Bearer {self.session}"}

    def says(self, text: str) -> str:
        """Say something and return all that followed as one text."""
        return self._send({"text": text})

    def presses(self, title: str) -> str:
        """Press the button of this title and return what followed."""
        offered = {choice["title"]: choice["id"] for message in self.last for choice in message["choices"]}
        assert title in offered, f"no button {title!r} among {sorted(offered)}"
        return self._send({"choice": offered[title]})

    @property
    def quote(self) -> dict[str, Any]:
        """Return the last quote shown."""
        return [message["quote"] for message in self.last if message["quote"]][-1]

    @property
    def ticket(self) -> dict[str, Any] | None:
        """Return the last ticket shown, or None."""
        return next((message["ticket"] for message in reversed(self.last) if message["ticket"]), None)

    def history(self, after: int = 0) -> list[dict[str, Any]]:
        """Return the transcript as the server keeps it."""
        answer = requests.get(
            f"{self.stack.home}/api/chat/messages", params={"after": after}, headers=self.headers, timeout=30
        )
        return answer.json()["messages"]

    def _send(self, what: dict[str, str]) -> str:
        body = {"client_msg_id": uuid.uuid4().hex, **what}
        self.last = self.stack.post("/api/chat/messages", body, self.headers)["messages"]
        return "\n".join(message["text"] for message in self.last)


def started(**extra: str) -> Stack:
    """Return a running desk on free ports with the demo accounts loaded."""
    folder = Path(tempfile.mkdtemp(prefix="plandesk-test-"))
    port, engine, actions = free_port(), free_port(), free_port()
    environ = {
        "PORT": str(port),
        "ENGINE_URL": f"http://127.0.0.1:{engine}",
        "ENGINE_PORT": str(engine),
        "ACTIONS_URL": f"http://127.0.0.1:{actions}",
        "ENGINE_ACTIONS_URL": f"http://127.0.0.1:{actions}/webhook",
        "DATABASE_URL": f"sqlite:///{folder}/desk.db",
        "ENGINE_DB_URL": f"sqlite:///{folder}/engine.db",
        "IDENTITY_SECRET": "identity-secret-for-the-tests-only",
        "ENGINE_SECRET": "engine-secret-for-the-tests-only",
        "ACTIONS_SECRET": "actions-secret-for-the-tests-only",
        **extra,
    }
    load = (
        "from desk.wiring import *; from desk.demo import load_demo; "
        "d = build(Settings.from_env()); load_demo(d.accounts, d.clock)"
    )
    subprocess.run([str(PYTHON), "-c", load], cwd=ROOT, env=os.environ | environ, check=True, timeout=60)
    stack = Stack(folder, environ)
    for part in COMMANDS:
        stack.start(part)
    try:
        stack.wait()
    except BaseException:
        stack.close()
        raise
    return stack
