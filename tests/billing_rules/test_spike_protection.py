"""An overage spike is capped at the usual overage plus an allowance, if claimed in time (S1-S6)."""

from datetime import date
from decimal import Decimal, localcontext

import pytest

from billing_rules import ClaimBeforeBillError, Policy
from tests.billing_rules.harbor import ask, paid


def test_the_usual_five_dollars_and_a_bill_of_five_thousand(demo: Policy):
    """The document's own example, with every key that an integrator relies on."""
    body = ask(demo).to_json()
    assert body == {
        "rule": "spike_protection",
        "decision": "granted",
        "amount": "25.00",
        "credit": "4975.00",
        "currency": "USD",
        "deadline": "2026-10-31",
        "clauses": ["S1", "S4", "S5"],
        "policy": demo.tag,
        "lines": [
            {"label": "Average overage, Jul-Sep 2026: 5.00, 5.00, 5.00", "amount": "5.00"},
            {"label": "Protection allowance", "amount": "20.00"},
        ],
        "notes": [],
        "details": {"bill": "5000.00", "baseline": "5.00", "capped": "25.00"},
    }


@pytest.mark.parametrize(
    ("bill", "decision", "amount", "credit"),
    [
        pytest.param("24.99", "bill_stands", "24.99", "0.00", id="below the cap"),
        pytest.param("25.00", "bill_stands", "25.00", "0.00", id="exactly the cap is not less than the bill"),
        pytest.param("25.01", "granted", "25.00", "0.01", id="one cent above the cap"),
        pytest.param("999999999.99", "granted", "25.00", "999999974.99", id="the largest bill there can be"),
    ],
)
def test_a_bill_is_cut_only_when_the_cap_is_lower(
    demo: Policy, bill: str, decision: str, amount: str, credit: str
):
    """S4: the lower figure replaces the bill; an equal one does not."""
    answer = ask(demo, bill=Decimal(bill))
    assert (answer.decision, answer.amount, answer.credit) == (decision, Decimal(amount), Decimal(credit))


def test_a_bill_that_stands_shows_the_sum(demo: Policy):
    """The customer sees why: the average, the allowance and their sum beside the bill."""
    answer = ask(demo, bill=Decimal(18))
    assert answer.notes == (
        "Average overage, Jul-Sep 2026: 5.00, 5.00, 5.00. With the allowance of 20.00: "
        "5.00 + 20.00 = 25.00, which is not less than the bill of 18.00.",
    )
    assert [line.amount for line in answer.lines] == [Decimal(18)]


@pytest.mark.parametrize(
    ("received", "claimed", "in_time"),
    [
        pytest.param("2026-10-01", "2026-10-01", True, id="the day it was received"),
        pytest.param("2026-10-01", "2026-10-31", True, id="day 30 counts"),
        pytest.param("2026-10-01", "2026-11-01", False, id="day 31"),
        pytest.param("2028-01-30", "2028-02-29", True, id="day 30 is a leap day"),
        pytest.param("2027-01-30", "2027-03-01", True, id="day 30 is after a short February"),
        pytest.param("2027-01-30", "2027-03-02", False, id="day 31 after a short February"),
        pytest.param("2026-12-15", "2027-01-14", True, id="day 30 is next year"),
        pytest.param("2199-12-31", "2199-12-31", True, id="the last day there is"),
    ],
)
def test_the_claim_window(demo: Policy, received: str, claimed: str, in_time: bool):
    """S5: claimed at most 30 days after the bill was received."""
    days = {"received": date.fromisoformat(received), "claimed": date.fromisoformat(claimed)}
    answer = ask(demo, **days)
    assert answer.decision == ("granted" if in_time else "too_late")


def test_too_late_names_the_last_day_and_leaves_the_bill(demo: Policy):
    """The bill is what is owed; the deadline is in the answer and in words."""
    answer = ask(demo, claimed=date(2026, 11, 1))
    assert (answer.amount, answer.credit, answer.deadline) == (Decimal(5000), Decimal(0), date(2026, 10, 31))
    assert answer.notes == (
        "The last day to claim was 31 Oct 2026, 30 days after the bill of 1 Oct 2026; "
        "this claim is dated 1 Nov 2026.",
    )


