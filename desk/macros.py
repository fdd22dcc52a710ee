"""MACROS: what an agent can insert with one key, and what is suggested by itself; each text filled with the figures.

A text is offered only where every figure in it is known, so no customer ever reads a brace or a wrong amount. The
figures are those of the quote as the customer saw it; nothing is worked out here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from billing_rules.policy_section import Section
from billing_rules.policy_yaml import Fault, read_yaml
from desk.words import count, day, money

NAMES = ("customer", "agent", "phone", "reference")
FIGURES = ("amount", "credit", "bill", "deadline", "working", "reason")
VOLUMES = ("current", "plan", "prepaid", "sent", "covering_plan")
KNOWN = (*NAMES, *FIGURES, *VOLUMES)
_BRACE = re.compile(r"\{([^{}]*)\}")
_ID, _ON = re.compile(r"[a-z][a-z0-9_]{0,39}"), re.compile(r"[a-z_]+\.[a-z_]+")
_TITLE, _TEXT = re.compile(r"\S.{0,59}"), re.compile(r"(?s)\S.{0,1999}")


class MacroFaults(ValueError):
    """The file of macros cannot be used; the message lists every fault found in it."""

    def __init__(self, source: Path, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        many = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__(
            "\n".join([f"The file of macros {source} has {many}:", *(f"  {fault}" for fault in faults)])
        )


@dataclass(frozen=True)
class Macro:
    """A text with braces. `id` is a macro's own, or the rule and decision that a suggestion belongs to."""

    id: str
    title: str
    text: str

    def filled(self, values: Mapping[str, str]) -> str | None:
        """Return the text with its braces filled, or None when one of them has no value."""
        if not all(values.get(name) for name in _BRACE.findall(self.text)):
            return None
        return _BRACE.sub(lambda brace: values[brace[1]], self.text)


@dataclass(frozen=True)
class Macros:
    """Everything that can be inserted."""

    macros: tuple[Macro, ...] = ()
    suggested: tuple[Macro, ...] = ()

    def offered(self, values: Mapping[str, str]) -> list[Macro]:
        """Return the macros whose every brace can be filled, filled."""
        return _filled(self.macros, values)

    def suggestions(self, quote: dict[str, Any] | None, values: Mapping[str, str]) -> list[Macro]:
        """Return what belongs to this quote, filled."""
        on = f"{quote.get('rule')}.{quote.get('decision')}" if quote else ""
        return _filled((macro for macro in self.suggested if macro.id == on), values)


def figures(quote: dict[str, Any] | None) -> dict[str, str]:
    """Return the figures of a quote as a customer reads them, by the name a brace has; what it lacks is left out."""
    if not quote:
        return {}
    currency, details = str(quote.get("currency", "")), quote.get("details") or {}
    found: dict[str, str] = {}
    for name in ("amount", "credit", "bill"):
        value = quote.get(name) or details.get(name)
        if value is not None:
            found[name] = money(value, currency)
    if quote.get("deadline"):
        found["deadline"] = day(quote["deadline"])
    if quote.get("reason"):
        found["reason"] = str(quote["reason"])
    if quote.get("lines"):
        found["working"] = ", ".join(
            f"{line['label']} = {money(line['amount'], currency)}" for line in quote["lines"]
        )
    volumes = {**details, "covering_plan": quote.get("covering_plan")}
    return found | {name: count(volumes[name]) for name in VOLUMES if isinstance(volumes.get(name), int)}


def load_macros(path: Path) -> Macros:
    """Return the macros in a file, or raise MacroFaults with everything wrong with it."""
    faults: list[Fault] = []
    if not path.is_file():
        raise MacroFaults(path, [Fault("the file", "missing", "a file such as policies/macros.yml")])
    top = Section.of("", read_yaml(path, faults), faults, (), ("suggested", "macros")) if not faults else None
    found = Macros()
    if top is not None:
        suggested = _entries(top, "suggested", "on", _ON, "a rule and a decision, such as upgrade.quoted")
        macros = _entries(top, "macros", "id", _ID, "a short name, such as hello")
        _once(macros, faults)
        found = Macros(tuple(macros), tuple(suggested))
    if faults:
        raise MacroFaults(path, faults)
    return found


def _entries(top: Section, name: str, key: str, pattern: re.Pattern[str], expected: str) -> list[Macro]:
    given = top.keys.get(name, [])
    if not isinstance(given, list):
        top.wrong(name, "a list")
        return []
    found = []
    for number, item in enumerate(given):
        section = Section.of(f"{name}[{number}]", item, top.faults, (key, "title", "text"))
        if section is None:
            continue
        called = section.text(key, pattern, expected)
        title = section.text("title", _TITLE, "one line of at most 60 characters")
        text = section.text("text", _TEXT, "a text of at most 2,000 characters")
        if text is not None:
            _check_braces(section, text)
        if called and title and text:
            found.append(Macro(called, title, text))
    return found


def _check_braces(section: Section, text: str) -> None:
    names = ", ".join(KNOWN)
    for name in _BRACE.findall(text):
        if name not in KNOWN:
            section.faults.append(Fault(section.where("text"), f"{{{name[:40]}}}", f"one of {names}"))
    if set(_BRACE.sub("", text)) & set("{}"):
        section.wrong("text", "a name between every pair of braces")


def _once(macros: list[Macro], faults: list[Fault]) -> None:
    ids = [macro.id for macro in macros]
    for name in sorted({name for name in ids if ids.count(name) > 1}):
        faults.append(Fault("macros", f"the id {name} twice", "each id once"))


def _filled(macros: Any, values: Mapping[str, str]) -> list[Macro]:
    texts = ((macro, macro.filled(values)) for macro in macros)
    return [Macro(macro.id, macro.title, text) for macro, text in texts if text is not None]
