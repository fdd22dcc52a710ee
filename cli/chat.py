"""`plandesk chat`: talk to a running desk in the terminal, over the same API as the help page."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from typing import Any

import click
from rich.console import Console

from cli import chat_lines
from cli.chat_client import DeskClient, Message, NotRunning, Refused, home_of, identity_of
from cli.main import BadInput
from desk.clock import clock_from
from desk.wiring import START_FAULTS, Settings

LEAVING = {"quit", "exit", ":q"}
HINT = "Write a message, or the number of a button. An empty line, Ctrl-D or `quit` ends it."
Show = Callable[[list[Message]], None]


class Unanswered(click.ClickException):
    """What was typed is fine, but nobody answers it."""

    exit_code = 1


@click.command()
@click.option("--as", "account", metavar="ACCOUNT", help="Be the customer of this account, such as harbor.")
@click.option("--url", metavar="URL", help="Where the desk is; left out, where these settings start it.")
@click.option("--json", "as_json", is_flag=True, help="Print every message as one line of JSON.")
def chat(account: str | None, url: str | None, as_json: bool) -> None:
    """Talk to a running desk; without --as, as a visitor of the help page.

    \b
    Example:
      plandesk chat --as harbor
      echo "what does 45,000 a month cost?" | plandesk chat --json
    """
    try:
        settings = Settings.from_env()
        client = DeskClient(url or home_of(settings))
        identity = identity_of(account, settings, clock_from(settings.frozen_at).now()) if account else None
        greeting = client.begin(identity)
    except START_FAULTS as fault:
        raise BadInput(str(fault)) from fault
    except Refused as fault:
        if fault.status == 401 and account:
            raise BadInput(f"The desk does not let you speak as {account!r}. {fault}") from fault
        raise Unanswered(str(fault)) from fault
    except NotRunning as fault:
        raise Unanswered(str(fault)) from fault
    buttons = Buttons(as_json)
    buttons.show(greeting)
    if not as_json:
        click.echo(HINT)
    for line in typed():
        try:
            buttons.show(buttons.send(client, line))
        except Refused as fault:
            click.echo(f"{fault}", err=True)
        except NotRunning as fault:
            raise Unanswered(f"{fault} What you typed last may not have arrived.") from fault


class Buttons:
    """Shows messages and remembers what each number stands for, until the next answer."""

    def __init__(self, as_json: bool) -> None:
        self._as_json = as_json
        self._console = Console(highlight=False)
        self._ids: list[str] = []

    def send(self, client: DeskClient, line: str) -> list[Message]:
        """Press the button of that number, or say the line as it is."""
        if line.isascii() and line.isdigit() and 1 <= int(line) <= len(self._ids):
            return client.press(self._ids[int(line) - 1])
        return client.say(line)

    def show(self, messages: list[dict[str, Any]]) -> None:
        """Print the messages; their buttons are the ones that numbers mean from now on."""
        self._ids = []
        for message in messages:
            if self._as_json:
                click.echo(json.dumps(message))
            else:
                chat_lines.show(self._console, message, len(self._ids) + 1)
            self._ids += [choice["id"] for choice in message["choices"]]


def typed() -> Iterator[str]:
    """Yield what is typed, line by line, until it ends."""
    while True:
        if sys.stdin.isatty():
            click.echo("> ", nl=False)
        line = sys.stdin.readline()
        if not line.strip() or line.strip().lower() in LEAVING:
            return
        yield line.strip()
