"""A wish is known by its words, and a request that only sounds like one is left alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from actions import wishes
from actions.turn import Turn


def turn(text: str, intent: str = "nlu_fallback", confidence: float = 0.5, **more: str) -> Turn:
    """Return a turn as the classifier would leave it."""
    return Turn(
        text=text,
        intent=intent,
        confidence=confidence,
        entities=(),
        ranking=(),
        account_id="harbor",
        conversation="c",
        episode=1,
        now=datetime(2026, 11, 21, 17, tzinfo=UTC),
        time_zone="UTC",
        requested=more.get("requested"),
        loop=more.get("loop"),
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("could i have a copy of the september invoice", "invoice_copy"),
        ("our card expires next week, where do i put the new card", "payment"),
        ("can we give our accountant a login", "access"),
        ("do our contacts get deleted when we leave", "data"),
        ("is there a notice period", "notice"),
        ("please turn this overage thing off", "option_off"),
        ("we need more only in december and then back", "one_month"),
        ("any discount for a charity?", "discount"),
        ("when do i get an answer", "how_long"),
        ("can we make the pause shorter later", "later_change"),
    ],
)
def test_a_wish_is_known_by_its_words(text, name):
    """Each is heard as what it is, with nothing open."""
    found = wishes.found(turn(text))
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("the nonprofit discount is missing on the last invoice", "billing_dispute"),
        ("remove the duplicate invoice for march", "billing_dispute"),
        ("bots hit our sign up page and now i owe 900", "claim_spike"),
        ("no discount please, just close it", "cancel_plan"),
        ("i cannot invite my colleague, an error comes", "technical_problem"),
    ],
)
def test_a_request_that_sounds_like_one_is_left_alone(text, intent):
    """What was read for sure as a request is that request."""
    assert wishes.found(turn(text, intent, 0.95)) is None


def test_an_answer_in_the_customers_own_words_is_no_wish():
    """What is wrong is being told: none of it is taken for something else."""
    assert wishes.found(turn("no copy of the invoice came", requested="problem")) is None


def test_a_price_asked_in_a_pause_is_about_the_pause():
    """The same words mean another thing elsewhere, and nothing where no request is open."""
    assert (
        wishes.found(turn("what will it cost", requested="confirmed", loop="pause_form")).name == "pause_cost"
    )
    assert wishes.found(turn("what will it cost")) is None
