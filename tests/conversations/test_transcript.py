"""The runner itself: a conversation that went otherwise is said to have, with both sides next to each other."""

from __future__ import annotations

import pytest

from tests.conversations.parts import missing
from tests.conversations.transcript import UnreadableTranscript, differing, read, side_by_side, written

TURN = {
    "says": "yes",
    "bot": ["Filed as PD-1001."],
    "files": {"kind": "claim_spike", "fields": {"credit": "37.00"}},
}


def otherwise(**changes):
    """Return TURN as it was seen, with `changes`; a part that is None was not there."""
    return [{key: value for key, value in (TURN | changes).items() if value is not None}]


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(otherwise(bot=["Filed as PD-1001, thanks."]), id="another word"),
        pytest.param(otherwise(bot=["Filed as PD-1001.", "Anything else?"]), id="one text more"),
        pytest.param(otherwise(buttons=["Yes"]), id="a button"),
        pytest.param(otherwise(quote={"amount": "25.00"}), id="a figure"),
        pytest.param(otherwise(files=None), id="nothing filed"),
        pytest.param([], id="no answer"),
    ],
)
def test_any_other_answer_is_a_difference(seen):
    """Texts, buttons, figures and what is filed: none may differ."""
    assert differing([TURN], seen) is not None
    assert differing([TURN], [dict(TURN)]) is None


def test_what_was_expected_stands_beside_what_was_seen():
    """Only the row that differs is marked, and both sides are on it."""
    same, other = side_by_side(["bot: Hello.", "bot: 25.00"], ["bot: Hello.", "bot: 26.00"]).splitlines()[1:]
    assert same.startswith("  bot: Hello.")
    assert other.startswith("> bot: 25.00")
    assert other.endswith("| bot: 26.00")


def test_a_file_of_parts_fails_on_the_part_that_is_missing():
    """Parts of a text, figures and fields are looked for one by one."""
    turns = [TURN | {"hears": ["PD-"]}]
    assert missing(turns, [TURN]) == []
    assert len(missing([{"says": "yes", "hears": ["PD-", "thanks"]}], [TURN])) == 1
    assert len(missing([{"says": "yes", "files": "nothing"}], [TURN])) == 1
    assert len(missing(turns, otherwise(files=None))) == 1
    assert len(missing([{"says": "yes", "quote": {"amount": "25.00"}}], [TURN])) == 1


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        pytest.param("turns: [{says: hi}]", "`account` and `turns`", id="nobody talks"),
        pytest.param(
            "account: null\nturns: [{bot: [hi]}]", "either `says` or `presses`", id="nothing is said"
        ),
        pytest.param("account: null\nturns: [{says: hi, hear: [hi]}]", "no key \\['hear'\\]", id="misspelt"),
    ],
)
def test_a_file_that_checks_nothing_is_refused(tmp_path, content, fault):
    """A misspelt key must not look like a passing test."""
    path = tmp_path / "odd.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UnreadableTranscript, match=fault):
        read(path)


def test_what_is_written_can_be_read_again(tmp_path):
    """Long answers, quotation marks and other alphabets survive the file."""
    turns = [
        {
            "says": "'no' \u2013 \u00e9t\u00e9 \U0001f44d",
            "bot": ["A long answer: " + "word " * 60 + '"end".', "no"],
        }
    ]
    path = tmp_path / "one.yml"
    path.write_text(written("harbor", turns), encoding="utf-8")
    assert read(path) == ("harbor", turns)
