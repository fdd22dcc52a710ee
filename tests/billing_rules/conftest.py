"""The two policies that the rules are tried under."""

from pathlib import Path

import pytest

from billing_rules import Policy, load_policy

POLICIES = Path(__file__).parents[2] / "policies"


@pytest.fixture(scope="session")
def demo() -> Policy:
    """The demo company: tier difference, 3 months, 20.00, 30 days."""
    return load_policy(POLICIES / "demo.yml")


@pytest.fixture(scope="session")
def blocks() -> Policy:
    """The other company: blocks of 1,000 at 9.50 up to 3 times the plan; 6 months, 15.00, 14 days."""
    return load_policy(POLICIES / "per-block.yml")