@pytest.mark.parametrize(
    ("facts", "label", "mean", "clauses"),
    [
        pytest.param(
            {"service_month": 2, "paid": (), "trial_projection": Decimal(3)},
            "Overage projected in the free trial: 3.00",
            "3.00",
            ("S2", "S4", "S5"),
            id="month 2 has only the projection",
        ),
        pytest.param(
            {"service_month": 3, "paid": paid("8"), "trial_projection": Decimal(4)},
            "Average of the free-trial projection and the overage, Sep 2026: 4.00, 8.00",
            "6.00",
            ("S3", "S4", "S5"),
            id="month 3 averages it with month 2",
        ),
        pytest.param(
            {"service_month": 4, "paid": paid("8", "9"), "trial_projection": Decimal(4)},
            "Average of the free-trial projection and the overage, Aug-Sep 2026: 4.00, 8.00, 9.00",
            "7.00",
            ("S1", "S3", "S4", "S5"),
            id="month 4 still needs it",
        ),
        pytest.param(
            {"service_month": 5, "paid": paid("5", "5", "6"), "trial_projection": None},
            "Average overage, Jul-Sep 2026: 5.00, 5.00, 6.00, rounded to the cent",
            "5.33",
            ("S1", "S4", "S5"),
            id="month 5 is the first with three paid months",
        ),
        pytest.param(
            {"bill_month": date(2026, 2, 28)},
            "Average overage, Nov 2025-Jan 2026: 5.00, 5.00, 5.00",
            "5.00",
            ("S1", "S4", "S5"),
            id="over the new year",
        ),
        pytest.param(
            {"bill_month": None},
            "Average overage, months 6-8 of service: 5.00, 5.00, 5.00",
            "5.00",
            ("S1", "S4", "S5"),
            id="without a calendar the months of service",
        ),
        pytest.param(
            {"paid": paid("1", "1", "1", "1", "1075", "5", "0.01")},
            "Average overage, Jul-Sep 2026: 1,075.00, 5.00, 0.01, rounded to the cent",
            "360.00",
            ("S1", "S4", "S5"),
            id="only the last three count",
        ),
    ],
)
def test_the_baseline_of_each_month_of_service(
    demo: Policy, facts: dict[str, object], label: str, mean: str, clauses: tuple[str, ...]
):
    """S1-S3 are one series: the projection, then what was paid; the line reads well and the clauses fit."""
    answer = ask(demo, **facts)
    assert (answer.lines[0].label, answer.lines[0].amount) == (label, Decimal(mean))
    assert answer.clauses == clauses


@pytest.mark.parametrize(
    ("amounts", "mean"),
    [
        pytest.param(("0.01", "0.01", "0.01"), "0.01", id="no rounding"),
        pytest.param(("0.01", "0.01", "0.02"), "0.01", id="a third of a cent down"),
        pytest.param(("0.01", "0.02", "0.02"), "0.02", id="two thirds of a cent up"),
        pytest.param(("0.00", "0.00", "0.01"), "0.00", id="down to nothing"),
    ],
)
def test_the_mean_is_rounded_once(demo: Policy, amounts: tuple[str, ...], mean: str):
    """The mean alone is rounded, to the nearest cent."""
    assert ask(demo, paid=paid("9", "9", "9", "9", *amounts)).baseline == Decimal(mean)


@pytest.mark.parametrize(
    ("trial", "mean"),
    [("0.01", "0.02"), ("0.03", "0.03"), ("0.00", "0.01")],
    ids=["1.5 cents", "2.5 cents", "1 cent"],
)
def test_half_a_cent_goes_up(demo: Policy, trial: str, mean: str):
    """Half up, not half even: 2.5 cents become 3."""
    answer = ask(demo, service_month=3, paid=paid("0.02"), trial_projection=Decimal(trial))
    assert answer.baseline == Decimal(mean)


FIRST_MONTH = {"service_month": 1, "paid": (), "trial_projection": None}
LATE = {"claimed": date(2027, 1, 1)}


@pytest.mark.parametrize(
    ("facts", "decision"),
    [
        pytest.param(FIRST_MONTH | LATE, "not_billable", id="free trial before too late"),
        pytest.param(LATE | {"paid": ()}, "too_late", id="too late before a missing figure"),
        pytest.param(
            {"paid": (), "bill": Decimal(1)}, "needs_review", id="a missing figure before a bill that stands"
        ),
    ],
)
def test_the_first_check_that_applies_decides(demo: Policy, facts: dict[str, object], decision: str):
    """Bad input, free trial, window, missing figure, figures: in that order."""
    assert ask(demo, **facts).decision == decision


def test_bad_input_comes_before_everything(demo: Policy):
    """A claim dated before its bill is an error even in the free trial."""
    with pytest.raises(ClaimBeforeBillError):
        ask(demo, **FIRST_MONTH, claimed=date(2026, 9, 1))


def test_the_free_trial_promises_nothing(demo: Policy):
    """S6: no overage bill, no deadline, no credit; a charge all the same is for a person to check."""
    answer = ask(demo, **FIRST_MONTH)
    assert (answer.amount, answer.credit, answer.deadline) == (Decimal(0), Decimal(0), None)
    assert "ask our team to check it" in answer.notes[0]


def test_nothing_is_hard_wired(blocks: Policy):
    """The other company looks back six months, allows 15.00 and gives 14 days."""
    answer = ask(blocks, paid=paid("90", "1", "2", "3", "4", "5", "6"))
    assert (answer.amount, answer.currency) == (Decimal("18.50"), "EUR")
    assert answer.lines[0].label == "Average overage, Apr-Sep 2026: 1.00, 2.00, 3.00, 4.00, 5.00, 6.00"
    assert answer.deadline == date(2026, 10, 15)


@pytest.mark.parametrize("digits", [1, 2, 3])
def test_a_caller_who_counts_with_few_digits_gets_the_same_credit(demo: Policy, digits: int):
    """The credit is worked out when it is read, and is exact in any decimal context."""
    answer = ask(demo, bill=Decimal("1234.56"), paid=paid(*["7.89"] * 7))
    with localcontext() as context:
        context.prec = digits
        assert str(answer.credit) == "1206.67"
        assert answer.to_json()["amount"] == "27.89"
