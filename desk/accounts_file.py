"""THE ACCOUNTS FILE: a company's accounts as JSON, taken whole or not at all.

Every bad record is named with its place and all that is wrong with it, so a file of thousands is put right
in one go. Money is a string: a JSON number has already been a float somewhere.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from billing_rules import Policy
from desk.account_record import DUPLICATE_KEYS, read_record
from desk.accounts import Account

MB = 1024 * 1024
LARGEST_FILE = 50 * MB


class AccountsFileUnreadable(ValueError):
    """The file cannot be read as JSON at all."""


@dataclass(frozen=True)
class AccountFault:
    """What is wrong with one record; `place` counts from 1."""

    place: int
    id: str | None
    problems: tuple[str, ...]

    def __str__(self) -> str:
        """Return "record 17 (harbor): …; …"."""
        name = f" ({self.id})" if self.id else ""
        return f"record {self.place}{name}: {'; '.join(self.problems)}"


class AccountsFaults(ValueError):
    """Some records are wrong, so none was taken; the message names every one of them."""

    def __init__(self, faults: list[AccountFault], total: int) -> None:
        self.faults = faults
        self.total = total
        super().__init__("\n".join([self.summary, *map(str, faults)]))

    @property
    def summary(self) -> str:
        """Return how many records are wrong, in one sentence."""
        count = len(self.faults)
        verb = "is" if count == 1 else "are"
        wrong = f"{count:,} of {self.total:,} records {verb} wrong"
        return f"Nothing was imported: {wrong}. Correct the file and import it again."


def read_accounts_file(path: Path) -> Any:
    """Return what the JSON file at `path` holds, or raise AccountsFileUnreadable with a sentence."""
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise AccountsFileUnreadable(
                f"{path} has {size / MB:,.1f} MB, and at most {LARGEST_FILE // MB} MB are read at a time. "
                "Split it and import the parts."
            )
        return json.loads(path.read_bytes().decode("utf-8-sig"), object_pairs_hook=_no_key_twice)
    except OSError as fault:
        raise AccountsFileUnreadable(f"{path} cannot be read: {fault.strerror}.") from fault
    except UnicodeDecodeError as fault:
        raise AccountsFileUnreadable(
            f"{path} is not UTF-8 at byte {fault.start:,}. Save it as UTF-8."
        ) from fault
    except json.JSONDecodeError as fault:
        where = f"line {fault.lineno:,}, column {fault.colno:,}"
        raise AccountsFileUnreadable(f"{path} is not JSON at {where}: {fault.msg}.") from fault
    except RecursionError as fault:
        raise AccountsFileUnreadable(f"{path} is nested too deeply to be a list of accounts.") from fault
    except AccountsFileUnreadable:
        raise
    except ValueError as fault:
        raise AccountsFileUnreadable(f"{path} holds a number that is far too long.") from fault


def parse_accounts(data: Any, policy: Policy, today: date | Callable[[str], date]) -> list[Account]:
    """Return the accounts in `data`, or raise AccountsFaults that names every bad record.

    `today` is a date, or a function from a time zone to the date it is there.
    """
    records = _records(data)
    today_in = today if callable(today) else lambda _zone: today
    accounts: list[Account] = []
    faults: list[AccountFault] = []
    first_place: dict[str, int] = {}
    for place, record in enumerate(records, 1):
        account, problems = read_record(record, policy, today_in)
        name = record.get("id") if isinstance(record, dict) else None
        name = name if isinstance(name, str) else None
        if name is not None and (first := first_place.setdefault(name, place)) != place:
            problems = [f"the id is the same as that of record {first}", *problems]
        if problems or account is None:
            faults.append(AccountFault(place, name[:64] if name else None, tuple(problems)))
        else:
            accounts.append(account)
    if faults:
        raise AccountsFaults(faults, len(records))
    return accounts


def _records(data: Any) -> list[Any]:
    """Return the list of records in either of the two shapes a file may have."""
    if isinstance(data, dict) and set(data) == {"accounts"}:
        data = data["accounts"]
    if not isinstance(data, list):
        raise AccountsFileUnreadable(
            'The file holds no list of accounts. Write [{...}, ...] or {"accounts": [...]}.'
        )
    return data


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, remembering under a key of our own which keys it gave twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(key for key, _ in pairs)
        found[DUPLICATE_KEYS] = sorted(key for key, count in counts.items() if count > 1)
    return found
