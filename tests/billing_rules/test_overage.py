"""The month's extra messages cost the difference of two plans, or their started blocks (P3, P4)."""

from decimal import Decimal

import pytest

from billing_rules import Policy, UnknownPlanError, VolumeError, quote_overage, quote_upgrade


@pytest.mark.parametrize(
    ("sent", "decision", "amount", "covering"),
    [
        pytest.param(0, "within_plan", "0.00", 30_000, id="nothing sent"),
        pytest.param(29_999, "within_plan", "0.00", 30_000, id="one below the plan"),
        pytest.param(30_000, "within_plan", "0.00", 30_000, id="exactly the plan is covered by it"),
        pytest.param(30_001, "charged", "66.00", 45_000, id="one above the plan pays the next one"),
        pytest.param(40_000, "charged", "66.00", 45_000, id="the document's own example"),
        pytest.param(45_000, "charged", "66.00", 45_000, id="exactly the next plan"),
        pytest.param(45_001, "charged", "132.00", 60_000, id="one above the next plan"),
        pytest.param(1_000_000, "charged", "3546.00", 1_000_000, id="exactly the largest plan"),
        pytest.param(1_000_001, "needs_review", None, None, id="above the largest plan no price is made up"),
    ],
)
def test_overage_is_the_difference_to_the_covering_plan(
    demo: Policy, sent: int, decision: str, amount: str | None, covering: int | None
):
    """P4: the price of the smallest plan covering what was sent, less the prepaid one."""
    answer = quote_overage(demo, 30_000, sent)
    assert (answer.decision, answer.amount, answer.covering_plan) == (
        decision,
        amount and Decimal(amount),
        covering,
    )
    assert answer.clauses == ("P4",)


@pytest.mark.parametrize(
    ("prepaid", "sent", "amount"),
    [
        pytest.param(10_000, 10_001, "9.50", id="one message starts a block"),
        pytest.param(10_000, 11_000, "9.50", id="a full block is one block"),
        pytest.param(10_000, 11_001, "19.00", id="one more starts the next"),
        pytest.param(10_000, 30_000, "190.00", id="exactly the hard limit"),
        pytest.param(10_000, 30_001, None, id="above the hard limit a person looks"),
        pytest.param(
            200_000, 600_000, "3800.00", id="above the largest plan every block still has its price"
        ),
    ],
)
def test_every_started_block_is_charged(blocks: Policy, prepaid: int, sent: int, amount: str | None):
    """A policy may charge by the block; its price never depends on the other plans."""
    answer = quote_overage(blocks, prepaid, sent)
    assert answer.amount == (amount and Decimal(amount))
    assert answer.currency == "EUR"


def test_a_review_says_why_and_promises_nothing(demo: Policy):
    """Above the largest plan there is a reason, and neither an amount nor a line."""
    body = quote_overage(demo, 30_000, 1_000_001).to_json()
    assert body["amount"] is None
    assert body["lines"] == []
    assert body["reason"] == "1,000,001 messages is above our largest plan of 1,000,000 a month."


def test_overage_equals_upgrading_by_hand(demo: Policy):
    """P5: for every pair of plans the overage of the larger one's volume is the price of that upgrade."""
    volumes = [plan.volume for plan in demo.plans]
    for index, prepaid in enumerate(volumes):
        for sent in volumes[index + 1 :]:
            assert quote_overage(demo, prepaid, sent).amount == quote_upgrade(demo, prepaid, sent).amount


@pytest.mark.parametrize(
    ("prepaid", "sent", "error", "words"),
    [
        pytest.param(
            28_000, 1, UnknownPlanError, "no plan of 28,000", id="prepaid at a volume that is no plan"
        ),
        pytest.param(30_000, -1, VolumeError, "is -1", id="negative messages"),
        pytest.param(
            30_000, 1_000_000_001, VolumeError, "1,000,000,000", id="absurdly many, the limit is said"
        ),
        pytest.param(30_000, 10**400, VolumeError, "far too large", id="a number too long to print"),
        pytest.param(0, 1, VolumeError, "prepaid plan is 0", id="prepaid nothing"),
    ],
)
def test_impossible_volumes_are_named(demo: Policy, prepaid: int, sent: int, error: type, words: str):
    """The error says what was given and what is possible."""
    with pytest.raises(error, match=words):
        quote_overage(demo, prepaid, sent)


@pytest.mark.parametrize("sent", [1.0, True, "40000", Decimal(1)], ids=["float", "bool", "text", "decimal"])
def test_only_whole_numbers_are_volumes(demo: Policy, sent: object):
    """A value of another type is a programmer's mistake, never quietly read."""
    with pytest.raises(TypeError):
        quote_overage(demo, 30_000, sent)


@pytest.mark.parametrize("sent", [0, 30_000], ids=["nothing", "exactly the plan"])
def test_a_month_within_the_plan_has_one_line_of_nothing(demo: Policy, sent: int):
    """No pair of prices that cancel out: what was sent is within what was prepaid."""
    [line] = quote_overage(demo, 30_000, sent).lines
    assert (line.label, line.amount) == (f"{sent:,} sent, within the 30,000 prepaid", Decimal("0.00"))
