"""Who asks what plans cost is told so, and who asks something else is not."""

from __future__ import annotations

import pytest

from actions.account import ActionAccountSummary
from actions.overage_charge import ValidateOverageChargeForm
from actions.plan_advice import ValidatePlanAdviceForm
from tests.actions.scene import DEMO, Scene, entity


@pytest.mark.parametrize("account", [None, DEMO["maple"]], ids=["visitor", "customer"])
@pytest.mark.parametrize(
    "text",
    [
        "what plans do you offer", "which packages are there", "show me the price list", "how much are your plans",
        "what are your prices", "plans and prices please", "list all plans", "what are the available plans",
    ],
)  # fmt: skip
def test_the_whole_list_is_told_however_it_is_read(tmp_path, account, text):
    """The classifier may take it for an account question, one for advice or one for charges."""
    for what in (ValidatePlanAdviceForm, ValidateOverageChargeForm, ActionAccountSummary):
        scene = Scene(tmp_path, account)
        said = scene.runs(what, text) if what is ActionAccountSummary else scene.begins(what, text)
        assert "5,000 for $30.00; 15,000 for $78.00" in said
        assert "1,000,000 for $3,690.00" in said


@pytest.mark.parametrize(
    "text",
    [
        "what plan am I on",
        "which plan suits us",
        "which plans would be cheapest for 20,000",
        "are my plans on hold",
    ],
)
def test_a_question_for_the_own_plan_is_not_answered_with_the_list(tmp_path, text):
    """The list answers nobody who asks about themselves."""
    assert "$3,690.00" not in Scene(tmp_path, DEMO["maple"]).runs(ActionAccountSummary, text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            "how much does the 60,000 plan cost", "The 60,000 plan costs $276.00 a month", id="price"
        ),
        pytest.param("what does sending 60,000 cost on my plan", "adds $132.00 at month end", id="charge"),
    ],
)
def test_the_price_of_a_plan_is_no_charge_on_top(tmp_path, text, said):
    """A customer who asks for a price is not told an overage."""
    scene = Scene(tmp_path, DEMO["harbor"])
    assert said in scene.begins(ValidateOverageChargeForm, text, entity("plan_volume", 60_000, "60,000"))
