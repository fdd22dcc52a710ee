"""`plandesk db`: the database, brought up to date."""

from __future__ import annotations

import json

import click

from cli.main import BadInput
from cli.opened import DeskClosed
from desk.adapters.sql.database import Database, DatabaseUnusable
from desk.adapters.sql.migrate import newest
from desk.adapters.sql.migrate import upgrade as bring_up_to_date
from desk.wiring import START_FAULTS, Settings


@click.group()
def db() -> None:
    """Bring the database up to date.

    \b
    Example:
      plandesk db upgrade
    """


@db.command()
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def upgrade(as_json: bool) -> None:
    """Make the tables, or change them to what this version needs; safe to run again.

    \b
    Example:
      plandesk db upgrade
    """
    try:
        settings = Settings.from_env()
        database = Database(settings.database_url, base=settings.root)
        database.check()
        changed = bring_up_to_date(database)
    except DatabaseUnusable as fault:
        raise DeskClosed(str(fault)) from fault
    except START_FAULTS as fault:
        raise BadInput(str(fault)) from fault
    if as_json:
        click.echo(json.dumps({"database": database.name, "version": newest(), "changed": changed}))
    else:
        done = "was brought up to" if changed else "is at"
        click.echo(f"The database {database.name} {done} version {newest()}, the newest.")
    database.close()
