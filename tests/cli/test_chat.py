"""`plandesk chat`: the conversation of the help page, in a terminal."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
import uvicorn

from cli.chat_lines import plain
from desk.chat import Chat
from desk.demo import load_demo
from desk.engine import Said
from desk.wiring import Settings, build
from gateway.app import create_app
from tests.cli.test_accounts import desk_of_its_own, run
from tests.desk.scripted_engine import ScriptedEngine
from tests.stack import awaited, free_port

__all__ = ["desk_of_its_own", "run"]

QUOTE = {
    "rule": "spike_protection",
    "amount": "25.00",
    "currency": "USD",
    "clauses": ["S1", "S4"],
    "lines": [{"label": "Average overage", "amount": "5.00"}, {"label": "Allowance", "amount": "20.00"}],
}


def answer(text, choice):
    """Quote first; file when the button was pressed."""
    if choice is not None:
        return [Said("Filed.", ticket={"ref": "PD-1001", "number": None, "status": "received"})]
    if text == "claim":
        buttons = (("Yes, file it", {"intent": "affirm"}), ("No", {"intent": "deny"}))
        return [Said("It comes down to 25.00.", choices=buttons, quote=QUOTE)]
    return [Said(f"You said: {text}")]


@pytest.fixture
def engine() -> ScriptedEngine:
    """An engine that quotes and files."""
    return ScriptedEngine(answer)


@pytest.fixture
def home(desk_of_its_own, monkeypatch, engine) -> Iterator[str]:
    """The address of a gateway that runs in this process, where the settings say it is."""
    port = free_port()
    monkeypatch.setenv("PORT", str(port))
    monkeypatch.setenv("IDENTITY_SECRET", "identity-secret-for-the-tests-only")
    built = build(Settings.from_env())
    chat = Chat(built.conversations, engine, built.clock, built.phrases, built.handoffs)
    desk = replace(built, engine=engine, chat=chat)
    load_demo(desk.accounts, desk.clock)
    server = uvicorn.Server(uvicorn.Config(create_app(desk), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    awaited(lambda: server.started)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(20)
    desk.close()


@pytest.fixture
def talk(home, run, monkeypatch):
    """Type lines into `plandesk chat` with these options; return its exit code, output and stderr."""

    def typed(*lines: str, options: tuple[str, ...] = ()):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("\n".join(lines).encode())))
        return run("chat", *options)

    return typed


def test_a_customer_claims_and_gets_a_receipt(talk, engine):
    """The quote is a table whose lines and sum are shown, a button is its number, the receipt has the reference."""
    code, out, err = talk("claim", "1", options=("--as", "harbor"))
    assert (code, err) == (0, "")
    for shown in (
        "Hello Harbor Books",
        "Average overage",
        "5.00",
        "Total (S1, S4)",
        "25.00",
        "1. Yes, file it",
    ):
        assert shown in out
    assert "Request PD-1001: received" in out
    assert engine.asked[0][0].account == "harbor"
    assert engine.asked[1][2] == {"intent": "affirm"}


def test_without_an_account_one_is_a_visitor(talk, engine):
    """Nobody is signed in unless asked for."""
    code, out, _ = talk("hello")
    assert code == 0
    assert "desk: You said: hello" in out
    assert engine.asked[0][0].account is None


@pytest.mark.parametrize("number", ["0", "3", "45", "１"], ids=str)
def test_a_number_that_is_no_button_is_said(talk, engine, number):
    """ "45" is a plan and not the forty-fifth button."""
    talk("claim", number)
    assert engine.texts[-1] == number


def test_yesterdays_buttons_have_no_numbers(talk, engine):
    """A number means the buttons just shown; after another answer it is only a number."""
    talk("claim", "hello", "1")
    assert engine.texts[-1] == "1"


@pytest.mark.parametrize("end", ["", "quit", "EXIT", ":q"], ids=repr)
def test_it_ends_when_told_to(talk, engine, end):
    """An empty line or a word ends it, and what comes after is not said."""
    code, _, err = talk("hello", end, "not said")
    assert (code, err) == (0, "")
    assert engine.texts == ["hello"]


def test_every_message_can_be_had_as_json(talk):
    """One line a message, in the shape of the API; nothing else on stdout."""
    code, out, _ = talk("claim", "1", options=("--json",))
    messages = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [message["from"] for message in messages] == ["bot", "bot", "bot"]
    assert messages[1]["quote"]["amount"] == "25.00"
    assert messages[2]["ticket"]["ref"] == "PD-1001"


def test_a_message_that_is_refused_is_said_and_the_talk_goes_on(talk, engine):
    """A message that is too long has its sentence; the next one is answered."""
    code, out, err = talk("a" * 3000, "hello")
    assert code == 0
    assert "the limit is 2,000" in err
    assert "You said: hello" in out


def test_an_unknown_account_is_bad_input(talk):
    """Exit 2 and a sentence with the account in it."""
    code, _, err = talk("hello", options=("--as", "nobody"))
    assert code == 2
    assert "'nobody'" in err and err.count("\n") == 1


def test_another_secret_than_the_desks_is_said(talk, monkeypatch):
    """Settings that are not those of the running desk cannot sign anybody in."""
    monkeypatch.setenv("IDENTITY_SECRET", "another-secret-that-is-long-enough-too")
    code, _, err = talk("hello", options=("--as", "harbor"))
    assert code == 2
    assert "signature is wrong" in err


def test_nothing_running_is_one_plain_sentence(run, desk_of_its_own, monkeypatch):
    """Exit 1, what was tried, and what to type."""
    monkeypatch.setenv("PORT", str(free_port()))
    code, out, err = run("chat")
    assert (code, out) == (1, "")
    assert "plandesk serve" in err and err.count("\n") == 1


@pytest.mark.parametrize("url", ["nonsense", "http://", "http://127.0.0.1:1", "ftp://127.0.0.1"], ids=str)
def test_an_address_without_a_desk_is_one_plain_sentence(run, desk_of_its_own, url):
    """Whatever is given as --url, there is no traceback."""
    code, _, err = run("chat", "--url", url)
    assert code == 1
    assert url in err and err.count("\n") == 1


def test_help_has_an_example(run):
    """The first thing to type is in the help."""
    code, out, _ = run("chat", "--help")
    assert code == 0
    assert "plandesk chat --as harbor" in out


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("\x1b[2Jgone", "\ufffd[2Jgone", id="an escape sequence"),
        pytest.param("a\rb", "a\ufffdb", id="a carriage return"),
        pytest.param("a\u202eb", "a\ufffdb", id="right-to-left override"),
        pytest.param("two\nlines", "two\nlines", id="a line end stays"),
        pytest.param("[bold]x[/bold]", "[bold]x[/bold]", id="markup stays text"),
    ],
)
def test_no_text_steers_the_terminal(text, shown):
    """What somebody wrote is shown, never obeyed."""
    assert plain(text) == shown
