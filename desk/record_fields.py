"""READING FIELDS: each reader returns a value or raises Wrong; `Fields` collects what was wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, available_timezones

T = TypeVar("T")

LONGEST_TEXT = 200
MOST_MESSAGES = 1_000_000_000
MOST_MONEY = Decimal("1000000000.00")
MONEY = re.compile(r"\d{1,12}(\.\d{1,2})?", re.ASCII)
MONTH = re.compile(r"\d{4}-\d{2}", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)


class Wrong(ValueError):
    """A value is not what belongs there; the message completes "<field> …"."""


class Fields:
    """The fields of one JSON object, and all that is wrong with them."""

    def __init__(
        self, record: Any, required: Collection[str], allowed: Collection[str], duplicates: str
    ) -> None:
        self.problems: list[str] = []
        self.unusable = not isinstance(record, dict)
        self._record: dict[str, Any] = {} if self.unusable else record
        if self.unusable:
            self.problems.append(f"it is {_shown(record)}, not an object with fields")
            return
        self.problems += [f"{key!r} is given twice" for key in self._record.get(duplicates, ())]
        known = {*required, *allowed, duplicates}
        self.problems += [f"{key[:40]!r} is not a known field" for key in self._record if key not in known]
        self.problems += [f"{key} is missing" for key in sorted(required) if key not in self._record]

    def take(self, key: str, read: Callable[[Any], T], instead: Any) -> T:
        """Return the field read, or `instead` after noting what is wrong with it."""
        if key not in self._record:
            return instead  # type: ignore[no-any-return]  # only reached when optional or already reported
        try:
            return read(self._record[key])
        except Wrong as fault:
            self.problems.append(f"{key} {fault}")
            return instead  # type: ignore[no-any-return]  # the record is refused, so it is never seen

    def take_list(self, key: str, read: Callable[[Any], T]) -> tuple[T, ...]:
        """Return a list field with every item read; an item is named by its place, counted from 1."""
        value = self._record.get(key, [])
        if not isinstance(value, list):
            self.problems.append(f"{key} is {_shown(value)}, not a list")
            return ()
        found = []
        for place, item in enumerate(value, 1):
            try:
                found.append(read(item))
            except Wrong as fault:
                self.problems.append(f"{key} {place}: {fault}")
        return tuple(found)

    def refuse(self) -> None:
        """Raise Wrong with everything that was wrong, if anything was."""
        if self.problems:
            raise Wrong(", ".join(self.problems))


def text(value: Any) -> str:
    """Read a line of text that can be shown."""
    if not isinstance(value, str) or not value.strip():
        raise Wrong(f"is {_shown(value)}, not a text")
    if len(value) > LONGEST_TEXT:
        raise Wrong(f"has {len(value):,} characters, more than {LONGEST_TEXT}")
    if any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in value):
        raise Wrong("holds a control character")
    return value.strip()


def flag(value: Any) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        raise Wrong(f"is {_shown(value)}, not true or false")
    return value


def whole(value: Any, lowest: int, highest: int) -> int:
    """Read a whole number within bounds."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Wrong(f"is {_shown(value)}, not a whole number")
    if not lowest <= value <= highest:
        raise Wrong(f"is {_shown(value)}, not a number from {lowest} to {highest}")
    return value


def volume(value: Any) -> int:
    """Read a number of messages."""
    return whole(value, 0, MOST_MESSAGES)


def money(value: Any) -> Decimal:
    """Read money: a string with at most two decimals, never a JSON number."""
    if not isinstance(value, str):
        raise Wrong(f'is {_shown(value)}; money is a string such as "5000.00"')
    if not MONEY.fullmatch(value) or Decimal(value) > MOST_MONEY:
        raise Wrong(f'is {_shown(value)}, not money such as "5000.00"')
    return Decimal(value).quantize(Decimal("0.01"))


def day(value: Any) -> date:
    """Read a date such as 2026-11-15."""
    if isinstance(value, str) and DAY.fullmatch(value):
        try:
            found = date.fromisoformat(value)
        except ValueError:
            raise Wrong(f"is {value}, a day that does not exist") from None
        if EARLIEST <= found <= LATEST:
            return found
    raise Wrong(f"is {_shown(value)}, not a date such as 2026-11-15")


def month(value: Any) -> date:
    """Read a month such as 2026-10, as its first day."""
    if not isinstance(value, str) or not MONTH.fullmatch(value):
        raise Wrong(f"is {_shown(value)}, not a month such as 2026-10")
    return day(f"{value}-01")


def zone(value: Any) -> str:
    """Read the name of a time zone."""
    if not isinstance(value, str) or value not in _ZONES:
        raise Wrong(f"is {_shown(value)}, not a time zone such as America/New_York")
    ZoneInfo(value)
    return value


def optional(read: Callable[[Any], T]) -> Callable[[Any], T | None]:
    """Return a reader that takes null for "not on file"."""
    return lambda value: None if value is None else read(value)


_ZONES = frozenset(available_timezones())


def _shown(value: Any) -> str:
    """Return a value as a person recognises it, however long it is."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and abs(value) >= 10**30:
        return "a far too large number"
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."
