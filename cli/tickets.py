"""`plandesk tickets`: what is waiting to reach the ticket system, and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from cli.main import BadInput
from cli.opened import opened_desk
from desk.clock import SystemClock
from desk.delivery import deliver_due
from desk.outbox import OutboxRow
from desk.requests import Request, UnknownRequest

JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group(invoke_without_command=True)
@click.pass_context
def tickets(context: click.Context) -> None:
    """See what is waiting to reach the ticket system, and why.

    \b
    Example:
      plandesk tickets list
    """
    if context.invoked_subcommand is None:
        context.invoke(list_waiting)


@tickets.command("list")
@click.option("--all", "everything", is_flag=True, help="Also what has arrived.")
@JSON
def list_waiting(everything: bool, as_json: bool) -> None:
    """List what has not arrived, or arrived changed, oldest first.

    \b
    Example:
      plandesk tickets list --json
    """
    with opened_desk() as desk:
        rows = desk.outbox.rows(everything=everything)
    if as_json:
        click.echo(json.dumps([row_json(row) for row in rows]))
    elif not rows:
        click.echo("Nothing is waiting: every request has reached the ticket system.")
    else:
        Console().print(_table(rows))


@tickets.command()
@click.argument("ref", metavar="REFERENCE")
@JSON
def show(ref: str, as_json: bool) -> None:
    """Show one request, its figures, and how its delivery stands.

    \b
    Example:
      plandesk tickets show PD-1001
    """
    with opened_desk() as desk:
        try:
            request = desk.requests.for_team(ref)
        except UnknownRequest as fault:
            raise BadInput(str(fault)) from fault
        rows = desk.outbox.rows(everything=True, ref=ref)
    if as_json:
        click.echo(json.dumps(_request_json(request) | {"delivery": [row_json(row) for row in rows]}))
        return
    for label, value in _facts(request).items():
        click.echo(f"{label:<14}{value}")
    click.echo(f"\n{request.body}\n")
    Console().print(_table(rows))


@tickets.command()
@click.argument("ref", metavar="REFERENCE", required=False)
@click.option("--all", "everything", is_flag=True, help="Everything that is stuck.")
@click.option("--now", is_flag=True, help="Deliver here and now, not when the desk next looks.")
@JSON
def retry(ref: str | None, everything: bool, now: bool, as_json: bool) -> None:
    """Try again to deliver one request, or with --all everything that is stuck.

    \b
    Example:
      plandesk tickets retry PD-1001
    """
    if (ref is None) != everything:
        raise BadInput("Give one reference such as PD-1001, or --all for everything that is stuck.")
    with opened_desk() as desk:
        try:
            if ref is not None:
                desk.requests.for_team(ref)
        except UnknownRequest as fault:
            raise BadInput(str(fault)) from fault
        count = desk.outbox.retry(ref)
        done = deliver_due(desk.outbox, desk.tickets, SystemClock().now) if now else None
    if as_json:
        click.echo(json.dumps({"retried": count, "delivered": done.settled if done else None}))
    elif count:
        when = "has been tried now" if now else "goes out when the desk next looks, within a second or two"
        click.echo(f"{count} {'delivery' if count == 1 else 'deliveries'} that was stuck {when}.")
    if not count:
        raise click.ClickException(f"Nothing of {ref} is stuck." if ref else "Nothing is stuck.")
    if done is not None and done.settled < done.total:
        raise click.ClickException("Not everything arrived: `plandesk tickets list` says why.")


def row_json(row: OutboxRow) -> dict[str, Any]:
    """Return a delivery as JSON: instants in ISO form."""
    return asdict(row) | {
        "due_at": row.due_at.isoformat() if row.due_at else None,
        "created_at": row.created_at.isoformat(),
    }


def _request_json(request: Request) -> dict[str, Any]:
    return asdict(request) | {
        "created_at": request.created_at.isoformat(),
        "status_words": request.status_words,
    }


def _facts(request: Request) -> dict[str, str]:
    return {
        "Reference": request.ref,
        "Kind": request.kind,
        "Account": f"{request.account_name} ({request.account_id or 'anonymous'})",
        "Filed": f"{request.created_at:%Y-%m-%d %H:%M} UTC",
        "Status": request.status_words,
        "Subject": request.subject,
        **request.fields,
    }


def _table(rows: list[OutboxRow]) -> Table:
    table = Table("Request", "Kind", "Step", "State", "Attempts", "Why")
    for row in rows:
        why = f"{row.failure}: {row.failure_words}" if row.failure else (row.ticket_number or "not tried yet")
        state = "arrived" if row.state == "done" else row.state
        table.add_row(row.ref, row.kind, row.step, state, str(row.attempts), why)
    return table
