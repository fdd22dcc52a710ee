"""Each demo account reaches the outcome it was made for, whatever day it is."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from billing_rules import advise, load_policy, quote_overage, quote_spike, quote_upgrade
from desk.account_json import account_json
from desk.accounts_file import parse_accounts
from desk.adapters.memory import MemoryAccounts
from desk.adapters.sql.accounts import SqlAccounts
from desk.adapters.sql.requests import SqlRequests
from desk.claims import claim_facts
from desk.clock import FrozenClock
from desk.demo import DEMO_ZONE, demo_accounts, load_demo
from tests.desk.desk_fixtures import new_request

POLICY = load_policy(Path(__file__).parents[2] / "policies" / "demo.yml")
DAYS = st.dates(date(2024, 1, 1), date(2060, 12, 31))


def quoted(name: str, today: date):
    """Return what the rule says to a claim of the newest open bill of a demo account."""
    account = next(one for one in demo_accounts(today) if one.id == name)
    return quote_spike(POLICY, claim_facts(account, account.open_bills()[0], today))


@pytest.mark.parametrize(
    ("name", "decision", "amount"),
    [
        pytest.param("harbor", "granted", "25.00", id="harbor: 5,000.00 becomes 25.00"),
        pytest.param("fresh", "granted", "23.00", id="fresh: the projection is the baseline"),
        pytest.param("third", "granted", "26.00", id="third: projection and month 2"),
        pytest.param("late", "too_late", "900.00", id="late: the last day was yesterday"),
        pytest.param("calm", "bill_stands", "18.00", id="calm: the cap is above the bill"),
        pytest.param("gap", "needs_review", None, id="gap: no projection on file"),
    ],
)
@settings(max_examples=60, deadline=None)
@given(today=DAYS)
@example(today=date(2028, 2, 29))
@example(today=date(2027, 3, 31))
@example(today=date(2026, 12, 31))
@example(today=date(2027, 1, 1))
def test_a_claim_reaches_its_outcome_on_any_day(name, decision, amount, today):
    """The demo never goes stale: month ends, leap days and new years included."""
    answer = quoted(name, today)
    assert answer.decision == decision
    assert answer.amount == (None if amount is None else Decimal(amount))


@settings(max_examples=60, deadline=None)
@given(today=DAYS)
@example(today=date(2028, 2, 29))
def test_the_demo_accounts_would_pass_the_import(today):
    """They are accounts like any other: written out and read in again, they are the same."""
    accounts = demo_accounts(today)
    assert parse_accounts([account_json(account) for account in accounts], POLICY, today) == accounts


def test_late_is_told_the_last_day():
    """The window closed yesterday."""
    assert quoted("late", date(2026, 11, 21)).deadline == date(2026, 11, 20)


def test_gap_says_what_is_missing():
    """A person can only help when told which figure to look up."""
    assert "projection" in quoted("gap", date(2026, 11, 21)).reason


def test_the_others_reach_theirs():
    """pixel has used up its plan, maple is better off smaller, growth needs SPF and DKIM first."""
    today = date(2026, 11, 21)
    pixel, maple, growth = (
        next(one for one in demo_accounts(today) if one.id == name) for name in ("pixel", "maple", "growth")
    )
    assert not pixel.overage_allowed
    assert pixel.sent_in(date(2026, 11, 1)) == pixel.plan == 30_000
    assert quote_overage(POLICY, pixel.plan, 40_000).amount == Decimal("66.00")
    assert quote_upgrade(POLICY, pixel.plan, 45_000).amount == Decimal("66.00")
    assert maple.recent_usage(3) == (2_000, 0, 0)
    assert advise(POLICY, maple.recent_usage(3)).options[0].plan < maple.plan
    assert [need.lower() for need in quote_upgrade(POLICY, growth.plan, 120_000).requires] == ["spf", "dkim"]


def test_loading_twice_a_day_writes_once(database, clock):
    """Three processes may start at once; the day is loaded once and every outcome stands."""
    accounts = SqlAccounts(database)
    assert not accounts.is_demo()
    assert [load_demo(accounts, clock), load_demo(accounts, clock)] == [True, False]
    assert accounts.is_demo()
    assert accounts.all() == sorted(demo_accounts(clock.today(DEMO_ZONE)), key=lambda one: one.id)


def test_a_new_day_brings_new_dates_and_keeps_what_was_filed(database, clock):
    """The accounts move on with the calendar; what customers did stays."""
    accounts, requests = SqlAccounts(database), SqlRequests(database, clock)
    load_demo(accounts, clock)
    filed = requests.file(new_request())
    clock.wind(days=1)
    assert load_demo(accounts, clock)
    assert accounts.get("harbor").open_bills()[0].received == date(2026, 11, 16)
    assert requests.by_ref(filed.ref, "harbor").quote["amount"] == "25.00"


def test_the_demo_never_joins_real_accounts(database, clock):
    """A demo customer can sign in without a password: not where real customers are."""
    accounts = SqlAccounts(database)
    accounts.save(demo_accounts(date(2026, 11, 1))[:1])
    assert not load_demo(accounts, clock)
    assert not accounts.is_demo()
    assert len(accounts.all()) == 1


def test_real_accounts_end_the_demo(database, clock):
    """Importing one real account is enough for `is_demo` to say no."""
    accounts = SqlAccounts(database)
    load_demo(accounts, clock)
    accounts.save(demo_accounts(date(2026, 11, 1))[:1])
    assert not accounts.is_demo()


def test_memory_accounts_do_the_same():
    """The fake keeps the port's promises."""
    clock = FrozenClock(datetime(2026, 11, 21, 12, tzinfo=UTC))
    accounts = MemoryAccounts()
    assert [load_demo(accounts, clock), load_demo(accounts, clock)] == [True, False]
    assert accounts.is_demo()
    accounts.save(accounts.all()[:1])
    assert not accounts.is_demo()
