"""PARTS: a file may name only parts of an answer (`hears`), and what of a quote or a request matters to it."""

from __future__ import annotations

from typing import Any

from tests.conversations.transcript import Turn


def is_exact(turns: list[Turn]) -> bool:
    """Return whether every turn says the whole answer."""
    return all("bot" in turn for turn in turns)


def missing(turns: list[Turn], seen: list[Turn]) -> list[str]:
    """Return what the turns name and was not seen, one sentence each."""
    found = []
    for number, (turn, got) in enumerate(zip(turns, seen, strict=True), 1):
        heard = "\n".join(got.get("bot", []))
        wrong = [f"{words!r} is not heard" for words in turn.get("hears", ()) if words not in heard]
        quote = got.get("quote", {})
        quote = quote if isinstance(quote, dict) else quote[-1]
        wrong += [
            f"quote {key}: {value!r}"
            for key, value in turn.get("quote", {}).items()
            if quote.get(key) != value
        ]
        wrong += _unfiled(turn.get("files"), got.get("files", "nothing"))
        found += [f"turn {number}: {fault}; heard {heard!r}, {quote}, {got.get('files')}" for fault in wrong]
    return found


def _unfiled(wanted: Any, filed: Any) -> list[str]:
    if wanted is None:
        return []
    if wanted == "nothing" or filed == "nothing":
        return [] if wanted == filed else [f"filed {filed!r} instead of {wanted!r}"]
    fields = filed["fields"]
    wrong = [] if filed["kind"] == wanted["kind"] else [f"filed a {filed['kind']}"]
    wrong += [
        f"field {name}" for name, value in wanted.get("fields", {}).items() if fields.get(name) != value
    ]
    held = wanted.get("fields_contain", {}).items()
    return wrong + [f"field {name}" for name, value in held if value not in fields.get(name, "")]
