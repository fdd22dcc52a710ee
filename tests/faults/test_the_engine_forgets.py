"""The engine's database is lost in the middle of a request: it is given back what it knew, and the request goes on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.faults.records import claiming, confirm, engine_events

pytestmark = pytest.mark.engine


def files(stack) -> list[Path]:
    """Return the files of the engine's database."""
    path = Path(stack.environ["ENGINE_DB_URL"].removeprefix("sqlite:///"))
    return [path, *path.parent.glob(f"{path.name}-*")]


@pytest.mark.parametrize("alive", [True, False], ids=["while it runs", "while it is stopped"])
def test_a_claim_goes_on_after_the_database_was_deleted(stack, records, alive):
    """The yes that follows files the claim that was quoted, once, at the figure that was shown."""
    harbor = claiming(stack)
    conversation = records.conversation(harbor)
    before = engine_events(stack, conversation)
    if alive:
        for file in files(stack):
            file.unlink(missing_ok=True)
    else:
        with stack.without("engine"):
            for file in files(stack):
                file.unlink(missing_ok=True)
    confirm(harbor)
    assert harbor.ticket is not None
    assert [request.quote["amount"] for request in records.filed("harbor")] == ["25.00"]
    assert engine_events(stack, conversation)[: len(before)] == before
    assert len(records.log(harbor)) == 6


def test_a_form_goes_on_after_an_older_copy_was_put_back(stack, records):
    """The engine knows the beginning and not the rest; the next answer is heard as the answer it is."""
    harbor = stack.customer("harbor")
    harbor.says("i want to pause my plan")
    copies = stack.folder / "backup"
    copies.mkdir(exist_ok=True)
    with stack.without("engine"):
        for file in files(stack):
            if file.exists():
                shutil.copy(file, copies / file.name)
    asked = harbor.says("tomorrow")
    with stack.without("engine"):
        for file in files(stack):
            file.unlink(missing_ok=True)
        for copy in copies.iterdir():
            shutil.copy(copy, stack.folder / copy.name)
    heard = harbor.says("for two months")
    assert heard != asked
    events = engine_events(stack, records.conversation(harbor))
    assert [event["text"] for event in events if event["event"] == "user"] == [
        "i want to pause my plan",
        "tomorrow",
        "for two months",
    ]
    assert "two months" in heard or "2027" in heard, heard
