"""The two policies that the rules are tried under, and a place to write others."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

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


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Any], Path]:
    """Write a policy file from text, bytes or data."""

    def written(given: Any) -> Path:
        path = tmp_path / "policy.yml"
        if isinstance(given, bytes):
            path.write_bytes(given)
        else:
            path.write_text(given if isinstance(given, str) else yaml.safe_dump(given), "utf-8")
        return path

    return written
