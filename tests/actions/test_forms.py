"""What every form does with a message: heard, corrected, refused, held, declined, interrupted, resumed."""

from __future__ import annotations

import pytest

from actions.human import ActionFilePerson, ValidatePersonForm
from actions.overage_charge import ActionCloseOverageCharge, ValidateOverageChargeForm
from actions.pause import ActionFilePause, ValidatePauseForm
from actions.registry import ACTIONS
from actions.small_talk import ActionDecline
from actions.spike_claim import ActionFileSpikeClaim, ValidateSpikeClaimForm
from actions.tickets import ValidateDisputeForm
from actions.upgrade import ActionFileUpgrade, ValidateUpgradeForm
from tests.actions.scene import RESPONSES, entity

TO_45 = entity("plan_volume", 45_000, role="to")


def test_no_two_actions_share_a_name():
    """Rasa calls an action by its name."""
    names = [action().name() for action in ACTIONS]
    assert len(names) == len(set(names))


def test_coming_back_takes_one_sentence_without_the_table(scene):
    """After a digression the figure and the buttons are back, and the long quote is not."""
    stage = scene("pixel")
    full = stage.begins(ValidateUpgradeForm, "to 45k", TO_45)
    buttons = stage.buttons
    short = stage.returns(ValidateUpgradeForm)
    assert "$66.00" in short
    assert len(short) < len(full)
    assert stage.buttons == buttons
    assert not stage.quotes


def test_a_question_never_accepts_an_offer(scene):
    """ "Why" read as a yes files nothing: the offer is asked as a question of its own."""
    stage = scene("late")
    stage.begins(ValidateSpikeClaimForm, "my overage bill is mad")
    stage.closes(ActionFileSpikeClaim)
    assert "Shall I?" in stage.begins(ValidatePersonForm, "why", intent="affirm")
    assert stage.asked == "confirmed"


def test_an_unsure_yes_is_asked_again(scene):
    """What was read as a yes with little certainty, and is none by its words, files nothing."""
    stage = scene("pixel")
    stage.begins(ValidateUpgradeForm, "to 45k", TO_45)
    stage.confidence = 0.4
    assert "Back to your upgrade" in stage.answers(ValidateUpgradeForm, "the weather is nice", "affirm")
    assert stage.slots.get("confirmed") is None


@pytest.mark.parametrize("text", ["yes but wait", "yes, how does it compare", "wait", "not sure"])
def test_a_held_yes_files_nothing(text, scene):
    """The question stands and nothing is confirmed."""
    stage = scene("pixel")
    stage.begins(ValidateUpgradeForm, "to 45k", TO_45)
    assert "Nothing is filed yet" in stage.answers(ValidateUpgradeForm, text, "affirm")
    assert stage.asked == "confirmed"
    assert stage.slots.get("confirmed") is None


def test_an_invalid_correction_keeps_the_old_value_and_says_so(scene):
    """A smaller plan in the middle of an upgrade: 45,000 stands."""
    stage = scene("pixel")
    stage.begins(ValidateUpgradeForm, "to 45k", TO_45)
    smaller = entity("plan_volume", 5_000, role="to")
    heard = stage.answers(ValidateUpgradeForm, "make it 5,000", "change_answer", smaller)
    assert "kept what we had: 45,000" in heard
    assert stage.slots["plan_to"] == 45_000


def test_an_absurd_value_is_named_and_the_old_one_kept(scene):
    """ "-5" is refused with its own words; nothing is forgotten."""
    stage = scene("pixel")
    stage.begins(ValidateUpgradeForm, "to 45k", TO_45)
    absurd = entity("absurd", "-5") | {"reason": "negative"}
    assert '"-5" is less than nothing' in stage.answers(ValidateUpgradeForm, "-5", "nlu_fallback", absurd)
    assert stage.slots["plan_to"] == 45_000


def test_nothing_heard_is_left_to_the_rules(scene):
    """A question of another kind is not the form's."""
    stage = scene("pixel")
    stage.begins(ValidateUpgradeForm, "to 45k", TO_45)
    assert stage.answers(ValidateUpgradeForm, "where is my request", "ticket_status") == ""


def test_a_price_that_changed_before_the_yes_is_told_and_not_filed(scene):
    """What was quoted is what is filed, or it is quoted anew."""
    stage = scene("pixel")
    stage.begins(ValidateUpgradeForm, "to 45k", TO_45)
    stage.slots["quoted"] = "upgrade|quoted|60.00"
    assert "changed since I showed them" in stage.answers(ValidateUpgradeForm, "yes", "affirm")
    assert stage.asked == "confirmed"


