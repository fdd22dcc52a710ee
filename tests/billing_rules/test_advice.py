"""Advice prices the customer's own months under every plan, and claims only what it computed (P1, P3, P4)."""

from decimal import Decimal

import pytest

from billing_rules import Policy, UsageError, advise

NEVER_DEARER = "For these months a smaller plan with the overage option is never dearer than a larger plan."


def test_every_plan_is_priced_both_ways_cheapest_first(demo: Policy):
    """Nine plans give eighteen options, in the order of their totals."""
    options = advise(demo, [12_000, 40_000, 9_000]).options
    totals = [option.total for option in options]
    assert len(options) == 18
    assert totals == sorted(totals)


def test_the_advice_is_the_cheapest_that_loses_no_mail(demo: Policy):
    """A plan that is too small without the option is cheaper, listed first, and never the advice."""
    answer = advise(demo, [12_000, 40_000, 9_000])
    assert (answer.options[0].plan, answer.options[0].feasible) == (5_000, False)
    assert (answer.best.plan, answer.best.overage_allowed, answer.amount) == (5_000, True, Decimal(366))
    assert [line.amount for line in answer.lines] == [Decimal(90), Decimal(48), Decimal(180), Decimal(48)]


def test_at_equal_cost_what_needs_no_request_comes_first(demo: Policy):
    """Months within the plan cost the same with the option; it need not be asked for."""
    assert not advise(demo, [30_000]).best.overage_allowed


def test_the_claim_about_smaller_plans_is_made_where_it_is_true(demo: Policy):
    """Under the tier difference a smaller plan with the option is never dearer."""
    assert NEVER_DEARER in advise(demo, [12_000, 40_000, 9_000]).notes


@pytest.mark.parametrize(
    "usage",
    [
        pytest.param([9_000], id="blocks cost more than the larger plan"),
        pytest.param([6_001], id="the hard limit leaves the smaller plan without a price"),
    ],
)
def test_the_claim_about_smaller_plans_is_not_made_where_it_is_false(blocks: Policy, usage: list[int]):
    """By the block it depends on the months; it is computed, never assumed."""
    assert NEVER_DEARER not in advise(blocks, usage).notes


def test_the_claim_about_smaller_plans_can_be_true_by_the_block(blocks: Policy):
    """2,500 messages: 19.00 + 9.50 is less than any larger plan, and so on up."""
    assert NEVER_DEARER in advise(blocks, [2_500]).notes


def test_above_every_plan_a_person_advises(demo: Policy):
    """No option is feasible: a reason, no amount, and the options still listed, unpriced ones last."""
    answer = advise(demo, [5_000, 1_000_001])
    assert (answer.decision, answer.amount, answer.best) == ("needs_review", None, None)
    assert "1,000,001" in answer.reason
    assert [option.total is None for option in answer.options] == [False] * 9 + [True] * 9
    assert not any(option.feasible for option in answer.options)


@pytest.mark.parametrize("months", [0, 121], ids=["none", "more than ten years"])
def test_there_must_be_months_to_advise_on(demo: Policy, months: int):
    """The error says how many were given."""
    with pytest.raises(UsageError, match=f"{months} months"):
        advise(demo, [1] * months)
