"""Every conversation in this folder, held over HTTP with the real engine, actions and gateway.

A file is named as the sentence it proves. No line a customer says in one is a training example.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from desk.adapters.sql.database import Database
from desk.adapters.sql.requests import SqlRequests
from desk.clock import SystemClock
from tests.stack import ROOT, Customer, Stack, started

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.yml"))
LONG_ENOUGH_TO_COUNT = 4
NOON = "2026-11-21T17:00:00+00:00"
"""When every conversation is held, so that its dates are the same on any day."""

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """One desk for every conversation; each file begins a conversation of its own."""
    running = started(PLANDESK_NOW=NOON)
    yield running
    running.close()


@pytest.fixture(scope="module")
def training() -> set[str]:
    """Every training example, without case and punctuation."""
    lines: set[str] = set()
    for path in (ROOT / "data").rglob("nlu.yml"):
        for intent in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines |= {_plain(line.removeprefix("- ")) for line in intent["examples"].splitlines()}
    return lines


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HERE).with_suffix("")))
def test_a_conversation_goes_as_written(path: Path, stack: Stack, training: set[str]):
    """What the customer hears, the figures shown and what is filed are as the file says, turn by turn."""
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    forget_requests(stack, script["account"])
    customer = stack.customer(script["account"])
    for turn in script["turns"]:
        said = turn.get("says")
        if said and len(said.split()) > LONG_ENOUGH_TO_COUNT:
            assert _plain(said) not in training, f"a training example: {said}"
        heard = customer.says(said) if said else customer.presses(turn["presses"])
        _check(turn, heard, customer, stack, script["account"])


def _check(turn: dict[str, Any], heard: str, customer: Customer, stack: Stack, account: str | None) -> None:
    said = turn.get("says") or turn.get("presses")
    for words in turn.get("hears", ()):
        assert words in heard, f"after {said!r}: {words!r} is not in {heard!r}"
    for key, value in turn.get("quote", {}).items():
        assert customer.quote[key] == value, f"after {said!r}: {heard!r}"
    if "quote" in turn and customer.quote["amount"] is not None and customer.quote["rule"] != "advise":
        assert_adds_up(customer.quote)
    files = turn.get("files")
    if files == "nothing":
        assert customer.ticket is None, heard
        assert account is None or not requests_of(stack).for_account(account)
    elif files:
        assert customer.ticket is not None, f"after {said!r}: {heard!r}"
        assert customer.ticket["ref"] in heard
        filed = requests_of(stack).by_ref(customer.ticket["ref"], account)
        assert filed.kind == files["kind"]
        for name, value in files.get("fields", {}).items():
            assert filed.fields[name] == value
        for name, value in files.get("fields_contain", {}).items():
            assert value in filed.fields[name]


def assert_adds_up(quote: dict[str, Any]) -> None:
    """The amount shown is the sum of the lines shown."""
    assert sum(Decimal(line["amount"]) for line in quote["lines"]) == Decimal(quote["amount"])


def requests_of(stack: Stack) -> SqlRequests:
    """Return the requests in the stack's database."""
    return SqlRequests(Database(stack.environ["DATABASE_URL"]), SystemClock())


def forget_requests(stack: Stack, account: str | None) -> None:
    """Take away what an earlier conversation filed for `account`, so that each file starts from the same desk."""
    from sqlalchemy import delete

    from desk.adapters.sql.tables.requests import requests

    with Database(stack.environ["DATABASE_URL"]).write() as connection:
        connection.execute(delete(requests).where(requests.c.account_id == account))


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
