"""The desk, opened for one command: whatever stops it is one sentence, and it is closed again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click

from cli.main import BadInput
from desk.accounts import AccountsUnavailable
from desk.adapters.sql.database import DatabaseUnusable
from desk.wiring import START_FAULTS, Desk, Settings, build


class DeskClosed(click.ClickException):
    """What was typed is fine, but the desk's database cannot be used now."""

    exit_code = 1


@contextmanager
def opened_desk() -> Iterator[Desk]:
    """Open the desk that the settings describe."""
    try:
        desk = build(Settings.from_env())
        try:
            yield desk
        finally:
            desk.close()
    except (DatabaseUnusable, AccountsUnavailable) as fault:
        raise DeskClosed(str(fault)) from fault
    except START_FAULTS as fault:
        raise BadInput(str(fault)) from fault
