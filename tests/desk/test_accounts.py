"""An account answers questions about its own dates, months and bills."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.accounts import Account, OverageBill, Pause
from desk.clock import FrozenClock

ACCOUNT = Account(
    id="harbor",
    name="Harbor Books",
    email="billing@harbor.example",
    domain="harbor.example",
    plan=30_000,
    overage_allowed=True,
    service_started=date(2025, 3, 31),
    billing_day=31,
    time_zone="America/New_York",
)


def bill(id: str, month: date, amount: str, received: date, adjusted: str | None = None) -> OverageBill:
    """Return a bill."""
    return OverageBill(id, month, Decimal(amount), received, None if adjusted is None else Decimal(adjusted))


@pytest.mark.parametrize(
    ("month", "number"),
    [
        pytest.param(date(2025, 3, 1), 1, id="the month service started is the first, on whatever day"),
        pytest.param(date(2025, 4, 1), 2, id="the next month is the second"),
        pytest.param(date(2026, 10, 1), 20, id="across a new year"),
    ],
)
def test_a_month_of_service_is_counted_in_calendar_months(month, number):
    """Whole calendar months from the month of service_started, plus 1."""
    assert ACCOUNT.service_month(month) == number


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        pytest.param(date(2026, 11, 21), date(2026, 11, 30), id="a short month bills on its last day"),
        pytest.param(date(2026, 11, 30), date(2026, 12, 31), id="on the billing day it is the next one"),
        pytest.param(date(2028, 1, 31), date(2028, 2, 29), id="a leap day"),
        pytest.param(date(2026, 12, 31), date(2027, 1, 31), id="across a new year"),
    ],
)
def test_the_next_billing_date_knows_month_ends(today, expected):
    """Billing day 31 is the last day of a shorter month."""
    assert ACCOUNT.next_billing_date(today) == expected


@given(st.dates(date(2000, 1, 1), date(2190, 1, 1)), st.integers(1, 31))
def test_the_next_billing_date_is_within_a_month(today, day):
    """It always lies ahead, and never more than 31 days."""
    ahead = (replace(ACCOUNT, billing_day=day).next_billing_date(today) - today).days
    assert 0 < ahead <= 31


def test_today_is_where_the_customer_is():
    """The date is the account's, not the server's."""
    clock = FrozenClock(datetime(2026, 11, 22, 3, tzinfo=UTC))
    assert ACCOUNT.today(clock) == date(2026, 11, 21)


def test_open_bills_come_newest_first_and_leave_out_what_is_settled():
    """An adjusted bill or one of nothing cannot be asked about again."""
    account = replace(
        ACCOUNT,
        overage_bills=(
            bill("old", date(2026, 8, 1), "5.00", date(2026, 9, 15)),
            bill("cut", date(2026, 9, 1), "900.00", date(2026, 10, 15), "25.00"),
            bill("new", date(2026, 10, 1), "5000.00", date(2026, 11, 15)),
            bill("nothing", date(2026, 7, 1), "0.00", date(2026, 8, 15)),
        ),
    )
    assert [one.id for one in account.open_bills()] == ["new", "old"]


def test_an_adjusted_bill_counts_at_the_adjusted_figure():
    """Decision 2: "paid" means after any earlier adjustment, even when that is nothing."""
    account = replace(
        ACCOUNT,
        overage_bills=(
            bill("b", date(2026, 9, 1), "900.00", date(2026, 10, 15), "0.00"),
            bill("a", date(2026, 8, 1), "900.00", date(2026, 9, 15), "25.00"),
        ),
    )
    assert account.paid_overages() == (
        (date(2026, 8, 1), Decimal("25.00")),
        (date(2026, 9, 1), Decimal("0.00")),
    )


@pytest.mark.parametrize(
    ("start", "until", "paused"),
    [
        pytest.param(date(2026, 1, 1), date(2026, 2, 1), True, id="exactly the month"),
        pytest.param(date(2026, 1, 2), date(2026, 3, 1), False, id="one day of it was not paused"),
        pytest.param(date(2025, 12, 1), date(2026, 1, 31), False, id="its last day was not paused"),
        pytest.param(date(2025, 12, 15), None, True, id="a pause without an end"),
    ],
)
def test_a_month_is_paused_when_all_of_it_is(start, until, paused):
    """`until` is the first day that is no longer paused."""
    assert replace(ACCOUNT, paused=(Pause(start, until),)).is_paused_month(date(2026, 1, 1)) is paused
