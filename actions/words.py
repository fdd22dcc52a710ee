"""Figures and dates as a customer reads them."""

from __future__ import annotations

from collections.abc import Iterable

from desk.words import count, day, money

__all__ = ["count", "day", "listing", "money", "shortened"]


def listing(items: Iterable[str], last: str = "and") -> str:
    """Return "a, b and c"."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def shortened(text: str, limit: int = 80) -> str:
    """Return `text` in one line of at most `limit` characters, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return line[: limit - 1].rsplit(" ", 1)[0] + "…"
