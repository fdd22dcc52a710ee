"""A small project of its own, trained once, and a real engine on a free port with an action server we control."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

ROOT = Path(__file__).resolve().parents[2]
PYTHON = ROOT / "engine" / ".venv" / "bin" / "python"
SECRET = "the gateway's secret"
START = 120  # seconds a start may take on a busy machine

EXAMPLES = {
    "greet": "hello / hi there / good morning / hey / hello everyone / good evening to you",
    "thank": "thank you / thanks a lot / many thanks / cheers for that / thank you very much / much appreciated",
    "affirm": "yes / yes please / go ahead / that is right / sure, do it / sounds good",
    "upgrade_plan": "we need a bigger plan / move us up to 60k / more messages a month please / our list outgrew the plan"
    " / raise our monthly volume / upgrade us",
    "cancel_plan": "close our account / end the service for good / we are leaving you / cancel the plan / shut the account"
    " / terminate our subscription",
    "out_of_scope": "what is the weather / tell me a joke / fix my printer / who won the match / write a poem"
    " / order a pizza",
}


def write_project(root: Path) -> Path:
    """Write a project of six intents that uses the real config.yml, endpoints.yml and credentials.yml."""
    (root / "data").mkdir(parents=True)
    for name in ("config.yml", "endpoints.yml", "credentials.yml"):
        shutil.copy(ROOT / name, root / name)
    nlu = [
        {"intent": intent, "examples": "".join(f"- {one.strip()}\n" for one in lines.split("/"))}
        for intent, lines in EXAMPLES.items()
    ]
    spoken = [*EXAMPLES, "nlu_fallback"]
    answers = {intent: f"utter_{intent}" for intent in spoken} | {"upgrade_plan": "action_upgrade"}
    rules = [
        {"rule": f"answer {intent}", "steps": [{"intent": intent}, {"action": answers[intent]}]}
        for intent in spoken
    ]
    slot = {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}
    domain = {
        "version": "3.1",
        "session_config": {"session_expiration_time": 0, "carry_over_slots_to_new_session": False},
        "intents": spoken,
        "entities": ["plan_volume", "volume", "amount", "date", "duration", "ticket", "domain", "email"],
        "slots": {"plan_to": slot},
        "actions": ["action_upgrade", "action_not_understood"],
        "responses": {f"utter_{intent}": [{"text": f"Heard {intent}."}] for intent in spoken},
    }
    _dump(root / "data" / "nlu.yml", {"version": "3.1", "nlu": nlu})
    _dump(root / "data" / "rules.yml", {"version": "3.1", "rules": rules})
    _dump(root / "domain.yml", domain)
    return root


def _dump(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def run_module(module: str, project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a module of the engine on a project, to its end."""
    return _run("-m", module, *arguments, project=project)


def run_script(script: Path, project: Path) -> subprocess.CompletedProcess[str]:
    """Run a script with the engine's Python on a project, to its end."""
    return _run(str(script), project=project)


def _run(*arguments: str, project: Path) -> subprocess.CompletedProcess[str]:
    variables = os.environ | {"PLANDESK_ROOT": str(project), "PLANDESK_CACHE": str(ROOT / "var" / "cache")}
    return subprocess.run(
        [PYTHON, *arguments], env=variables, capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with a model, trained once for all tests; tests that change it copy it first."""
    if not PYTHON.exists():
        pytest.skip("the engine's environment is missing: run `make engine`")
    project = write_project(tmp_path_factory.mktemp("engine") / "project")
    done = run_module("plandesk_engine.train", project)
    assert done.returncode == 0, done.stderr
    return project


class ActionServer:
    """An action server that does what `answer` says: (status, body) for a request, after `delay` seconds."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.secrets: list[str | None] = []
        self.works()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outer.secrets.append(self.headers.get("authorization"))
                outer.asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
                outer.released.wait(30)
                status, body = outer.answer
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/webhook"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def works(self) -> None:
        """Answer as a good action does: it sets a slot and says something with data."""
        event = {"event": "slot", "name": "plan_to", "value": 60000, "timestamp": None}
        said = {"text": "Here is the quote.", "custom": {"quote": {"amount": "66.00"}}}
        self.answers(200, {"events": [event], "responses": [said]})
        self.released = threading.Event()
        self.released.set()

    def answers(self, status: int, body: object) -> None:
        """Answer every request so; text goes out as it is, anything else as JSON."""
        self.answer = (status, body.encode() if isinstance(body, str) else json.dumps(body).encode())

    def close(self) -> None:
        """Stop listening."""
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


@dataclass
class Engine:
    """A running engine and what its gateway would do with it."""

    url: str
    process: subprocess.Popen[bytes]
    project: Path
    actions: ActionServer
    log: Path
    session: requests.Session = field(default_factory=requests.Session)

    def post(self, path: str, body: object, secret: str | None = SECRET) -> requests.Response:
        """Send a body to the channel, as the gateway or as somebody else."""
        headers = {} if secret is None else {"Authorization": f"Bearer {secret}"}
        return self.session.post(f"{self.url}/{path}", data=_body(body), headers=headers, timeout=60)

    def turn(self, text: str, conversation: str = "c-1", **more: object) -> requests.Response:
        """Send one message of a customer."""
        return self.post("turn", {"conversation": conversation, "text": text, **more})

    def stored(self) -> list[tuple[Any, ...]]:
        """Return every row of the conversations' table."""
        with closing(sqlite3.connect(self.project / "var" / "engine.db")) as database:
            return database.execute("select * from events order by id").fetchall()


def _body(body: object) -> bytes:
    return body if isinstance(body, bytes) else json.dumps(body).encode()


def until(condition: Callable[[], bool], what: str, seconds: float = START) -> None:
    """Wait until the condition holds; fail naming it when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds} s for {what}"
        threading.Event().wait(0.05)


@contextmanager
def running(project: Path, **environment: str) -> Iterator[Engine]:
    """Start an engine on the project and stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    actions, log = ActionServer(), project / "engine.log"
    variables = {
        "PLANDESK_ROOT": str(project),
        "ENGINE_PORT": str(port),
        "ENGINE_SECRET": SECRET,
        "ENGINE_ACTIONS_URL": actions.url,
        "ACTIONS_SECRET": "the actions' secret",
        "ENGINE_ACTION_TIMEOUT": "1",
    }
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "ENGINE_DB_URL")
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [PYTHON, "-m", "plandesk_engine.serve"],
            env=inherited | variables | environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    engine = Engine(f"http://127.0.0.1:{port}/webhooks/desk", process, project, actions, log)
    try:
        until(lambda: _answers(engine), "the engine to answer")
        yield engine
    finally:
        process.terminate()
        process.wait(60)
        actions.close()


def _answers(engine: Engine) -> bool:
    assert engine.process.poll() is None, engine.log.read_text()
    try:
        return requests.get(f"{engine.url}/ready", timeout=5).status_code in (200, 503)
    except requests.RequestException:
        return False


@pytest.fixture(scope="session")
def shared_engine(trained: Path) -> Iterator[Engine]:
    """One engine for all tests that leave it as it was."""
    with running(trained) as engine:
        yield engine


@pytest.fixture
def engine(shared_engine: Engine) -> Engine:
    """The shared engine, with an action server that works."""
    shared_engine.actions.works()
    return shared_engine
