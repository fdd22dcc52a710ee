"""POLICY SECTION: one mapping of a policy file, read key by key.

A fault is noted and never stops the reading.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from billing_rules.money import MONEY_LIMIT, money
from billing_rules.policy_yaml import Fault, Unusable

_PRICE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")
_PRICE_EXPECTED = (
    f'a quoted decimal string with at most 2 decimals, such as "144.00", from "0.00" to "{MONEY_LIMIT}"'
)


@dataclass(frozen=True, slots=True)
class Section:
    """The keys under `path`. A reader returns None for a key that is absent or wrong, once that is noted."""

    path: str
    keys: dict[str, Any]
    faults: list[Fault]

    @classmethod
    def of(
        cls,
        path: str,
        given: Any,
        faults: list[Fault],
        required: tuple[str, ...],
        optional: tuple[str, ...] = (),
    ) -> Section | None:
        """Return the mapping after noting each key that is missing or not known, or None if it is none."""
        known = (*required, *optional)
        if not isinstance(given, dict):
            expected = f"a mapping with the keys {', '.join(known)}"
            faults.append(Fault(path or "the file", as_written(given), expected))
            return None
        section = cls(path, given, faults)
        for key in required:
            if key not in given:
                faults.append(Fault(section.where(key), "missing", "this key"))
        for key in given:
            if key not in known:
                section.wrong(key, f"no such key, only {', '.join(known)}")
        return section

    def where(self, key: str) -> str:
        """Return the path of the key."""
        return f"{self.path}.{key}" if self.path else key

    def wrong(self, key: str, expected: str) -> None:
        """Note that the key's value is not what is expected; an absent key has been noted already."""
        if key in self.keys:
            self.faults.append(Fault(self.where(key), as_written(self.keys[key]), expected))

    def text(self, key: str, pattern: re.Pattern[str], expected: str) -> str | None:
        """Return the text if all of it fits the pattern."""
        value = self.keys.get(key)
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        self.wrong(key, expected)
        return None

    def whole(self, key: str, lowest: int, highest: int) -> int | None:
        """Return the whole number if it is within the bounds."""
        value = self.keys.get(key)
        if isinstance(value, int) and lowest <= value <= highest:
            return value
        self.wrong(key, f"a whole number from {lowest:,} to {highest:,}")
        return None

    def price(self, key: str) -> Decimal | None:
        """Return the amount, which must be text: a bare 144.00 in YAML is a float."""
        value = self.keys.get(key)
        if isinstance(value, str) and _PRICE.fullmatch(value):
            return money(Decimal(value), self.where(key))
        self.wrong(key, _PRICE_EXPECTED)
        return None


def as_written(value: Any) -> str:
    """Return the value as the file's author would recognise it, on one line and not too long."""
    if isinstance(value, Unusable):
        return "nothing" if value.kind == "nothing" else f"{value.text[:60]!a} ({value.kind})"
    if isinstance(value, dict | list):
        kind = "mapping" if isinstance(value, dict) else "list"
        return f"a {kind} of {len(value)}" if value else f"an empty {kind}"
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=True)
    return text if len(text) <= 80 else text[:80] + "..."
