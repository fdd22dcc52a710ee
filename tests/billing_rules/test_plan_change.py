"""Moving up costs the full difference, moving down saves it from the next billing date (P2, P5, P6)."""

from decimal import Decimal

import pytest

from billing_rules import (
    NotADowngradeError,
    NotAnUpgradeError,
    Policy,
    UnknownPlanError,
    UsageError,
    VolumeError,
    quote_downgrade,
    quote_upgrade,
)


@pytest.mark.parametrize(
    ("current", "wanted", "amount", "requires"),
    [
        pytest.param(30_000, 45_000, "66.00", (), id="one plan up"),
        pytest.param(
            30_000, 40_000, "66.00", (), id="a volume that is no plan gets the smallest that covers it"
        ),
        pytest.param(60_000, 120_000, "266.00", ("spf", "dkim"), id="a plan that needs SPF and DKIM"),
        pytest.param(5_000, 1_000_000, "3660.00", ("spf", "dkim"), id="smallest to largest"),
    ],
)
def test_an_upgrade_costs_the_full_difference(
    demo: Policy, current: int, wanted: int, amount: str, requires: tuple[str, ...]
):
    """P5: nothing is prorated; P2: it is reviewed, and what must be set up first is listed."""
    answer = quote_upgrade(demo, current, wanted)
    assert (answer.decision, answer.amount) == ("quoted", Decimal(amount))
    assert (answer.requires, answer.reviewed) == (requires, True)


def test_the_offered_plan_is_named(demo: Policy):
    """Asked for 40,000, the customer reads that 45,000 is what covers it."""
    answer = quote_upgrade(demo, 30_000, 40_000)
    assert answer.plan == 45_000
    assert answer.notes[0] == "There is no plan of 40,000; 45,000 is the smallest that covers it."


def test_above_the_largest_plan_a_person_makes_the_offer(demo: Policy):
    """No price is extrapolated."""
    answer = quote_upgrade(demo, 30_000, 1_000_001)
    assert (answer.decision, answer.amount, answer.plan) == ("needs_review", None, None)
    assert "1,000,001 is above our largest plan of 1,000,000" in answer.reason


@pytest.mark.parametrize(
    ("current", "wanted", "words"),
    [
        pytest.param(30_000, 30_000, "already the present plan.*45,000.*downgrade", id="the same plan"),
        pytest.param(30_000, 15_000, "less than the present plan.*downgrade", id="a smaller plan"),
        pytest.param(
            45_000, 40_000, "less than the present plan.*downgrade", id="covered by the present plan"
        ),
        pytest.param(1_000_000, 1_000_000, "the largest.*downgrade", id="already on the largest"),
    ],
)
def test_no_upgrade_points_to_the_downgrade(demo: Policy, current: int, wanted: int, words: str):
    """The same or a smaller plan is an input error that names the other conversation."""
    with pytest.raises(NotAnUpgradeError, match=words):
        quote_upgrade(demo, current, wanted)


@pytest.mark.parametrize(
    ("current", "wanted", "words"),
    [
        pytest.param(30_000, 30_000, "already the present plan.*15,000.*upgrade", id="the same plan"),
        pytest.param(30_000, 45_000, "more than the present plan.*upgrade", id="a larger plan"),
        pytest.param(
            45_000, 40_000, "needs the present plan of 45,000.*30,000", id="only the present plan covers it"
        ),
        pytest.param(5_000, 3_000, "already the smallest.*pause or cancel", id="already on the smallest"),
        pytest.param(30_000, 2_000_000, "more than the present plan.*upgrade", id="above every plan"),
    ],
)
def test_no_downgrade_points_to_the_upgrade(demo: Policy, current: int, wanted: int, words: str):
    """The same or a larger plan is an input error that names the other conversation."""
    with pytest.raises(NotADowngradeError, match=words):
        quote_downgrade(demo, current, wanted)


def test_a_downgrade_shows_what_past_months_would_have_cost(demo: Policy):
    """With the option a month above the plan is charged; without it the mail above is lost."""
    answer = quote_downgrade(demo, 45_000, 30_000, [28_000, 31_000, 50_000])
    assert answer.amount == Decimal("66.00")
    assert [month.with_option for month in answer.past_months] == [Decimal(144), Decimal(210), Decimal(276)]
    assert [month.without_option for month in answer.past_months] == [Decimal(144)] * 3
    assert [month.not_delivered for month in answer.past_months] == [0, 1_000, 20_000]
    assert answer.notes[1:] == (
        "Your last 3 months on 30,000 with the overage option: 630.00, against 696.00 on 45,000 with it.",
        "Your last 3 months on 30,000 without it: 432.00, and 21,000 messages not delivered.",
    )


def test_a_past_month_without_a_price_is_not_summed(demo: Policy):
    """A month above the largest plan has no price with the option; the saving stands all the same."""
    answer = quote_downgrade(demo, 1_000_000, 500_000, [1_000_001, 1])
    assert (answer.decision, answer.amount) == ("quoted", Decimal("1695.00"))
    assert [month.with_option for month in answer.past_months] == [None, Decimal(1995)]
    assert "no price without our team" in answer.notes[1]


def test_a_downgrade_without_months_promises_only_the_saving(demo: Policy):
    """No usage given: the saving, the date it starts and how to ask for it."""
    answer = quote_downgrade(demo, 45_000, 30_000)
    assert answer.clauses == ("P6",)
    assert answer.notes == (
        "It takes effect at the next billing date. Our team makes the change: "
        "file a ticket or call (855) 709-4099.",
    )


@pytest.mark.parametrize("change", [quote_upgrade, quote_downgrade], ids=["upgrade", "downgrade"])
@pytest.mark.parametrize(
    ("current", "wanted", "error"),
    [
        pytest.param(28_000, 45_000, UnknownPlanError, id="present plan is none"),
        pytest.param(30_000, 0, VolumeError, id="to nothing"),
        pytest.param(30_000, -5, VolumeError, id="to less than nothing"),
        pytest.param(30_000, 10**12, VolumeError, id="to an absurd volume"),
    ],
)
def test_impossible_plans_are_input_errors(demo: Policy, change, current: int, wanted: int, error: type):
    """Neither direction quotes a plan that cannot be."""
    with pytest.raises(error):
        change(demo, current, wanted)


def test_absurdly_many_months_are_refused(demo: Policy):
    """At most ten years of usage are looked at."""
    with pytest.raises(UsageError, match="121 months"):
        quote_downgrade(demo, 45_000, 30_000, [1] * 121)
