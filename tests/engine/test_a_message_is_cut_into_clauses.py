"""Where a message is cut, and that the places name its own words."""

from __future__ import annotations

import pytest
from plandesk_engine.clauses import clauses
from plandesk_engine.pairs import Read, Requests, pair

KNOWN = Requests(
    names=frozenset({"pause", "cancel", "status", "fault", "person", "claim", "dispute"}),
    told=frozenset({"fault"}),
    kin=(frozenset({"claim", "dispute"}),),
    close=(frozenset({"pause", "cancel"}),),
    aside=frozenset({"person"}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("pause my account please", [], id="one clause"),
        pytest.param("yes, please do", [], id="too short to cut"),
        pytest.param(
            "pause us in July and tell me my plan", ["pause us in July", "tell me my plan"], id="and"
        ),
        pytest.param(
            "My login fails. Also, pause us please.", ["My login fails.", "pause us please."], id="also"
        ),
        pytest.param(
            "when is my next billing date and how many are left",
            ["when is my next billing date", "how many are left"],
            id="next is no joint here",
        ),
        pytest.param(
            "1. lower the bill 2. pause us until spring",
            ["lower the bill", "pause us until spring"],
            id="numbered",
        ),
        pytest.param("it costs 5.00 a month, not 7.50 or so", [], id="a point in a figure"),
    ],
)
def test_a_message_is_cut_where_it_goes_on_to_something(text, expected):
    """Each clause is three words or more, without the words that join it; its place gives its words back."""
    found = clauses(text)
    assert [one.text for one in found] == expected
    assert all(text[one.start : one.end] == one.text for one in found)


@pytest.mark.parametrize(
    "text", ["", " ", "...", "and and and", "\n\n\n", "? ? ? ?", "a. b. c. d.", "also", "💥 " * 50]
)
def test_odd_text_is_left_whole(text):
    """Nothing to cut, and no error."""
    assert clauses(text) == []


def test_a_long_message_is_cut_a_few_times_only():
    """Work stays bounded whatever is sent."""
    assert len(clauses("pause my account now. " * 400)) == 6


@pytest.mark.parametrize(
    ("text", "intents", "two"),
    [
        pytest.param("pause us in July and where is my ticket", ["pause", "status"], True, id="two wishes"),
        pytest.param("lower this bill. you charged me twice", ["claim", "dispute"], False, id="one family"),
        pytest.param(
            "can we pause it. can we end it then", ["pause", "cancel"], False, id="close, not said to be two"
        ),
        pytest.param(
            "can we pause it. also please end the old one", ["pause", "cancel"], True, id="close, said to be"
        ),
        pytest.param("my login fails. I want to talk", ["fault", "person"], False, id="a person about it"),
        pytest.param("my login fails. I want to leave", ["fault", "cancel"], False, id="a reason and a wish"),
        pytest.param(
            "I want to leave and the login fails", ["cancel", "fault"], True, id="a wish and a fault"
        ),
        pytest.param(
            "where is my ticket. please look at it", ["status", "fault"], False, id="it points back"
        ),
    ],
)
def test_two_requests_need_two_wishes(text, intents, two):
    """Precision first: what may be one request is one."""
    cut = clauses(text)
    reads = [Read(clause, intent, 0.9) for clause, intent in zip(cut, intents, strict=True)]
    assert (pair(reads, KNOWN) is not None) is two
