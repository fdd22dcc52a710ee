"""The facts of a claim come from the records, month by month, and nothing is guessed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from billing_rules import load_policy, quote_spike
from desk.accounts import Account, MonthUsage, OverageBill, Pause
from desk.claims import claim_facts

POLICY = load_policy(Path(__file__).parents[2] / "policies" / "demo.yml")
CLAIMED = OverageBill("ob", date(2026, 9, 1), Decimal("90.00"), date(2026, 10, 1))
TODAY = date(2026, 10, 2)


def paid(month: int, amount: str, adjusted: str | None = None) -> OverageBill:
    """Return a bill for a month of 2026."""
    first = date(2026, month, 1)
    cut = None if adjusted is None else Decimal(adjusted)
    return OverageBill(f"ob-{month}", first, Decimal(amount), first.replace(month=month + 1, day=15), cut)


def account(*bills: OverageBill, started: date = date(2026, 5, 20), **changes: object) -> Account:
    """Return an account in service since `started`; the claimed September is its fifth month."""
    base = Account(
        id="a",
        name="A",
        email="a@a.example",
        domain="a.example",
        plan=30_000,
        overage_allowed=True,
        service_started=started,
        billing_day=20,
        time_zone="UTC",
        trial_projection=Decimal("4.00"),
        overage_bills=(*bills, CLAIMED),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def quoted(of: Account):
    """Return what the rule says to a claim of the account's bill."""
    return quote_spike(POLICY, claim_facts(of, CLAIMED, TODAY))


def test_the_series_runs_from_the_second_month_to_the_one_before():
    """Decision 1: month 1 is the projection; months 2, 3, … are what was paid."""
    facts = claim_facts(account(paid(6, "5"), paid(7, "6"), paid(8, "7")), CLAIMED, TODAY)
    assert facts.service_month == 5
    assert facts.paid == (Decimal(5), Decimal(6), Decimal(7))
    assert facts.bill_month == date(2026, 9, 1)


def test_an_adjusted_month_counts_at_its_reduced_figure():
    """Decision 2: a month already cut by the protection does not raise the next baseline."""
    answer = quoted(account(paid(6, "5"), paid(7, "5"), paid(8, "5000", "5")))
    assert (answer.decision, answer.amount) == ("granted", Decimal("25.00"))


def test_a_gap_is_never_guessed():
    """Decision 3: a month without a bill or usage on file leads to a person, and is named."""
    answer = quoted(account(paid(6, "5"), paid(8, "5")))
    assert answer.decision == "needs_review"
    assert "Jul 2026" in answer.reason


def test_a_gap_before_the_months_that_count_does_not_matter():
    """Only the last three entries are averaged, so an older hole needs nobody."""
    older = account(paid(6, "5"), paid(7, "5"), paid(8, "5"), started=date(2025, 1, 5))
    assert quoted(older).decision == "granted"


def test_a_month_within_the_plan_cost_nothing():
    """Without a bill, and with no more messages than the plan holds, the overage was 0.00."""
    quiet = account(paid(6, "6"), paid(8, "6"), usage=(MonthUsage(date(2026, 7, 1), 30_000),))
    assert quoted(quiet).amount == Decimal("24.00")


def test_a_month_beyond_the_plan_without_a_bill_is_a_gap():
    """More messages than the plan holds, and no bill: what was paid is not known."""
    odd = account(paid(6, "6"), paid(8, "6"), usage=(MonthUsage(date(2026, 7, 1), 30_001),))
    assert quoted(odd).decision == "needs_review"


def test_a_paused_month_is_skipped_and_said():
    """Decision 4: it was neither sent nor billed in, and the quote says so."""
    paused = account(paid(6, "8"), paid(8, "6"), paused=(Pause(date(2026, 7, 1), date(2026, 8, 1)),))
    facts = claim_facts(paused, CLAIMED, TODAY)
    assert facts.skipped_months == ("2026-07",)
    answer = quote_spike(POLICY, facts)
    assert answer.amount == Decimal("26.00")
    assert "Jul 2026" in str(answer.to_json())


@pytest.mark.parametrize(
    ("started", "decision"),
    [
        pytest.param(date(2026, 9, 30), "not_billable", id="the free trial has nothing to claim"),
        pytest.param(date(2026, 8, 1), "granted", id="the second month has the projection"),
    ],
)
def test_the_first_months_of_service(started, decision):
    """S2 and S6 from the records alone."""
    assert quoted(account(started=started)).decision == decision