def test_an_aside_goes_back_to_the_request_by_itself(scene):
    """What would 40,000 cost? Answered, and then the claim goes on where it was."""
    stage = scene("harbor")
    stage.begins(ValidateSpikeClaimForm, "my overage bill is mad")
    stage.begins(ValidateOverageChargeForm, "what would 40,000 cost", entity("volume", 40_000))
    assert stage.closes(ActionCloseOverageCharge) == ""
    assert stage.slots["taken"]["intent"] == "claim_spike"
    stage.events.append({"event": "active_loop", "name": "spike_claim_form"})
    assert "Back to your claim" in stage._run(ValidateSpikeClaimForm)


def test_another_request_in_the_middle_offers_the_first_one_afterwards(scene):
    """A person is asked for in the middle of a claim, and declined: the claim is offered again."""
    stage = scene("harbor")
    stage.begins(ValidateSpikeClaimForm, "my overage bill is mad")
    stage.begins(ValidatePersonForm, "a human please")
    stage.answers(ValidatePersonForm, "no", "deny")
    assert "had not finished with your overage bill" in stage.closes(ActionFilePerson)
    assert stage.slots["offer"] == "resume"


def test_one_plan_change_replaces_another_for_good(scene):
    """A pause instead of an upgrade: nobody wants to be led back to the upgrade."""
    stage = scene("maple")
    stage.begins(ValidateUpgradeForm, "to 60k", entity("plan_volume", 60_000, role="to"))
    stage.begins(
        ValidatePauseForm,
        "pause instead",
        entity("date", "2026-12-01", role="from"),
        entity("duration", "P1M"),
    )
    stage.answers(ValidatePauseForm, "yes", "affirm")
    heard = stage.closes(ActionFilePause)
    assert "PD-1001" in heard
    assert "go on" not in heard


def test_a_new_form_hears_nothing_of_the_one_before(scene):
    """A dispute begun in the middle of an upgrade asks its own question first."""
    stage = scene("pixel")
    stage.begins(ValidateUpgradeForm, "to 45k", TO_45)
    stage.begins(ValidateDisputeForm, "a charge is wrong")
    assert stage.asked == "problem"


def test_after_a_no_the_next_yes_has_nothing_to_accept(scene):
    """An offer declined is an offer gone."""
    stage = scene("late")
    stage.begins(ValidateSpikeClaimForm, "my overage bill is mad")
    stage.closes(ActionFileSpikeClaim)
    assert stage.slots["offer"] == "person"
    stage.runs(ActionDecline, "no", "deny")
    assert stage.slots["offer"] is None


def test_an_offer_taken_files_with_its_reason(scene):
    """One question, one yes: the request for a person says what it is about."""
    stage = scene("late")
    stage.begins(ValidateSpikeClaimForm, "my overage bill is mad")
    stage.closes(ActionFileSpikeClaim)
    assert stage.begins(ValidatePersonForm, "yes please", intent="affirm") == ""
    assert "PD-1001" in stage.closes(ActionFilePerson)
    assert "$900.00" in stage.requests.by_ref("PD-1001", "late").fields["reason"]


def test_the_same_wish_twice_is_one_request(scene):
    """The second time, the first reference is told before anything is asked."""
    stage = scene("pixel")
    stage.begins(ValidateUpgradeForm, "to 45k", TO_45)
    stage.answers(ValidateUpgradeForm, "yes", "affirm")
    stage.closes(ActionFileUpgrade)
    assert "asked for that already: PD-1001" in stage.begins(ValidateUpgradeForm, "to 45k", TO_45)
    assert stage.asked is None


@pytest.mark.parametrize(
    ("dates", "begin", "end"),
    [
        pytest.param(
            [("date", "2027-01-01", "from"), ("duration", "P2M", None)], "1 January", "1 March", id="length"
        ),
        pytest.param([("duration", "P2M", None)], None, None, id="a length before any date"),
        pytest.param(
            [("date", "2027-06-01", "from"), ("date", "2027-08-31", "until")],
            "1 June",
            "31 August",
            id="both",
        ),
    ],
)
def test_a_pause_is_read_in_any_order(dates, begin, end, scene):
    """Dates by their role, lengths from the first day, and a length waits for its beginning."""
    stage = scene("maple")
    found = [entity(kind, value, role=role) for kind, value, role in dates]
    heard = stage.begins(ValidatePauseForm, "pause", *found)
    if begin is None:
        assert stage.asked == "pause_from"
        heard = stage.answers(
            ValidatePauseForm, "from January", "pause_plan", entity("date", "2027-01-01", role="from")
        )
        begin, end = "1 January", "1 March"
    assert f"{begin} 2027 until {end} 2027" in heard


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_the_words_keep_to_the_house_style(name):
    """No long dash, no "something went wrong", no question that is none of its own."""
    text = RESPONSES[name]
    assert "\u2014" not in text
    assert "\u2013" not in text
    assert "something went wrong" not in text.lower()
    assert text == text.strip()


def test_no_response_is_named_after_a_slot():
    """Rasa would say utter_ask_<slot> a second time."""
    assert not [name for name in RESPONSES if name.startswith("utter_ask_") and name != "utter_ask_the_team"]
