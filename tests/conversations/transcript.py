"""TRANSCRIPTS: a whole conversation as a file, and what was expected beside what was seen.

account: harbor                      the demo account that talks; null is a visitor
turns:
- says: our bill is sky high         or  presses: <title of a button>
  bot: [every text of the answer, word for word]
  buttons: [every title offered]     absent: none
  quote: {rule, decision, amount, ...}   the card with the working; absent: none
  receipt: 'PD-1001: with the team, ticket T-1'   the card of a request; absent: none
  files: {kind, subject, fields}     what this turn filed; absent: this turn filed nothing
                                     "nothing": nothing is on file for this customer at all

Every file is played on the same day, NOW, and references count from PD-1001 in every conversation.
"""

from __future__ import annotations

import textwrap
from itertools import zip_longest
from pathlib import Path
from typing import Any

import yaml

NOW = "2026-11-21T17:00:00+00:00"
"""Noon where the demo accounts live, on the day of the README's example."""

Turn = dict[str, Any]
KEYS = ("says", "presses", "bot", "hears", "buttons", "quote", "receipt", "files")
COLUMN = 62


class UnreadableTranscript(ValueError):
    """A file is no transcript; the message says what is wrong with it."""


def read(path: Path) -> tuple[str | None, list[Turn]]:
    """Return who talks and the turns, or raise UnreadableTranscript."""
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(script, dict) or set(script) != {"account", "turns"} or not script["turns"]:
        raise UnreadableTranscript(f"{path}: a transcript has `account` and `turns`, and nothing else.")
    for number, turn in enumerate(script["turns"], 1):
        if ("says" in turn) == ("presses" in turn):
            raise UnreadableTranscript(f"{path}, turn {number}: give either `says` or `presses`.")
        if unknown := set(turn) - set(KEYS):
            raise UnreadableTranscript(f"{path}, turn {number}: there is no key {sorted(unknown)}.")
    return script["account"], script["turns"]


def written(account: str | None, turns: list[Turn]) -> str:
    """Return a transcript as its file holds it."""
    script = {"account": account, "turns": turns}
    return yaml.safe_dump(script, sort_keys=False, allow_unicode=True, width=COLUMN * 2 - 10)


def differing(expected: list[Turn], seen: list[Turn]) -> str | None:
    """Return the first turn that went otherwise, expected and seen side by side, or None when all went as written."""
    for number, (wanted, got) in enumerate(zip_longest(expected, seen, fillvalue={}), 1):
        if wanted != got:
            return f"turn {number} went otherwise\n\n{side_by_side(_lines(wanted), _lines(got))}"
    return None


def side_by_side(expected: list[str], seen: list[str]) -> str:
    """Return two texts in two columns; a row that differs is marked."""
    rows = [f"  {'EXPECTED':<{COLUMN}}   SEEN"]
    for wanted, got in zip_longest(expected, seen, fillvalue=""):
        mark = " " if wanted == got else ">"
        pairs = zip_longest(_wrapped(wanted), _wrapped(got), fillvalue="")
        rows += [f"{mark} {left:<{COLUMN}} | {right}".rstrip() for left, right in pairs]
    return "\n".join(rows)


def _lines(turn: Turn) -> list[str]:
    """Return a turn as lines that can stand beside another's: each part begins where the other's does."""
    parts = {
        key: yaml.safe_dump(turn[key], sort_keys=False, allow_unicode=True, width=10_000) for key in turn
    }
    return [
        f"{key}: {line}"
        for key in KEYS
        if key in parts
        for line in parts[key].removesuffix("...\n").splitlines()
    ]


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, COLUMN, subsequent_indent="    ", drop_whitespace=False) or [""]
