"""`plandesk agents`: who may sign in, from the terminal or a script."""

import io
import json

import click
import pytest

from cli.agents import _password
from cli.main import main
from desk.agents import SignInRefused
from desk.wiring import Settings, build


@pytest.fixture(autouse=True)
def desk_of_its_own(tmp_path, monkeypatch):
    """A database of its own."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")
    for name in ("IDENTITY_SECRET", "ENGINE_SECRET", "ACTIONS_SECRET"):
        monkeypatch.setenv(name, "a-secret-that-is-long-enough")


@pytest.fixture
def run(capsys, monkeypatch):
    """Run a command with a pipe's content; return its exit code, its output and what it said on stderr."""

    def typed(*arguments, pipe=""):
        monkeypatch.setattr("sys.stdin", io.StringIO(pipe))
        with pytest.raises(SystemExit) as ended:
            main(list(arguments))
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return typed


@pytest.fixture
def sign_in():
    """Sign in as a browser would; return the agent."""

    def signed_in(email, password):
        desk = build(Settings.from_env())
        try:
            return desk.agents.sign_in(email, password)[1]
        finally:
            desk.close()

    return signed_in


def test_a_made_password_lets_an_agent_in(run, sign_in):
    """It is shown once, in words or JSON."""
    code, out, _ = run("agents", "add", "Ann Lee", "Ann@c.example", "--role", "lead", "--generate", "--json")
    made = json.loads(out)
    assert (code, made["email"], made["role"]) == (0, "ann@c.example", "lead")
    assert sign_in("ann@c.example", made["password"]).name == "Ann Lee"
    assert "password" not in run("agents", "list", "--json")[1]
    assert "shown this once only" in run("agents", "password", "ann@c.example", "--generate")[1]


def test_a_password_from_a_pipe_is_one_line(run, sign_in):
    """As a script gives it; it is not printed."""
    code, out, _ = run("agents", "add", "Ann", "ann@c.example", pipe="a long enough password\nmore")
    assert code == 0
    assert "a long enough" not in out
    assert sign_in("ann@c.example", "a long enough password").role == "agent"


def test_a_typed_password_is_asked_for_twice(monkeypatch):
    """Without showing it."""
    asked = {}

    def prompt(text, **how):
        asked.update(how)
        return "typed twice the same"

    monkeypatch.setattr(click, "prompt", prompt)

    class Terminal(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.setattr("cli.agents.sys.stdin", Terminal())
    assert _password(generate=False) == "typed twice the same"
    assert asked["hide_input"] is True
    assert asked["confirmation_prompt"]


def test_a_disabled_agent_cannot_sign_in_until_enabled(run, sign_in):
    """And the list says who may."""
    run("agents", "add", "Ann", "ann@c.example", pipe="a long enough password")
    assert "can sign in no more" in run("agents", "disable", "ANN@c.example")[1]
    with pytest.raises(SignInRefused):
        sign_in("ann@c.example", "a long enough password")
    assert json.loads(run("agents", "list", "--json")[1])[0]["disabled"] is True
    assert run("agents", "enable", "ann@c.example")[0] == 0
    assert sign_in("ann@c.example", "a long enough password")


@pytest.mark.parametrize(
    ("typed", "pipe", "said"),
    [
        pytest.param(["add", "Ann", "ann", "--generate"], "", "'ann' is no e-mail address", id="no address"),
        pytest.param(["add", "Ann", "a@c.example"], "short\n", "has 5 characters", id="short password"),
        pytest.param(["add", "Ann", "a@c.example"], "", "No password was given", id="no password"),
        pytest.param(["add", "Ann", "a@c.example", "--role", "boss"], "", "'boss'", id="no such role"),
        pytest.param(
            ["password", "bob@c.example", "--generate"], "", "No agent is called 'bob@", id="nobody"
        ),
        pytest.param(["disable", "bob@c.example"], "", "No agent is called 'bob@c.example'", id="disable"),
        pytest.param(
            ["add", "Ann", "a@c.example", "--generate", "--no-password"], "", "not both", id="both ways"
        ),
    ],
)
def test_bad_input_is_one_sentence(run, typed, pipe, said):
    """Exit 2, and nobody is made."""
    code, _, err = run("agents", *typed, pipe=pipe)
    assert (code, said in err, len(err.splitlines())) == (2, True, 1)
    assert "no agents yet" in run("agents", "list")[1]


def test_the_same_address_twice_is_refused(run):
    """Exit 2 with the address."""
    run("agents", "add", "Ann", "ann@c.example", "--generate")
    code, _, err = run("agents", "add", "Bob", "ANN@c.example", "--generate")
    assert (code, "ann@c.example is an agent already" in err) == (2, True)


@pytest.mark.parametrize("command", ["add", "list", "password", "disable", "enable"])
def test_help_has_an_example(run, command):
    """Every command shows how it is typed."""
    code, out, _ = run("agents", command, "--help")
    assert (code, f"plandesk agents {command}" in out) == (0, True)
