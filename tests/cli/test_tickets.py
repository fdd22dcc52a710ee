"""`plandesk tickets`: what is stuck, why, and the way to try again."""

import json

import pytest

from desk.adapters.memory import MemoryTickets
from desk.clock import SystemClock
from desk.delivery import deliver_due
from desk.tickets import TicketSetupWrong
from desk.wiring import Settings, build
from tests.cli.test_accounts import desk_of_its_own, run
from tests.desk.desk_fixtures import new_request

__all__ = ["desk_of_its_own", "run"]


class Locked(MemoryTickets):
    """A system that takes nothing from us."""

    def find(self, key):
        raise TicketSetupWrong("The ticket system refuses our key (401). Make a new one and set it.")


@pytest.fixture
def desk():
    """The desk that the commands will open."""
    opened = build(Settings.from_env())
    yield opened
    opened.close()


@pytest.fixture
def stuck(desk):
    """A request that a person must look at."""
    ref = desk.requests.file(new_request()).ref
    deliver_due(desk.outbox, Locked(), SystemClock().now)
    return ref


def test_nothing_waiting_is_said(run, desk):
    """An empty list is good news in words, and [] for a program."""
    assert "Nothing is waiting" in run("tickets")[1]
    assert json.loads(run("tickets", "list", "--json")[1]) == []


def test_what_is_stuck_says_why(run, stuck):
    """In words, with its reference."""
    code, out, _ = run("tickets", "list", "--json")
    (row,) = json.loads(out)
    assert code == 0
    assert (row["ref"], row["state"], row["failure"]) == (stuck, "held", "config")
    assert "refuses our key" in row["failure_words"]
    assert stuck in run("tickets")[1]


def test_show_has_the_request_and_its_delivery(run, stuck):
    """However the reference is typed."""
    code, out, _ = run("tickets", "show", "pd 1001", "--json")
    shown = json.loads(out)
    assert (code, shown["ref"], shown["status_words"]) == (0, stuck, "received")
    assert shown["delivery"][0]["state"] == "held"
    assert "My bill is far too high." in run("tickets", "show", stuck)[1]


def test_retry_makes_it_due_again(run, stuck, desk):
    """The desk takes it up when it next looks."""
    assert run("tickets", "retry", stuck)[0] == 0
    assert deliver_due(desk.outbox, desk.tickets, SystemClock().now).settled == 1
    assert desk.requests.by_ref(stuck, "harbor").ticket_number == "T-1"


def test_retry_now_delivers(run, stuck):
    """Without a running desk."""
    code, out, _ = run("tickets", "retry", "--all", "--now", "--json")
    assert (code, json.loads(out)) == (0, {"retried": 1, "delivered": 1})
    assert json.loads(run("tickets", "list", "--all", "--json")[1])[0]["ticket_number"] == "T-1"


def test_retrying_what_is_not_stuck_is_a_no(run, desk):
    """Exit 1, and the reason."""
    ref = desk.requests.file(new_request()).ref
    code, _, err = run("tickets", "retry", ref)
    assert (code, err) == (1, f"Nothing of {ref} is stuck.\n")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(("show", "PD-9999"), id="show an unknown reference"),
        pytest.param(("show", "harbor"), id="show what is no reference"),
        pytest.param(("retry", "PD-9999"), id="retry an unknown reference"),
        pytest.param(("retry",), id="retry nothing"),
        pytest.param(("retry", "PD-1001", "--all"), id="retry one and all"),
    ],
)
def test_bad_input_is_one_sentence(run, typed):
    """Exit 2, and what to type instead."""
    code, _, err = run("tickets", *typed)
    assert (code, len(err.splitlines()), "PD-1001" in err) == (2, 1, True)


@pytest.mark.parametrize("command", ["list", "show", "retry"])
def test_help_has_an_example(run, command):
    """Every command shows how it is typed."""
    code, out, _ = run("tickets", command, "--help")
    assert code == 0
    assert f"plandesk tickets {command}" in out
