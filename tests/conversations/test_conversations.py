"""Every conversation in this folder, held over HTTP with the real engine, actions and gateway.

A file is named as the sentence it proves, its folder by what the customer does. Answers, buttons, figures and filed
requests are as the file says, word for word. No line a customer says in one is a training example.
`python -m tests.conversations.record` writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from tests.conversations.parts import is_exact, missing
from tests.conversations.play import Desk
from tests.conversations.transcript import NOW, Turn, differing, read
from tests.stack import ROOT, started

HERE = Path(__file__).parent
FILES = sorted(HERE.rglob("*.yml"))
FOLDERS = {
    "happy_path", "corrections", "digressions", "second_thoughts", "misunderstandings", "anonymous", "two_requests",
}  # fmt: skip
LONG_ENOUGH_TO_COUNT = 4
AT_ONCE = 8

pytestmark = pytest.mark.engine


@pytest.fixture(scope="session")
def played(request: pytest.FixtureRequest) -> Iterator[dict[Path, Future[list[Turn]]]]:
    """Every conversation that was asked for, held with one desk, a few at a time."""
    paths = [item.callspec.params["path"] for item in request.session.items if _plays(item)]
    stack = started(PLANDESK_NOW=NOW)
    try:
        desk = Desk(stack)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            yield {path: pool.submit(lambda path: desk.play(*read(path)), path) for path in paths}
            pool.shutdown(cancel_futures=True)
    finally:
        stack.close()


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HERE).with_suffix("")))
def test_a_conversation_goes_as_written(path: Path, played: dict[Path, Future[list[Turn]]]):
    """What the customer hears, the figures shown and what is filed are as the file says, turn by turn."""
    _, expected = read(path)
    seen = played[path].result()
    if not is_exact(expected):
        assert not missing(expected, seen)
    elif difference := differing(expected, seen):
        pytest.fail(f"{path.relative_to(HERE)}: {difference}", pytrace=False)
    for turn in seen:
        assert_adds_up(turn)


def test_no_line_of_a_customer_is_a_training_example():
    """What the bot was taught does not count as understood; words as short as a yes are nobody's."""
    taught = _training()
    said = {(str(turn["says"]), path) for path in FILES for turn in read(path)[1] if "says" in turn}
    copied = [
        f"{path.relative_to(HERE)}: {text}" for text, path in said if _long(text) and _plain(text) in taught
    ]
    assert not copied, "\n".join(sorted(copied))


def test_every_folder_is_something_a_customer_does():
    """There are seven folders, and no conversation lies beside them or says the same as another."""
    assert {str(path.parent.relative_to(HERE)) for path in FILES} == FOLDERS
    said = [tuple(turn.get("says", turn.get("presses")) for turn in read(path)[1]) for path in FILES]
    accounts = [read(path)[0] for path in FILES]
    assert len(set(zip(accounts, said, strict=True))) == len(FILES)


def assert_adds_up(turn: Turn) -> None:
    """The amount shown is the sum of the lines shown; advice lists plans, which are not to be added."""
    quote = turn.get("quote")
    for one in quote if isinstance(quote, list) else [quote]:
        if one and one["rule"] != "advise" and "amount" in one:
            amounts = [Decimal(line.rsplit(" | ", 1)[1]) for line in one.get("lines", [])]
            assert sum(amounts) == Decimal(one["amount"])


def _plays(item: pytest.Item) -> bool:
    return (
        isinstance(item, pytest.Function)
        and item.originalname == test_a_conversation_goes_as_written.__name__
    )


def _training() -> set[str]:
    """Return every training example, without case and punctuation."""
    lines: set[str] = set()
    for path in (ROOT / "data").rglob("nlu.yml"):
        for intent in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            lines |= {_plain(line.removeprefix("- ")) for line in intent["examples"].splitlines()}
    return lines


def _long(text: str) -> bool:
    return len(text.split()) > LONG_ENOUGH_TO_COUNT


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()
