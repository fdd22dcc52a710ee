"""RECORD a conversation with the running desk, in the form that tests/conversations keeps.

    python -m tests.conversations.record "what does 60,000 cost" "[Another plan]" --account pixel
    python -m tests.conversations.record tests/conversations/corrections/*.yml

The first prints a transcript: each argument is a line the customer types, or a button's title in brackets. The second
plays files again and writes down what was heard now; a new file needs its account and turns with `says` or `presses`
only. Read every answer before you keep it: what is recorded is what is promised.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import click
import yaml

from tests.conversations.play import Desk
from tests.conversations.transcript import NOW, Turn, written
from tests.stack import started

AT_ONCE = 8


@click.command(help=__doc__)
@click.argument("lines", nargs=-1, required=True)
@click.option("--account", help="The demo account that talks; without it, a visitor does.")
def record(lines: tuple[str, ...], account: str | None) -> None:
    """Start a desk of its own, hold the conversations, and stop it."""
    files = [Path(line) for line in lines if line.endswith(".yml")]
    stack = started(PLANDESK_NOW=NOW)
    try:
        desk = Desk(stack)
        if files:
            with ThreadPoolExecutor(AT_ONCE) as pool:
                kept = list(pool.map(lambda path: again(desk, path), files))
            sys.exit(0 if all(kept) else 1)
        turns = [{"presses": line[1:-1]} if line.startswith("[") else {"says": line} for line in lines]
        click.echo(written(account, ended(desk.play(account, turns))))
    finally:
        stack.close()


def again(desk: Desk, path: Path) -> bool:
    """Play the file's side of the customer and write down what was heard; False, with the reason, when it cannot go on."""
    script = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        heard = ended(desk.play(script["account"], script["turns"]))
    except AssertionError as fault:
        click.echo(f"{path}: {fault}", err=True)
        return False
    path.write_text(written(script["account"], heard), encoding="utf-8")
    return True


def ended(turns: list[Turn]) -> list[Turn]:
    """Say at the end, where it is so, that nothing is on file."""
    if not any("files" in turn for turn in turns):
        turns[-1]["files"] = "nothing"
    return turns


if __name__ == "__main__":
    record()
