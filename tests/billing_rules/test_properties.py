"""What holds for every policy and every customer, not only for the examples."""

import ast
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

import billing_rules
from billing_rules import (
    Answer,
    Policy,
    SpikeClaim,
    TierDifference,
    advise,
    quote_downgrade,
    quote_overage,
    quote_spike,
    quote_upgrade,
)
from tests.billing_rules.companies import CENTS, claims, policies

SENT = st.integers(0, 600_000)
MONTHS = st.lists(SENT, min_size=1, max_size=6)
SPIKE = billing_rules.SpikeProtection(Decimal("20.00"), 3, 30)


AT_THE_CAP = SpikeClaim(Decimal("20.01"), date(2026, 1, 1), date(2026, 1, 1), 5, (Decimal("0.01"),) * 3)


def must_add_up(answer: Answer) -> None:
    """Check the answer as a reader of its JSON would, in whole cents."""
    body = answer.to_json()
    if body["decision"] == "needs_review":
        assert (body["amount"], body["lines"]) == (None, [])
        assert body["reason"]
        return
    cents = [int(line["amount"].replace(".", "")) for line in body["lines"]]
    assert sum(cents) == int(body["amount"].replace(".", ""))
    assert all(len(line["amount"].rpartition(".")[2]) == 2 for line in body["lines"])
    assert "reason" not in body


def all_quotes(policy: Policy, claim: SpikeClaim, sent: int) -> list[Answer]:
    """Return an answer of every rule."""
    first, last = policy.plans[0].volume, policy.plans[-1].volume
    answers: list[Answer] = [
        quote_spike(policy, claim),
        quote_overage(policy, first, sent),
        advise(policy, [sent]),
    ]
    if first != last:
        answers += [quote_upgrade(policy, first, last), quote_downgrade(policy, last, first, [sent])]
    return answers


@given(policies(), claims(), SENT)
def test_the_lines_always_add_up(policy: Policy, claim: SpikeClaim, sent: int):
    """The amount shown is the sum of the lines shown, for every rule, policy and customer."""
    for answer in all_quotes(policy, claim, sent):
        must_add_up(answer)


@given(policies(), claims(), SENT)
def test_asking_twice_gives_the_same_answer(policy: Policy, claim: SpikeClaim, sent: int):
    """A rule has no memory and no clock."""
    assert all_quotes(policy, claim, sent) == all_quotes(policy, claim, sent)


@given(policies(), claims(), SENT, st.integers(1, 9))
def test_the_callers_decimal_context_changes_nothing(
    policy: Policy, claim: SpikeClaim, sent: int, digits: int
):
    """A program that computes with few digits elsewhere gets the same cents from the rules."""
    expected = [answer.to_json() for answer in all_quotes(policy, claim, sent)]
    with localcontext() as context:
        context.prec = digits
        shown = [answer.to_json() for answer in all_quotes(policy, claim, sent)]
    assert shown == expected


def oracle(claim: SpikeClaim, look_back: int) -> Fraction | None:
    """Return the baseline worked out the slow way: walk back month by month, then round half up."""
    bill_month = claim.bill_month or date(2026, 10, 1)
    figures: dict[int, Decimal | None] = {1: claim.trial_projection}
    waiting = list(claim.paid)
    paused = len(claim.skipped_months)
    for number in range(2, claim.service_month):
        back = claim.service_month - number
        index = bill_month.year * 12 + bill_month.month - 1 - back
        if claim.bill_month and f"{index // 12}-{index % 12 + 1:02}" in claim.skipped_months:
            continue
        if not claim.bill_month and number >= claim.service_month - paused:
            continue
        figures[number] = waiting.pop(0) if waiting else None
    taken = [figures[number] for number in sorted(figures, reverse=True)][:look_back]
    if None in taken:
        return None
    mean = sum((Fraction(figure) for figure in taken), Fraction(0)) / len(taken)
    return Fraction((mean * 100 + Fraction(1, 2)).__floor__(), 100)


@given(policies(), claims())
def test_a_claim_is_decided_as_the_slow_way_decides_it(policy: Policy, claim: SpikeClaim):
    """S1-S6 against a second reading of the document: by fractions, walking back one month at a time."""
    answer = quote_spike(policy, claim)
    if claim.service_month == 1:
        assert answer.decision == "not_billable"
        return
    if (claim.claimed - claim.received).days > policy.spike.claim_days:
        assert (answer.decision, answer.amount) == ("too_late", claim.bill)
        return
    baseline = oracle(claim, policy.spike.months)
    if baseline is None:
        assert answer.decision == "needs_review"
        return
    capped = baseline + Fraction(policy.spike.allowance)
    bill = Fraction(claim.bill)
    assert answer.decision == ("granted" if capped < bill else "bill_stands")
    assert Fraction(answer.amount) == min(capped, bill)
    assert Fraction(answer.baseline) == baseline


@given(policies(), claims())
def test_a_grant_is_less_than_the_bill_and_not_less_than_the_allowance(policy: Policy, claim: SpikeClaim):
    """S4: the customer gains by every grant, the company gets the allowance, and both sides add up."""
    answer = quote_spike(policy, claim)
    if answer.decision == "granted":
        assert policy.spike.allowance <= answer.amount < claim.bill
        assert answer.credit > 0
    if answer.decision in ("granted", "bill_stands", "too_late"):
        assert answer.amount + answer.credit == claim.bill


