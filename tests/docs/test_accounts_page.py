"""docs/accounts.md is true: its example is a file that can be imported."""

from __future__ import annotations

import json
import re
from datetime import date

from billing_rules import load_policy
from desk.accounts_file import parse_accounts
from tests.stack import ROOT

PAGE = (ROOT / "docs" / "accounts.md").read_text(encoding="utf-8")


def test_the_example_file_can_be_imported():
    """The JSON on the page holds one account of the demo policy, with no fault."""
    found = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    example = json.loads(found.group(1))
    (account,) = parse_accounts(example, load_policy(ROOT / "policies/demo.yml"), date(2026, 11, 21))
    assert (account.id, account.plan, len(account.overage_bills)) == ("lakeside", 30000, 1)


def test_every_field_of_the_example_is_explained():
    """Each field that is not plain from its name stands in the table."""
    for name in (
        "id",
        "plan",
        "service_started",
        "billing_day",
        "trial_projection",
        "overage_bills",
        "paused",
    ):
        assert f"| `{name}` |" in PAGE
