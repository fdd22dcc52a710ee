"""Policy files to be read or refused: a small good one, changed in one place, and what is wrong with it."""

from pathlib import Path
from typing import Any

import pytest

from billing_rules import PolicyFaults, load_policy

DROP = object()


def content() -> dict[str, Any]:
    """Return a small good policy as plain data."""
    return {
        "name": "small",
        "currency": "USD",
        "plans": [
            {"volume": 1000, "price": "10.00"},
            {"volume": 5000, "price": "30.00", "requires": ["spf", "dkim"]},
        ],
        "overage": {"model": "tier_difference"},
        "spike_protection": {"allowance": "20.00", "months": 3, "claim_days": 30},
        "contact": {"phone": "(855) 709-4099"},
    }


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return the good policy with the value at a dotted path set, or dropped."""
    whole = content()
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = whole
    for step in parents:
        place = place[step]
    if value is DROP:
        del place[last]
    else:
        place[last] = value
    return whole


def faults_of(path: Path) -> list[str]:
    """Return each fault as its own line."""
    with pytest.raises(PolicyFaults) as refused:
        load_policy(path)
    assert str(refused.value).splitlines()[1:] == [f"  {fault}" for fault in refused.value.faults]
    return [str(fault) for fault in refused.value.faults]
