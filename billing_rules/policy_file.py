"""POLICY FILE: one company's policy, or every fault in its file at once.

Nothing is defaulted and nothing is guessed: a price is a quoted decimal string, a key that is not known is a
fault, and a larger plan may not be cheaper than a smaller one.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from billing_rules.money import MONEY_LIMIT, money, plain
from billing_rules.policy import VOLUME_LIMIT, PerBlock, Plan, Policy, SpikeProtection, TierDifference
from billing_rules.policy_yaml import Fault, Unusable, read_yaml

PLANS_LIMIT = 200
REQUIREMENTS = ("spf", "dkim")
_PRICE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
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
    policy = None
    if content is not None or not faults:
        policy = _Reader(faults).policy(content)
    if faults or policy is None:
        raise PolicyFaults(os.fspath(path), faults)
    return policy


class _Reader:
    """Turns plain values into a policy, collecting faults instead of stopping at the first."""

    def __init__(self, faults: list[Fault]) -> None:
        self._faults = faults

    def policy(self, content: Any) -> Policy | None:
        """Return the policy, or None after adding to the faults."""
        keys = ("name", "currency", "plans", "overage", "spike_protection", "contact")
        fields = self._mapping("", content, keys)
        if fields is None:
            return None
        name = self._text(
            "name", fields, _NAME, 'a short name of letters, digits, ".", "_" and "-", such as demo'
        )
        currency = self._text("currency", fields, _CURRENCY, "an ISO 4217 code, such as USD")
        plans = self._plans(fields)
        overage = self._overage(fields)
        spike = self._spike(fields)
        contact = self._mapping("contact", fields.get("contact"), ("phone",)) if "contact" in fields else None
        phone = self._text(
            "contact.phone", contact or {}, _PHONE, 'a quoted telephone number, such as "(855) 709-4099"'
        )
        if self._faults or not (name and currency and plans and overage and spike and phone):
            return None
        return Policy(
            name, currency, plans, overage, spike, phone, _content_hash(fields, plans, overage, spike)
        )

    def _plans(self, fields: dict[str, Any]) -> tuple[Plan, ...]:
        if "plans" not in fields:
            return ()
        given = fields["plans"]
        if not isinstance(given, list) or not 1 <= len(given) <= PLANS_LIMIT:
            self._fault("plans", given, f"a list of 1 to {PLANS_LIMIT} plans")
            return ()
        plans = [
            (f"plans[{number}]", self._plan(f"plans[{number}]", item)) for number, item in enumerate(given)
        ]
        known = sorted(((plan.volume, path, plan) for path, plan in plans if plan), key=lambda each: each[0])
        for (volume, earlier, smaller), (_, path, plan) in pairwise(known):
            if plan.volume == volume:
                self._fault(f"{path}.volume", volume, f"another volume than {earlier} has")
            elif plan.price < smaller.price:
                self._fault(
                    f"{path}.price",
                    plain(plan.price),
                    f"at least {plain(smaller.price)}, the price of {earlier}",
                )
        return tuple(plan for _, _, plan in known)

    def _plan(self, path: str, item: Any) -> Plan | None:
        fields = self._mapping(path, item, ("volume", "price"), ("requires",))
        if fields is None:
            return None
        volume = self._whole(f"{path}.volume", fields, 1, VOLUME_LIMIT)
        price = self._price(f"{path}.price", fields)
        requires = fields.get("requires", [])
        allowed = isinstance(requires, list) and all(need in REQUIREMENTS for need in requires)
        if not allowed or len(set(requires)) < len(requires):
            self._fault(f"{path}.requires", requires, "a list of spf and dkim, each at most once")
            return None
        return None if volume is None or price is None else Plan(volume, price, tuple(requires))

    def _overage(self, fields: dict[str, Any]) -> TierDifference | PerBlock | None:
        if "overage" not in fields:
            return None
        model = fields["overage"].get("model") if isinstance(fields["overage"], dict) else None
        if model == "per_block":
            return self._per_block(fields["overage"])
        overage = self._mapping("overage", fields["overage"], ("model",))
        if overage is not None and "model" in overage and model != "tier_difference":
            self._fault("overage.model", model, "tier_difference or per_block")
            return None
        return TierDifference()

    def _per_block(self, given: dict[str, Any]) -> PerBlock | None:
        overage = self._mapping("overage", given, ("model", "block", "price"), ("limit_multiple",)) or {}
        block = self._whole("overage.block", overage, 1, VOLUME_LIMIT)
        price = self._price("overage.price", overage)
        limit = self._whole("overage.limit_multiple", overage, 1, 1000)
        return None if block is None or price is None else PerBlock(block, price, limit)

    def _spike(self, fields: dict[str, Any]) -> SpikeProtection | None:
        if "spike_protection" not in fields:
            return None
        spike = self._mapping(
            "spike_protection", fields["spike_protection"], ("allowance", "months", "claim_days")
        )
        if spike is None:
            return None
        allowance = self._price("spike_protection.allowance", spike)
        months = self._whole("spike_protection.months", spike, 1, 36)
        claim_days = self._whole("spike_protection.claim_days", spike, 1, 366)
        if allowance is None or months is None or claim_days is None:
            return None
        return SpikeProtection(allowance, months, claim_days)

    def _mapping(
        self, path: str, given: Any, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Any] | None:
        """Return the mapping after naming each key that is missing or not known, or None if it is none."""
        known = (*required, *optional)
        if not isinstance(given, dict):
            self._fault(path or "the file", given, f"a mapping with the keys {', '.join(known)}")
            return None
        for key in required:
            if key not in given:
                self._faults.append(Fault(f"{path}.{key}" if path else key, "missing", "this key"))
        for key, value in given.items():
            if key not in known:
                self._fault(f"{path}.{key}" if path else key, value, f"only the keys {', '.join(known)}")
        return given

    def _text(self, path: str, fields: dict[str, Any], pattern: re.Pattern[str], expected: str) -> str | None:
        value = fields.get(path.rpartition(".")[2])
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        self._wrong(path, fields, expected)
        return None

    def _whole(self, path: str, fields: dict[str, Any], lowest: int, highest: int) -> int | None:
        value = fields.get(path.rpartition(".")[2])
        if isinstance(value, int) and lowest <= value <= highest:
            return value
        self._wrong(path, fields, f"a whole number from {lowest:,} to {highest:,}")
        return None

    def _price(self, path: str, fields: dict[str, Any]) -> Decimal | None:
        value = fields.get(path.rpartition(".")[2])
        if isinstance(value, str) and _PRICE.fullmatch(value):
            return money(Decimal(value), path)
        expected = 'a quoted decimal string with at most 2 decimals, such as "144.00", '
        expected += f'from "0.00" to "{MONEY_LIMIT}"'
        self._wrong(path, fields, expected)
        return None

    def _wrong(self, path: str, fields: dict[str, Any], expected: str) -> None:
        """Add a fault unless the key is absent: that has been said already, or it is optional."""
        key = path.rpartition(".")[2]
        if key in fields:
            self._fault(path, fields[key], expected)

    def _fault(self, path: str, value: Any, expected: str) -> None:
        self._faults.append(Fault(path, _as_written(value), expected))


def _as_written(value: Any) -> str:
    """Return the value as the file's author would recognise it, on one line and not too long."""
    if isinstance(value, Unusable):
        return f"{value.text[:60]!r} ({value.kind})" if value.kind != "nothing" else "nothing"
    if isinstance(value, dict | list):
        kind = "mapping" if isinstance(value, dict) else "list"
        return f"a {kind} of {len(value)}" if value else f"an empty {kind}"
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 80 else text[:80] + "..."


def _content_hash(
    fields: dict[str, Any],
    plans: tuple[Plan, ...],
    overage: TierDifference | PerBlock,
    spike: SpikeProtection,
) -> str:
    """Return 12 hex digits that change exactly when the policy does, not with its order or comments."""
    model: list[Any] = ["tier_difference"]
    if isinstance(overage, PerBlock):
        model = ["per_block", overage.block, plain(overage.price), overage.limit_multiple]
    canonical = {
        "name": fields["name"],
        "currency": fields["currency"],
        "plans": [[plan.volume, plain(plan.price), sorted(plan.requires)] for plan in plans],
        "overage": model,
        "spike_protection": [plain(spike.allowance), spike.months, spike.claim_days],
        "contact": fields["contact"]["phone"],
    }
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]
