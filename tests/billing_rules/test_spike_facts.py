"""Facts of a claim that are missing, paused or impossible are said, never guessed."""

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
    TooManyPaidError,
)
from tests.billing_rules.harbor import ask, paid


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
