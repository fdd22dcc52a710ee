"""An overage spike is capped at the usual overage plus an allowance, if claimed in time (S1-S6)."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from billing_rules import (
    ClaimBeforeBillError,
    ClaimDateError,
    MoneyError,
    NothingBilledError,
    Policy,
    ServiceMonthError,
    SpikeAnswer,
    SpikeClaim,
    TooManyPaidError,
    quote_spike,
)

HARBOR = SpikeClaim(
    bill=Decimal(5000),
    received=date(2026, 10, 1),
    claimed=date(2026, 10, 15),
    service_month=9,
    paid=(Decimal(5),) * 7,
    trial_projection=Decimal(5),
    bill_month=date(2026, 10, 1),
)


def paid(*amounts: str | None) -> tuple[Decimal | None, ...]:
    """Return the amounts, None staying None."""
    return tuple(None if amount is None else Decimal(amount) for amount in amounts)


def ask(policy: Policy, **changes: object) -> SpikeAnswer:
    """Return the answer to Harbor's claim with some facts changed."""
    return quote_spike(policy, replace(HARBOR, **changes))


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


@pytest.mark.parametrize(
    ("facts", "missing"),
    [
        pytest.param(
            {"service_month": 2, "paid": (), "trial_projection": None}, "free-trial projection", id="month 2"
        ),
        pytest.param(
            {"service_month": 4, "paid": paid("8", "9"), "trial_projection": None},
            "free-trial projection",
            id="month 4 without a projection",
        ),
        pytest.param(
            {"paid": paid("5", "5", "5", "5", "5", None, "5")},
            "overage paid for Aug 2026",
            id="a gap among the last three",
        ),
        pytest.param(
            {"paid": paid("5", "5", "5", "5")},
            "overage paid for Jul 2026, overage paid for Aug 2026 and overage paid for Sep 2026",
            id="the latest months not given",
        ),
        pytest.param(
            {"paid": paid("5", "5", "5", "5", "5", "5"), "bill_month": None},
            "overage paid in month 8 of service",
            id="without a calendar",
        ),
        pytest.param(
            {"missing": ("overage paid for Aug 2026",), "paid": paid("5", "5", "5", "5", "5", None, "5")},
            "overage paid for Aug 2026",
            id="the caller's own words are not doubled",
        ),
        pytest.param(
            {"missing": ("adjusted figure of Aug 2026",)},
            "adjusted figure of Aug 2026",
            id="only the caller knows",
        ),
    ],
)
def test_a_missing_figure_is_never_guessed(demo: Policy, facts: dict[str, object], missing: str):
    """The answer is for a person, and says what is not on file."""
    answer = ask(demo, **facts)
    assert (answer.decision, answer.amount, answer.credit, answer.lines) == ("needs_review", None, None, ())
    assert answer.reason.startswith(f"Not on file: the {missing}. The usual overage cannot be worked out")


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"trial_projection": None}, id="the projection of a customer of long standing"),
        pytest.param(
            {"paid": paid(None, None, None, None, "5", "5", "5")}, id="months before the last three"
        ),
    ],
)
def test_a_missing_figure_that_is_not_needed_does_no_harm(demo: Policy, facts: dict[str, object]):
    """Only what the average reaches has to be on file."""
    assert ask(demo, **facts).amount == Decimal(25)


