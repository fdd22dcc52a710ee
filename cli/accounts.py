"""`plandesk accounts`: customer accounts, imported whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from cli.main import BadInput
from cli.opened import opened_desk
from desk.account_json import account_json
from desk.accounts import Account, UnknownAccount
from desk.accounts_file import AccountsFaults, AccountsFileUnreadable, parse_accounts, read_accounts_file
from desk.demo import load_demo

JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")


@click.group()
def accounts() -> None:
    """Load or look at customer accounts.

    \b
    Example:
      plandesk accounts import accounts.json
    """


@accounts.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@JSON
def import_file(file: Path, as_json: bool) -> None:
    """Load accounts from FILE, or update those on file: all of them or none.

    \b
    Example:
      plandesk accounts import accounts.json
    """
    with opened_desk() as desk:
        try:
            found = parse_accounts(read_accounts_file(file), desk.policy, desk.clock.today)
        except AccountsFileUnreadable as fault:
            raise BadInput(str(fault)) from fault
        except AccountsFaults as faults:
            raise _refused(faults, as_json) from faults
        desk.accounts.save(found)
    if as_json:
        click.echo(json.dumps({"imported": len(found), "faults": []}))
    else:
        noun = "account is" if len(found) == 1 else "accounts are"
        click.echo(f"{len(found):,} {noun} on file from {file}.")


def _refused(faults: AccountsFaults, as_json: bool) -> BadInput:
    """Name every bad record, and return the summary to end with."""
    if as_json:
        listed = [
            {"record": fault.place, "id": fault.id, "problems": list(fault.problems)}
            for fault in faults.faults
        ]
        click.echo(json.dumps({"imported": 0, "faults": listed}))
    else:
        for fault in faults.faults:
            click.echo(str(fault), err=True)
    return BadInput(faults.summary)


@accounts.command("list")
@JSON
def list_all(as_json: bool) -> None:
    """List the accounts on file.

    \b
    Example:
      plandesk accounts list
    """
    with opened_desk() as desk:
        found = desk.accounts.all()
    if as_json:
        click.echo(json.dumps([account_json(account) for account in found]))
        return
    if not found:
        click.echo(
            "No accounts are on file. Type `plandesk accounts import FILE.json` or `plandesk accounts demo`."
        )
        return
    table = Table("Account", "Name", "Plan", "Overage", "Open bills")
    for account in found:
        table.add_row(
            account.id, account.name, f"{account.plan:,}", _option(account), str(len(account.open_bills()))
        )
    Console().print(table)


@accounts.command()
@click.argument("account_id", metavar="ACCOUNT")
@JSON
def show(account_id: str, as_json: bool) -> None:
    """Show one account with its months, bills and pauses.

    \b
    Example:
      plandesk accounts show harbor
    """
    with opened_desk() as desk:
        try:
            account = desk.accounts.get(account_id)
        except UnknownAccount as fault:
            raise BadInput(str(fault)) from fault
        next_billing = account.next_billing_date(account.today(desk.clock))
    if as_json:
        click.echo(json.dumps(account_json(account)))
        return
    for label, value in _facts(account, f"{next_billing}").items():
        click.echo(f"{label:<18}{value}")


@accounts.command()
@JSON
def demo(as_json: bool) -> None:
    """Load the nine demo accounts, or bring them to today; never beside real accounts.

    \b
    Example:
      plandesk accounts demo
    """
    with opened_desk() as desk:
        loaded = load_demo(desk.accounts, desk.clock)
        is_demo = desk.accounts.is_demo()
        count = len(desk.accounts.all())
    if as_json:
        click.echo(json.dumps({"loaded": loaded, "demo": is_demo}))
    elif is_demo:
        click.echo(f"{count} demo accounts are on file, with dates counted back from today.")
    if not is_demo:
        raise click.ClickException("Real accounts are on file, so the demo accounts were not loaded.")


def _option(account: Account) -> str:
    return "allowed" if account.overage_allowed else "off"


def _facts(account: Account, next_billing: str) -> dict[str, str]:
    """Return what is shown of an account, in order."""
    facts = {
        "Account": account.id,
        "Name": account.name,
        "E-mail": account.email,
        "Domain": account.domain,
        "Plan": f"{account.plan:,} messages a month, overage {_option(account)}",
        "Service since": f"{account.service_started}",
        "Next billing": f"{next_billing} ({account.time_zone})",
        "Trial projection": f"{account.trial_projection or 'not on file'}",
    }
    facts |= {f"Sent {usage.month:%Y-%m}": f"{usage.sent:,}" for usage in account.usage}
    for bill in account.overage_bills:
        adjusted = "" if bill.adjusted is None else f", adjusted to {bill.adjusted}"
        facts[f"Bill {bill.id}"] = f"{bill.amount} for {bill.month:%Y-%m}, received {bill.received}{adjusted}"
    facts |= {f"Paused {pause.start}": f"until {pause.until or 'further notice'}" for pause in account.paused}
    return facts