@given(claims(), CENTS)
@example(AT_THE_CAP, Decimal("0.01"))
def test_a_larger_bill_never_ends_up_cheaper(claim: SpikeClaim, more: Decimal):
    """Spike protection never rewards a larger bill."""
    policy = Policy("any", "USD", (billing_rules.Plan(1, Decimal(1)),), TierDifference(), SPIKE, "112", "0")
    assume(claim.bill + more <= billing_rules.MONEY_LIMIT)
    answer = quote_spike(policy, claim)
    larger = quote_spike(policy, replace(claim, bill=claim.bill + more))
    if answer.decision not in ("needs_review", "not_billable"):
        assert larger.amount >= answer.amount


@given(policies(), SENT, st.integers(0, 1_000))
def test_sending_more_never_costs_less(policy: Policy, sent: int, more: int):
    """For each plan, one more message costs the same or more, up to where no price is given any more."""
    for plan in policy.plans:
        answer = quote_overage(policy, plan.volume, sent)
        larger = quote_overage(policy, plan.volume, sent + more)
        if answer.amount is None:
            assert larger.amount is None
        elif larger.amount is not None:
            assert larger.amount >= answer.amount >= 0


@given(policies(), MONTHS, st.integers(0, 5), st.integers(0, 1_000))
def test_sending_more_never_makes_a_plan_cheaper(policy: Policy, months: list[int], which: int, more: int):
    """Advice: every option's total stays or grows when one month grows, and lost mail is not found again."""
    grown = [sent + (more if number == which else 0) for number, sent in enumerate(months)]
    before = {(option.plan, option.overage_allowed): option for option in advise(policy, months).options}
    after = {(option.plan, option.overage_allowed): option for option in advise(policy, grown).options}
    assert before.keys() == after.keys()
    for key, option in before.items():
        assert option.feasible or not after[key].feasible
        if option.total is not None and after[key].total is not None:
            assert after[key].total >= option.total


@given(policies(), MONTHS)
def test_each_option_is_the_plan_and_its_months_overage(policy: Policy, months: list[int]):
    """Advice and overage quotes cannot disagree: an option's total is its prices plus the quoted overages."""
    for option in advise(policy, months).options:
        price = policy.plan(option.plan).price * len(months)
        overages = [quote_overage(policy, option.plan, sent).amount for sent in months]
        if not option.overage_allowed:
            assert (option.total, option.feasible) == (price, max(months) <= option.plan)
        elif None in overages:
            assert (option.total, option.feasible) == (None, False)
        else:
            assert (option.total, option.feasible) == (price + sum(overages), True)


@given(policies(), MONTHS)
def test_the_claim_about_smaller_plans_is_made_exactly_when_it_is_true(policy: Policy, months: list[int]):
    """Pair by pair: each smaller plan with the option against every larger one that loses no mail."""
    assume(len(policy.plans) > 1)
    answer = advise(policy, months)
    claimed = any("never dearer" in note for note in answer.notes)
    by_plan = [option for option in answer.options if option.overage_allowed]
    pairs = [(small, large) for small in by_plan for large in answer.options if large.plan > small.plan]
    known = all(option.total is not None for option in by_plan)
    holds = known and all(small.total <= large.total for small, large in pairs if large.feasible)
    assert claimed == holds
    if isinstance(policy.overage, TierDifference) and known:
        assert claimed


@given(policies(), st.data())
def test_up_and_down_again_costs_and_saves_the_same(policy: Policy, data: st.DataObject):
    """The price of an upgrade is the monthly saving of the downgrade back."""
    assume(len(policy.plans) > 1)
    chosen = data.draw(st.sets(st.sampled_from(range(len(policy.plans))), min_size=2, max_size=2))
    small, large = (policy.plans[index] for index in sorted(chosen))
    up = quote_upgrade(policy, small.volume, large.volume)
    assert up.amount == quote_downgrade(policy, large.volume, small.volume).amount


@given(claims(), st.integers(0, 60))
def test_a_later_claim_is_never_better(claim: SpikeClaim, later: int):
    """Waiting changes nothing until the window closes, and then nothing is granted."""
    policy = Policy("any", "USD", (billing_rules.Plan(1, Decimal(1)),), TierDifference(), SPIKE, "112", "0")
    now = quote_spike(policy, claim)
    then = quote_spike(policy, replace(claim, claimed=claim.claimed + timedelta(days=later)))
    assert then.decision in (now.decision, "too_late")


SOURCES = sorted(Path(billing_rules.__file__).parent.glob("*.py"))
CLOCKS = {"now", "today", "utcnow", "time", "monotonic"}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_the_rules_have_no_float_no_clock_and_no_files(source: Path):
    """Read from the source: no float literal or call, no clock; only `policy_yaml` opens a file."""
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float)), node.lineno
        assert not (isinstance(node, ast.Name) and node.id == "float"), node.lineno
        assert not (isinstance(node, ast.Div)), "true division"
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            assert name not in CLOCKS, (name, node.lineno)
            assert name != "open" or source.stem == "policy_yaml", node.lineno
