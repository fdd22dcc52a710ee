"""docs/agents.md is true: its commands run in the order shown, its calls are the gateway's, its figures the code's."""

from __future__ import annotations

import io
import re
import shlex

import pytest
from fastapi.routing import APIRoute, APIWebSocketRoute

from cli.main import main
from desk.agents import IDLE, LIFE, LONGEST_PASSWORD, SHORTEST_PASSWORD
from desk.wiring import ROOT
from gateway import agent_sign_in
from gateway.agent_session import PREFIX
from gateway.app import AGENTS

PAGE = (ROOT / "docs" / "agents.md").read_text("utf-8")
COMMANDS = [line.split("  #")[0] for line in PAGE.splitlines() if line.startswith("plandesk ")]
BY_CALLBACK = {f"{PREFIX}/sign-on", f"{PREFIX}/sign-on/back"}


def test_the_commands_run_in_the_order_shown(tmp_path, monkeypatch, capsys):
    """Each ends well on a desk of its own."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")
    for name in ("IDENTITY_SECRET", "ENGINE_SECRET", "ACTIONS_SECRET"):
        monkeypatch.setenv(name, "a-secret-that-is-long-enough")
    assert len(COMMANDS) == 6
    for command in COMMANDS:
        monkeypatch.setattr("sys.stdin", io.StringIO("a long enough password\n"))
        with pytest.raises(SystemExit) as ended:
            main(shlex.split(command)[1:])
        assert ended.value.code == 0, (command, capsys.readouterr().err)


def test_every_call_is_on_the_page():
    """And no other is, but for the two that only browsers on their way make."""
    routes = [route for router in AGENTS for route in router.routes]
    paths = {route.path for route in routes if isinstance(route, APIRoute | APIWebSocketRoute)}
    table = PAGE[PAGE.index("| call | does |") :]
    shown = re.findall(r"(?:(?:GET|POST|WS) )?(/[a-z-]+(?:/\{id\})?|…/[a-z]+)(?=[`? ])", table)
    known = {
        f"{PREFIX}/conversations/{{id}}{path[1:]}" if path.startswith("…") else f"{PREFIX}{path}"
        for path in shown
    }
    assert known == {path.replace("{conversation}", "{id}") for path in paths} - BY_CALLBACK


def test_the_limits_are_those_of_the_code():
    """Hours, characters and attempts."""
    assert f"{SHORTEST_PASSWORD} to {LONGEST_PASSWORD} characters" in PAGE
    assert f"after {IDLE.total_seconds() / 3600:.0f} hours in which" in PAGE
    assert f"after {LIFE.total_seconds() / 3600:.0f} hours whatever" in PAGE
    assert (agent_sign_in.AN_EMAIL_AT_ONCE, agent_sign_in.AN_ADDRESS_AT_ONCE) == (8, 20)
    assert (agent_sign_in.AN_EMAIL_A_MINUTE, agent_sign_in.AN_ADDRESS_A_MINUTE) == (2, 10)
    assert "Eight wrong passwords for one e-mail address, or twenty from one machine" in PAGE
    assert "(two, and ten, a minute)" in PAGE


def test_every_key_is_on_the_page():
    """And no other is; Esc is the browser's own."""
    keys = (ROOT / "gateway" / "web" / "src" / "agent" / "keys.ts").read_text("utf-8")
    known = set(re.findall(r'^  "?([A-Za-z?]+)"?: \["', keys, re.MULTILINE))
    table = PAGE[PAGE.index("| key | does |") : PAGE.index("On a tablet")]
    cells = [line.split("|")[1] for line in table.splitlines()[2:] if line.startswith("|")]
    assert set(re.findall(r"`([^`]+)`", " ".join(cells))) - {"Esc"} == known
    assert {"j", "?", "Enter"} <= known


def test_the_pictures_are_there():
    """Every picture the page shows is beside it."""
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", PAGE)
    assert len(shown) == 3
    for picture in shown:
        assert (ROOT / "docs" / picture).read_bytes().startswith(b"\x89PNG")
