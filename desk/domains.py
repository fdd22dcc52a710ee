"""SENDING DOMAINS: whether SPF and DKIM are set up, as DNS tells it.

A record is `present`, `missing`, or `unknown` when DNS could not be asked. Silence is never taken for absence.
A DKIM key lives under a selector that only its owner knows, so the common ones are tried and a key under
none of them counts as missing, with the selectors named for the person who reviews.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

SELECTORS = ("plandesk", "default", "dkim", "mail", "google", "selector1", "selector2", "k1", "s1", "s2")


class LookupFailed(Exception):
    """DNS gave no usable answer: nothing is known about the name."""


class Resolver(Protocol):
    """Answers with a name's TXT records; an empty list means the name certainly has none."""

    def txt(self, name: str) -> list[str]:
        """Return the TXT records of `name`, or raise LookupFailed."""
        ...


@dataclass(frozen=True)
class DomainReport:
    """Which of the records asked for are there, are missing, or could not be looked up."""

    domain: str
    present: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    def as_fields(self) -> dict[str, str]:
        """Return the report as a ticket's fields."""
        states = {"present": self.present, "missing": self.missing, "could not check": self.unknown}
        return {record: state for state, records in states.items() for record in records}


class Domains:
    """Looks domains up through a resolver."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver

    def report(self, domain: str, records: tuple[str, ...]) -> DomainReport:
        """Return what DNS says of `records` ("spf", "dkim") on `domain`; it never raises."""
        found: dict[str, list[str]] = {"present": [], "missing": [], "unknown": []}
        for record in records:
            found[self._state(domain, record)].append(record)
        return DomainReport(domain, *(tuple(found[state]) for state in ("present", "missing", "unknown")))

    def _state(self, domain: str, record: str) -> str:
        try:
            if record == "spf":
                return "present" if any(_is_spf(text) for text in self._resolver.txt(domain)) else "missing"
            if record == "dkim":
                return self._dkim(domain)
        except LookupFailed:
            return "unknown"
        return "unknown"

    def _dkim(self, domain: str) -> str:
        silent = False
        for selector in SELECTORS:
            try:
                if any(_is_dkim(text) for text in self._resolver.txt(f"{selector}._domainkey.{domain}")):
                    return "present"
            except LookupFailed:
                silent = True
                break
        return "unknown" if silent else "missing"


def _is_spf(text: str) -> bool:
    return text.strip().lower().split(" ")[0] == "v=spf1"


def _is_dkim(text: str) -> bool:
    tags = {
        part.split("=", 1)[0].strip(): part.split("=", 1)[1].strip()
        for part in text.split(";")
        if "=" in part
    }
    return tags.get("v", "DKIM1") == "DKIM1" and bool(tags.get("p"))
