"""What a message says by its own words, without any classifier."""

from __future__ import annotations

import pytest

from actions import answers
from actions.choosing import only_reading, picked

CHOICES = [
    {"title": "Upgrade to 45,000", "intent": "upgrade_plan", "entities": {"plan_volume": 45000}},
    {"title": "Ask for the overage option", "intent": "enable_overage", "entities": {}},
]


@pytest.mark.parametrize(
    "text",
    [
        "yes", "Yep, file it", "sure, no problem", "ok do it", "hmm ok do it", "pls file", "you betcha", "by all means",
        "why not", "please", "👍", "sí", "go ahead!", "alright then", "fine by me", "k",
        "well, yes", "yes, let your people check",
    ],
)  # fmt: skip
def test_a_yes_is_a_yes(text: str):
    """Agreement in any of its usual words."""
    assert answers.is_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "yes but wait", "ok, how do I set up DKIM", "sure, what happens then", "yes?", "ok but make it 60,000",
        "yes, actually no", "right now I am on 30,000", "file a complaint", "exactly how much", "please explain",
        "correct the date", "ok then a human", "fine, what about a pause", "go to the 5,000 plan", "great, cancel it",
        "yes I have a question", "no", "not yet", "yesterday", "",
    ],
)  # fmt: skip
def test_a_yes_with_a_but_files_nothing(text: str):
    """Whatever holds something back, or only begins like a yes, is none."""
    assert not answers.is_yes(text)


@pytest.mark.parametrize(
    "text", ["no", "nope", "nah leave it", "not now", "don't", "well no", "👎", "no thanks"]
)
def test_a_no_is_a_no(text: str):
    """Refusal in any of its usual words."""
    assert answers.is_no(text)


@pytest.mark.parametrize("text", ["no problem, file it", "nothing", "normally 5", "know what", "november"])
def test_what_only_begins_like_a_no_is_none(text: str):
    """A word that begins with no, or a no that means yes."""
    assert not answers.is_no(text)


@pytest.mark.parametrize(
    "text",
    [
        "wait", "hold on", "let me think", "no wait, can I think about it", "not sure", "hmm maybe", "hmm wait",
        "let me think about it first", "I'll think about it", "I have to think it over",
    ],
)  # fmt: skip
def test_asking_for_time_is_heard(text: str):
    """Nothing is decided for someone who thinks about it."""
    assert answers.waits(text) or not answers.is_yes(text)


@pytest.mark.parametrize(
    "text",
    [
        "no, later than that", "something bigger", "make it a bit shorter", "no, longer", "that's wrong", "wrong date",
        "no, that's not right", "can I change the date", "another day", "yes but make it shorter", "not that plan",
        "more than that", "let me correct that", "a bigger one",
    ],
)  # fmt: skip
def test_an_objection_without_a_value_is_a_correction(text: str):
    """What was told is wrong, and what is right is still to be asked."""
    assert answers.corrects(text)


@pytest.mark.parametrize(
    "text",
    [
        "no", "no longer needed", "not now, maybe later", "changed my mind", "change my mind", "no thanks", "another time",
        "not today", "no more", "later", "leave it", "what is wrong with my bill from last month, can you look it up",
    ],
)  # fmt: skip
def test_a_plain_no_is_no_correction(text: str):
    """A refusal, or a matter of its own."""
    assert not answers.corrects(text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        pytest.param("the first one", "upgrade_plan", id="by place"),
        pytest.param("2nd please", "enable_overage", id="by number"),
        pytest.param("the latter", "enable_overage", id="the latter"),
        pytest.param("upgrade", "upgrade_plan", id="by a word of its own"),
        pytest.param("the option", "enable_overage", id="by a common word only it has"),
        pytest.param("Ask for the overage option", "enable_overage", id="by its title"),
    ],
)
def test_a_choice_is_picked_in_words(text: str, intent: str):
    """A button's words typed instead of pressed."""
    assert picked(text, CHOICES)["intent"] == intent


@pytest.mark.parametrize(
    "text", ["the third one", "both", "one", "hmm", "", "pizza", "i want to go to the cinema with my friends"]
)
def test_what_points_at_no_choice_picks_none(text: str):
    """No choice is guessed."""
    assert picked(text, CHOICES) is None


def test_a_yes_means_the_only_reading_there_is():
    """One request and "Something else": a yes is clear. Two requests: it is not."""
    help_ = {"title": "Something else", "intent": "help", "entities": {}}
    assert only_reading([CHOICES[0], help_]) == CHOICES[0]
    assert only_reading(CHOICES) is None
    assert only_reading(None) is None
