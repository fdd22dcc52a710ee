"""What was quoted changes before it is confirmed: it is said, and never filed as something the customer did not see."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from desk.adapters.sql.accounts import SqlAccounts
from tests.faults.records import claiming, confirm
from tests.stack import Stack

pytestmark = pytest.mark.engine


@pytest.fixture
def policy(stack: Stack) -> Iterator[Path]:
    """The policy file of the running desk; as it was, afterwards."""
    path = Path(stack.environ["POLICY"])
    before = path.read_text(encoding="utf-8")
    yield path
    path.write_text(before, encoding="utf-8")
    with stack.without("actions"):
        pass


@pytest.fixture
def accounts(records) -> Iterator[SqlAccounts]:
    """The accounts of the running desk; as they were, afterwards."""
    kept = SqlAccounts(records.database)
    before = kept.get("harbor")
    yield kept
    kept.save([before], demo=True)


def test_a_policy_that_changed_is_quoted_again_in_words(stack, records, policy):
    """Yes to 25.00 is no yes to 35.00: the new figure is shown and asked about, and filed only then."""
    harbor = claiming(stack)
    text = policy.read_text(encoding="utf-8")
    policy.write_text(text.replace('allowance: "20.00"', 'allowance: "30.00"'), encoding="utf-8")
    with stack.without("actions"):
        pass
    told = confirm(harbor)
    assert "changed" in told
    assert harbor.quote["amount"] == "35.00"
    assert records.filed("harbor") == []
    confirm(harbor)
    assert [request.quote["amount"] for request in records.filed("harbor")] == ["35.00"]


def test_a_bill_that_became_another_is_quoted_again_in_words(stack, records, accounts):
    """A bill corrected to 2,000.00 meanwhile: the difference is said and the new figures are asked about."""
    harbor = claiming(stack)
    change_bill(accounts, amount=Decimal("2000.00"))
    told = confirm(harbor)
    assert "changed" in told and "2,000.00" in told
    assert records.filed("harbor") == []
    confirm(harbor)
    assert [request.fields["bill_amount"] for request in records.filed("harbor")] == ["2000.00"]


def test_a_bill_that_was_adjusted_meanwhile_is_not_claimed(stack, records, accounts):
    """Once the team has adjusted the bill there is nothing to claim: it is said, and nothing is filed."""
    harbor = claiming(stack)
    change_bill(accounts, adjusted=Decimal("25.00"))
    told = confirm(harbor)
    assert "adjusted" in told and "25.00" in told
    assert records.filed("harbor") == []
    assert harbor.ticket is None


def change_bill(accounts: SqlAccounts, **changes: Decimal) -> None:
    """Change harbor's newest bill on file."""
    harbor = accounts.get("harbor")
    newest = harbor.open_bills()[0]
    bills = tuple(replace(bill, **changes) if bill.id == newest.id else bill for bill in harbor.overage_bills)
    accounts.save([replace(harbor, overage_bills=bills)], demo=True)


def test_two_tabs_that_confirm_at_once_file_once(stack, records, background):
    """One press counts; both tabs read the reference in the log."""
    harbor = claiming(stack)
    choice = {c["title"]: c["id"] for c in harbor.last[-1]["choices"]}
    first = next(iter(choice.values()))

    def press(tab: str) -> int:
        import requests

        body = {"client_msg_id": tab, "choice": first}
        return requests.post(
            f"{stack.home}/api/chat/messages", json=body, headers=harbor.headers, timeout=60
        ).status_code

    assert sorted(background.map(press, ["a", "b"])) == [200, 409]
    (request,) = records.filed("harbor")
    tickets = [message["ticket"]["ref"] for message in harbor.history() if message["ticket"]]
    assert tickets == [request.ref]


def test_two_conversations_that_confirm_the_same_claim_file_once(stack, records, background):
    """Two browsers, one bill: one request, and both are shown its reference."""
    both = [claiming(stack), claiming(stack)]
    list(background.map(confirm, both))
    (request,) = records.filed("harbor")
    assert [customer.ticket["ref"] for customer in both] == [request.ref, request.ref]
