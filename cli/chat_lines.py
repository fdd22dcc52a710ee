"""A message as the terminal shows it: text, the quote as a small table, the receipt, the buttons with a number each."""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

STYLES = {"bot": "", "agent": "bold", "system": "yellow", "customer": "dim"}
NAMES = {"bot": "desk", "agent": "agent", "system": "note", "customer": "you"}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def show(console: Console, message: dict[str, Any], first: int) -> None:
    """Print one message; its buttons are numbered from `first`."""
    console.print(Group(*_parts(message, first)))


def plain(text: str) -> str:
    """Return `text` without what would steer a terminal instead of being read."""
    return _CONTROL.sub("\ufffd", text)


def _parts(message: dict[str, Any], first: int) -> list[RenderableType]:
    sender = message["from"]
    parts: list[RenderableType] = []
    if message["text"]:
        parts.append(Text(f"{NAMES.get(sender, sender)}: {plain(message['text'])}", STYLES.get(sender, "")))
    if message.get("quote") and message["quote"].get("lines"):
        parts.append(Padding(_quote(message["quote"]), (0, 0, 0, 6)))
    if message.get("ticket"):
        parts.append(Text(f"      {_receipt(message['ticket'])}", "green"))
    for number, choice in enumerate(message["choices"], first):
        parts.append(Text(f"      {number}. {plain(choice['title'])}", "cyan"))
    return parts


def _quote(quote: dict[str, Any]) -> Table:
    table = Table(show_footer=True)
    total = f"Total ({', '.join(quote['clauses'])})" if quote.get("clauses") else "Total"
    table.add_column("", total)
    table.add_column(plain(str(quote["currency"])), str(quote["amount"]), justify="right", no_wrap=True)
    for line in quote["lines"]:
        table.add_row(Text(plain(line["label"])), line["amount"])
    return table


def _receipt(ticket: dict[str, Any]) -> str:
    """Return a request in one line; the status names the ticket once there is one."""
    return f"Request {plain(str(ticket['ref']))}: {plain(str(ticket['status']))}"
