"""A zone file for domains that exist in no DNS: the demo's `.example` names. Every other name is really asked."""

from __future__ import annotations

from pathlib import Path

import yaml

from desk.domains import Resolver


class ZoneFile:
    """Answers for the domains in a YAML file, and passes every other name on."""

    def __init__(self, path: Path, others: Resolver) -> None:
        self._zones: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
        self._others = others

    def txt(self, name: str) -> list[str]:
        """Return the TXT records of `name`."""
        for domain, records in self._zones.items():
            if name == domain or name.endswith(f".{domain}"):
                return records.get(name, [])
        return self._others.txt(name)
