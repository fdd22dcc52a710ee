"""Which messages are one turn, decided by their words alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.bursts import first_burst, joined, looks_unfinished
from desk.conversations import LONGEST_MESSAGE, Message
from tests.desk.desk_fixtures import NOON

WHOLE = [
    "my overage bill is far too high",
    "cancel my plan",
    "what is overage",
    "thanks",
    "yes",
    "no thanks",
    "45000",
    "to 45k",
    "5,000",
    "hello.",
    "really?",
    "👍",
    "?!",
    "yes please",
    "who are you?",
    'he said "never."',
]
UNFINISHED = [
    "hello",
    "hi there",
    "my bill",
    "i want to",
    "i was wondering if we could move our plan to the",
    "so listen,",
    "the thing is...",
    "the thing is…",
    "we pay too much because",
    "overage",
    "quick question:",
    "well -",
    "I’m",
]


@pytest.mark.parametrize("text", WHOLE)
def test_what_is_whole_waits_for_nothing(text):
    """Requests, answers, figures and sentences are answered at once, also when nothing was asked."""
    assert not looks_unfinished(text, asked=False)


@pytest.mark.parametrize("text", UNFINISHED)
def test_what_is_unfinished_waits(text):
    """Openers, single nouns and sentences that break off are likely to go on."""
    assert looks_unfinished(text, asked=False)


@pytest.mark.parametrize(
    "text", ["tomorrow", "the first one", "alright, do it", "from January", "asdf", "hmm wait"]
)
def test_a_short_answer_to_a_question_is_whole(text):
    """What would be a fragment out of the blue is an answer when something was asked."""
    assert not looks_unfinished(text, asked=True)


@pytest.mark.parametrize("text", ["from the", "well,", "no, because", "hmm..."])
def test_an_answer_that_breaks_off_is_unfinished_all_the_same(text):
    """A question of ours does not make half a sentence whole."""
    assert looks_unfinished(text, asked=True)


def said(*texts: str | dict) -> list[Message]:
    """Return the customer's messages with these words; a dict is a press with that payload."""
    return [
        Message(
            seq,
            "customer",
            one if isinstance(one, str) else "Press",
            NOON,
            payload=None if isinstance(one, str) else one,
        )
        for seq, one in enumerate(texts, 2)
    ]


PRESS = {"intent": "affirm"}
RETRY = {"retry": 2}


@pytest.mark.parametrize(
    ("waiting", "size"),
    [
        pytest.param(said("i want to", "upgrade my plan"), 2, id="an opener and its request"),
        pytest.param(said("hi", "my bill", "is way too high this month"), 3, id="three pieces"),
        pytest.param(said("upgrade my plan", "to the big one"), 1, id="two whole ones are two questions"),
        pytest.param(said("what is overage?", "thanks"), 1, id="a question and thanks"),
        pytest.param(said("what is overage?", "i mean", "the option"), 3, id="a question and what it means"),
        pytest.param(said("my bill", PRESS), 1, id="a press is never joined"),
        pytest.param(said(PRESS, "my bill"), 1, id="nothing is joined to a press"),
        pytest.param(said(RETRY, "my bill"), 1, id="nothing is joined to Try again"),
        pytest.param(said("my bill", RETRY), 1, id="Try again is joined to nothing"),
        pytest.param(said("a" * 1000, "and", "b" * 995), 3, id="three that fit exactly"),
        pytest.param(said("a" * 1000, "and", "b" * 996), 2, id="one character too long for three"),
        pytest.param(said("my", "a" * 1997), 2, id="exactly the longest message"),
        pytest.param(said("my", "a" * 1998), 1, id="one more than the longest message"),
    ],
)  # fmt: skip
def test_what_is_one_turn(waiting, size):
    """Unfinished messages join their neighbours, up to the longest message there may be."""
    assert first_burst(waiting, asked=False) == size


def test_an_answer_is_not_joined_to_the_next_question():
    """ "tomorrow" answers what was asked, so a whole question after it is another turn."""
    waiting = said("tomorrow", "what is overage?")
    assert (first_burst(waiting, asked=True), first_burst(waiting, asked=False)) == (1, 2)


@given(st.lists(st.text(min_size=1, max_size=LONGEST_MESSAGE), min_size=1, max_size=12), st.booleans())
def test_a_turn_is_never_longer_than_a_message_may_be(texts, asked):
    """Whatever was typed: at least one message, never more than there are, and the engine's limit holds."""
    waiting = said(*texts)
    size = first_burst(waiting, asked)
    assert 1 <= size <= len(waiting)
    assert len(joined(waiting[:size])) <= LONGEST_MESSAGE