@pytest.mark.parametrize(
    ("facts", "label"),
    [
        pytest.param(
            {"paid": paid("9", "9", "9", "5", "6", "7"), "skipped_months": ("2026-08",)},
            "Average overage, Jun, Jul, Sep 2026 (Aug 2026 paused): 5.00, 6.00, 7.00",
            id="one month in the middle",
        ),
        pytest.param(
            {"paid": paid("9", "9", "5", "6", "7"), "skipped_months": ("Sep 2026", "2026-08")},
            "Average overage, May-Jul 2026 (Aug 2026 and Sep 2026 paused): 5.00, 6.00, 7.00",
            id="the two before the bill, however they are written",
        ),
        pytest.param(
            {"paid": paid("9", "9", "9", "5", "6", "7"), "skipped_months": ("2026-03",)},
            "Average overage, Jul-Sep 2026: 5.00, 6.00, 7.00",
            id="one before the months that count is not mentioned",
        ),
        pytest.param(
            {
                "skipped_months": ("2025-12", "2026-10", "2027-01"),
                "paid": paid("1", "1", "1", "1", "5", "6", "7"),
            },
            "Average overage, Jul-Sep 2026: 5.00, 6.00, 7.00",
            id="months outside the service before the bill",
        ),
        pytest.param(
            {"paid": paid("9", "9", "9", "5", "6", "7"), "skipped_months": ("2026-08",), "bill_month": None},
            "Average overage, the last 3 billed months (2026-08 paused): 5.00, 6.00, 7.00",
            id="without a calendar",
        ),
        pytest.param(
            {
                "service_month": 4,
                "paid": paid("6"),
                "skipped_months": ("2026-08",),
                "trial_projection": Decimal(6),
            },
            "Average of the free-trial projection and the overage, Sep 2026 (Aug 2026 paused): 6.00, 6.00",
            id="back to the projection",
        ),
    ],
)
def test_a_paused_month_is_skipped_and_said(demo: Policy, facts: dict[str, object], label: str):
    """The next older month takes its place, and the line names the pause."""
    answer = ask(demo, **facts)
    assert (answer.lines[0].label, answer.amount) == (label, Decimal(26))
    assert bool(answer.notes) == ("paused" in label)


@pytest.mark.parametrize(
    ("facts", "error", "words"),
    [
        pytest.param(
            {"claimed": date(2026, 9, 30)},
            ClaimBeforeBillError,
            "30 Sep 2026.*1 Oct 2026",
            id="before the bill",
        ),
        pytest.param({"bill": Decimal(0)}, NothingBilledError, "0.00", id="nothing billed"),
        pytest.param({"bill": Decimal("-0.01")}, MoneyError, "-0.01", id="a negative bill"),
        pytest.param({"bill": Decimal("NaN")}, MoneyError, "NaN", id="not a number"),
        pytest.param({"bill": Decimal("sNaN")}, MoneyError, "sNaN", id="a signalling NaN"),
        pytest.param({"bill": Decimal("Infinity")}, MoneyError, "Infinity", id="infinite"),
        pytest.param(
            {"bill": Decimal("1e400")}, MoneyError, "999,999,999.99", id="absurdly large, the limit is said"
        ),
        pytest.param({"bill": Decimal("5.001")}, MoneyError, "5.001", id="finer than a cent"),
        pytest.param({"bill": Decimal("1e-400")}, MoneyError, "1E-400", id="much finer than a cent"),
        pytest.param({"paid": paid("5", "-5")}, MoneyError, "paid, amount 2 is -5", id="a negative payment"),
        pytest.param(
            {"trial_projection": Decimal(-1)}, MoneyError, "projection is -1", id="a negative projection"
        ),
        pytest.param({"service_month": 0}, ServiceMonthError, "is 0", id="month 0"),
        pytest.param({"service_month": 1201}, ServiceMonthError, "1201", id="a hundred years of service"),
        pytest.param(
            {"paid": paid(*"55555555")},
            TooManyPaidError,
            "8 paid amounts.*at most 7",
            id="one payment too many",
        ),
        pytest.param(
            {"service_month": 1},
            TooManyPaidError,
            "7 paid amounts.*at most 0",
            id="payments before the trial",
        ),
        pytest.param(
            {"skipped_months": ("2026-08",)},
            TooManyPaidError,
            "1 paused month.*at most 6",
            id="a paused month was paid",
        ),
        pytest.param(
            {"received": date(1999, 12, 31)}, ClaimDateError, "1999-12-31", id="a bill of the last century"
        ),
        pytest.param({"claimed": date(2200, 1, 1)}, ClaimDateError, "2200-01-01", id="a claim in 200 years"),
    ],
)
def test_impossible_facts_are_named(demo: Policy, facts: dict[str, object], error: type, words: str):
    """Each has its own error, which shows the value."""
    with pytest.raises(error, match=words):
        ask(demo, **facts)


@pytest.mark.parametrize(
    "facts",
    [
        pytest.param({"bill": 5000.0}, id="float"),
        pytest.param({"bill": "5000"}, id="text"),
        pytest.param({"received": datetime(2026, 10, 1)}, id="an instant is no day"),  # noqa: DTZ001  the mistake itself
        pytest.param({"service_month": 9.0}, id="float month"),
    ],
)
def test_values_of_the_wrong_type_are_refused(demo: Policy, facts: dict[str, object]):
    """Money that has been a float, or a moment without its time zone, is never let in."""
    with pytest.raises(TypeError):
        ask(demo, **facts)


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
