"""POLICY FILE: one company's policy, or every fault in its file at once.

Nothing is defaulted and nothing is guessed: a price is a quoted decimal string, a key that is not known is a
fault, and a larger plan may not be cheaper than a smaller one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from billing_rules.money import plain
from billing_rules.policy import VOLUME_LIMIT, PerBlock, Plan, Policy, SpikeProtection, TierDifference
from billing_rules.policy_section import Section, as_written
from billing_rules.policy_yaml import Fault, read_yaml

PLANS_LIMIT = 200
REQUIREMENTS = ("spf", "dkim")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_CURRENCY = re.compile(r"[A-Z]{3}")
_PHONE = re.compile(r"(?=.*[0-9])[0-9+() ./-]{3,40}")


class PolicyFaults(ValueError):
    """A policy file cannot be used; the message lists every fault found in it."""

    def __init__(self, source: str, faults: list[Fault]) -> None:
        self.source, self.faults = source, tuple(faults)
        many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(
            "\n".join([f"The policy file {source} has {many}:", *(f"  {fault}" for fault in faults)])
        )


def load_policy(path: str | os.PathLike[str]) -> Policy:
    """Return the policy in the file at `path`, or raise `PolicyFaults` with everything wrong with it."""
    faults: list[Fault] = []
    content = read_yaml(Path(path), faults)
    policy = _policy(content, faults) if content is not None or not faults else None
    if faults or policy is None:
        raise PolicyFaults(ascii(os.fspath(path))[1:-1], faults)
    return replace(policy, content_hash=_content_hash(policy))


def _policy(content: Any, faults: list[Fault]) -> Policy | None:
    """Return the policy without its hash, or None after noting at least one fault."""
    keys = ("name", "currency", "plans", "overage", "spike_protection", "contact")
    top = Section.of("", content, faults, keys)
    if top is None:
        return None
    name = top.text("name", _NAME, 'a short name of letters, digits, ".", "_" and "-", such as demo')
    currency = top.text("currency", _CURRENCY, "an ISO 4217 code, such as USD")
    plans = _plans(top)
    overage = _overage(top)
    spike = _spike(top)
    phone = _phone(top)
    if not (name and currency and plans and overage and spike and phone):
        return None
    return Policy(name, currency, plans, overage, spike, phone, "")


def _plans(top: Section) -> tuple[Plan, ...]:
    given = top.keys.get("plans")
    if not isinstance(given, list) or not 1 <= len(given) <= PLANS_LIMIT:
        top.wrong("plans", f"a list of 1 to {PLANS_LIMIT} plans")
        return ()
    drafts = [_draft(f"plans[{number}]", item, top.faults) for number, item in enumerate(given)]
    drafts = sorted((draft for draft in drafts if draft.volume), key=lambda draft: draft.volume or 0)
    for smaller, larger in pairwise(drafts):
        if smaller.volume == larger.volume:
            expected = f"another volume than that of {smaller.path}"
            top.faults.append(Fault(f"{larger.path}.volume", as_written(larger.volume), expected))
        elif smaller.price is not None and larger.price is not None and larger.price < smaller.price:
            expected = f"at least {plain(smaller.price)}, the price of the smaller {smaller.path}"
            top.faults.append(Fault(f"{larger.path}.price", plain(larger.price), expected))
    return tuple(Plan(d.volume, d.price, d.requires) for d in drafts if d.volume and d.price is not None)


@dataclass(frozen=True, slots=True)
class _Draft:
    """One entry of the list of plans; what is wrong in it is None."""

    path: str
    volume: int | None = None
    price: Decimal | None = None
    requires: tuple[str, ...] = ()


def _draft(path: str, item: Any, faults: list[Fault]) -> _Draft:
    section = Section.of(path, item, faults, ("volume", "price"), ("requires",))
    if section is None:
        return _Draft(path)
    volume, price = section.whole("volume", 1, VOLUME_LIMIT), section.price("price")
    requires = section.keys.get("requires", [])
    allowed = isinstance(requires, list) and all(need in REQUIREMENTS for need in requires)
    if not allowed or len(set(requires)) < len(requires):
        section.wrong("requires", "a list of spf and dkim, each at most once")
        return _Draft(path, volume, price)
    return _Draft(path, volume, price, tuple(requires))


def _overage(top: Section) -> TierDifference | PerBlock | None:
    if "overage" not in top.keys:
        return None
    given = top.keys["overage"]
    model = given.get("model") if isinstance(given, dict) else None
    if model == "per_block":
        return _per_block(
            Section.of("overage", given, top.faults, ("model", "block", "price"), ("limit_multiple",))
        )
    if model == "tier_difference" or not isinstance(given, dict):
        Section.of("overage", given, top.faults, ("model",))
        return TierDifference()
    section = Section.of("overage", given, top.faults, ("model",), ("block", "price", "limit_multiple"))
    if section is not None:
        section.wrong("model", "tier_difference or per_block")
    return None


def _per_block(section: Section | None) -> PerBlock | None:
    if section is None:
        return None
    block, price = section.whole("block", 1, VOLUME_LIMIT), section.price("price")
    limit = section.whole("limit_multiple", 1, 1000)
    return None if block is None or price is None else PerBlock(block, price, limit)


def _spike(top: Section) -> SpikeProtection | None:
    if "spike_protection" not in top.keys:
        return None
    keys = ("allowance", "months", "claim_days")
    section = Section.of("spike_protection", top.keys["spike_protection"], top.faults, keys)
    if section is None:
        return None
    allowance = section.price("allowance")
    months, claim_days = section.whole("months", 1, 36), section.whole("claim_days", 1, 366)
    if allowance is None or months is None or claim_days is None:
        return None
    return SpikeProtection(allowance, months, claim_days)


def _phone(top: Section) -> str | None:
    if "contact" not in top.keys:
        return None
    section = Section.of("contact", top.keys["contact"], top.faults, ("phone",))
    expected = 'a quoted telephone number, such as "(855) 709-4099"'
    return section.text("phone", _PHONE, expected) if section else None


def _content_hash(policy: Policy) -> str:
    """Return 12 hex digits that change exactly when the policy does, not with its order or comments."""
    model: list[Any] = ["tier_difference"]
    if isinstance(policy.overage, PerBlock):
        model = [
            "per_block",
            policy.overage.block,
            plain(policy.overage.price),
            policy.overage.limit_multiple,
        ]
    canonical = {
        "name": policy.name,
        "currency": policy.currency,
        "plans": [[plan.volume, plain(plan.price), sorted(plan.requires)] for plan in policy.plans],
        "overage": model,
        "spike_protection": [plain(policy.spike.allowance), policy.spike.months, policy.spike.claim_days],
        "contact": policy.phone,
    }
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
