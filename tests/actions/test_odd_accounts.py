"""Accounts as no demo has them: an old plan, no usage, several bills, on hold, gone. Nothing is guessed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from actions.account import ActionAccountSummary
from actions.cancel import ValidateCancelForm
from actions.downgrade import ValidateDowngradeForm
from actions.overage_charge import ValidateOverageChargeForm
from actions.overage_option import ActionExplainOverQuota, ValidateOverageOptionForm
from actions.pause import ValidatePauseForm
from actions.plan_advice import ValidatePlanAdviceForm
from actions.spike_claim import ActionFileSpikeClaim, ValidateSpikeClaimForm
from actions.tickets import ValidateDisputeForm, ValidateProblemForm
from actions.upgrade import ActionExplainUpgradeRequirements, ValidateUpgradeForm
from desk.accounts import AccountsUnavailable, OverageBill, Pause, UnknownAccount
from tests.actions.scene import DEMO, TODAY, Scene, Unavailable, entity

FORMS = [
    ValidateUpgradeForm, ValidateDowngradeForm, ValidatePauseForm, ValidateCancelForm, ValidateSpikeClaimForm,
    ValidateOverageOptionForm, ValidateOverageChargeForm, ValidatePlanAdviceForm, ValidateDisputeForm,
    ValidateProblemForm,
]  # fmt: skip
ACTIONS = [ActionAccountSummary, ActionExplainOverQuota, ActionExplainUpgradeRequirements]
ODD = [
    pytest.param({"plan": 40_000}, id="a plan that is no longer sold"),
    pytest.param({"plan": 1_000_000}, id="the largest plan"),
    pytest.param({"plan": 5_000}, id="the smallest plan"),
    pytest.param({"usage": ()}, id="no usage on file"),
    pytest.param({"overage_bills": ()}, id="no overage bill"),
    pytest.param({"paused": (Pause(date(2026, 11, 1), None),)}, id="on hold without an end"),
    pytest.param({"trial_projection": None, "overage_bills": (), "usage": ()}, id="nothing on file at all"),
]


@pytest.mark.parametrize("changes", ODD)
@pytest.mark.parametrize("account", ["harbor", "pixel"])
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_every_form_answers_every_account(form, account, changes, scene):
    """Whatever the records lack, a request that is begun is answered in words."""
    assert scene(account, **changes).begins(form, "please")


@pytest.mark.parametrize("changes", ODD)
@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: action.action)
def test_every_question_is_answered_for_every_account(action, changes, scene):
    """Whatever the records lack, a question is answered in words."""
    assert scene("pixel", **changes).runs(action)


@pytest.mark.parametrize("form", [ValidateUpgradeForm, ValidateDowngradeForm], ids=lambda form: form.form)
def test_a_plan_that_is_no_longer_sold_goes_to_a_person(form, scene):
    """Without a price there is no difference: none is made up, and the team is offered with the plan named."""
    stage = scene("harbor", plan=40_000)
    heard = stage.begins(form, "to 60,000", entity("plan_volume", 60_000, role="to"))
    assert "no longer in our price list" in heard
    assert stage.slots["offer"] == "person"
    assert "40,000" in stage.slots["offered"]["problem"]


@pytest.mark.parametrize("action", [ActionExplainOverQuota, ActionAccountSummary])
def test_usage_that_is_not_on_file_is_never_called_zero(action, scene):
    """No count of this month is not a count of nothing."""
    heard = scene("pixel", usage=()).runs(action)
    assert "0 of 30,000" not in heard
    assert "Sent so far" not in heard


def test_a_charge_without_figures_and_usage_is_asked_for(scene):
    """What would it cost, with nothing on file: the number of messages is asked."""
    stage = scene("pixel", usage=())
    stage.begins(ValidateOverageChargeForm, "what does extra mail cost")
    assert stage.asked == "sent_volume"


@pytest.fixture
def two_bills(scene):
    """Harbor with a second bill that can still be claimed."""
    earlier = OverageBill("ob-x", date(2026, 9, 1), Decimal("700.00"), date(2026, 10, 28))
    bills = [bill for bill in DEMO["harbor"].overage_bills if bill.month != earlier.month]
    return scene("harbor", overage_bills=(*bills, earlier))


def test_of_several_bills_the_newest_is_quoted_and_the_others_offered(two_bills):
    """Which bill? The newest first; a button for each other one that can be claimed."""
    heard = two_bills.begins(ValidateSpikeClaimForm, "my overage bill is far too high")
    assert "You have 2 overage bills" in heard
    assert "October 2026 bill" in heard
    assert "The September 2026 bill, $700.00" in two_bills.buttons


@pytest.mark.parametrize(
    "named",
    [
        pytest.param(entity("amount", "700.00"), id="by its amount"),
        pytest.param(entity("date", "2026-09-14"), id="by its month"),
    ],
)
def test_another_bill_can_be_named(named, two_bills):
    """The September bill is worked out when it is named."""
    two_bills.begins(ValidateSpikeClaimForm, "my overage bill is far too high")
    heard = two_bills.answers(ValidateSpikeClaimForm, "no, the other one", "claim_spike", named)
    assert "September 2026 bill" in heard
    assert two_bills.quotes[0]["deadline"] == "2026-11-27"


def test_after_one_claim_the_other_bill_is_offered(two_bills):
    """One claim a bill: claiming the same again names its reference, and the next bill that can be claimed."""
    two_bills.begins(ValidateSpikeClaimForm, "my overage bill is far too high")
    two_bills.answers(ValidateSpikeClaimForm, "yes", "affirm")
    assert "PD-1001" in two_bills.closes(ActionFileSpikeClaim)
    heard = two_bills.begins(ValidateSpikeClaimForm, "my overage bill again")
    assert "already been claimed, as PD-1001" in heard
    assert "September 2026 bill of $700.00 can still be claimed" in heard
    assert two_bills.slots["offer"] == "claim"


def test_the_usual_amount_said_beside_a_bill_does_not_pick_an_old_bill(scene):
    """ "It is usually 5" is no wish to claim a bill of 5.00 from months ago."""
    heard = scene("harbor").begins(ValidateSpikeClaimForm, "it is usually 5", entity("amount", "5.00"))
    assert "October 2026 bill" in heard


def test_a_bill_dated_in_the_future_is_not_quoted(scene):
    """A claim cannot come before its bill: said, and offered to a person."""
    bill = OverageBill("ob-f", date(2026, 11, 1), Decimal("90.00"), date(2026, 12, 24))
    stage = scene("harbor", overage_bills=(bill,))
    assert "I will not guess" in stage.begins(ValidateSpikeClaimForm, "my overage bill")
    assert stage.slots["offer"] == "person"


def test_an_account_on_hold_is_told_so_before_another_hold(scene):
    """A second pause begins with what is there."""
    stage = scene("maple", paused=(Pause(date(2026, 11, 1), date(2027, 2, 1)),))
    assert "on hold already, until 1 February 2027" in stage.begins(ValidatePauseForm, "pause us")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        pytest.param(AccountsUnavailable("locked"), "cannot reach the billing records", id="unreachable"),
        pytest.param(UnknownAccount("harbor"), "no longer find your account", id="removed"),
    ],
)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.form)
def test_records_that_cannot_be_read_are_said_to_be_so(form, fault, words, tmp_path: Path):
    """Nothing is answered from thin air, and the form is closed with nothing filed."""
    stage = Scene(tmp_path, DEMO["harbor"], accounts=Unavailable(fault))
    assert words in stage.begins(form, "please")
    assert stage.asked is None


def test_the_demo_stands_on_the_day_of_the_tests():
    """The scene's accounts are those of its own today."""
    assert DEMO["harbor"].open_bills()[0].received < TODAY
