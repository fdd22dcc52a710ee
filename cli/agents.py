"""`plandesk agents`: who may sign in to the console and answer customers."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import cast

import click
from rich.console import Console
from rich.table import Table

from cli.main import BadInput
from cli.opened import opened_desk
from desk.adapters.sql.agents import SqlAgents
from desk.agents import ROLES, Agent, AgentKnown, AgentUnknown, AgentUnusable, Role, new_password

JSON = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
GENERATE = click.option("--generate", is_flag=True, help="Make a password and print it, once.")
EMAIL = click.argument("email", metavar="EMAIL")


@click.group()
def agents() -> None:
    """Say who may sign in to the console and answer customers.

    \b
    Example:
      plandesk agents add "Ann Lee" ann@company.example
    """


@agents.command()
@click.argument("name")
@EMAIL
@click.option(
    "--role",
    type=click.Choice(ROLES),
    default="agent",
    show_default=True,
    help="A lead may also approve adjustments.",
)
@GENERATE
@click.option(
    "--no-password", is_flag=True, help="They only sign in at your identity provider (OIDC_ISSUER)."
)
@JSON
def add(name: str, email: str, role: str, generate: bool, no_password: bool, as_json: bool) -> None:
    """Let someone sign in. The password is asked for twice, or read from a pipe, one line.

    \b
    Example:
      plandesk agents add "Ann Lee" ann@company.example --role lead
      plandesk agents add "Ann Lee" ann@company.example --generate --json
    """
    if generate and no_password:
        raise BadInput("Give either --generate or --no-password, not both.")
    with _agents() as kept:
        password = None if no_password else _password(generate)
        agent = kept.add(name, email, cast(Role, role), password)
    _say(agent, f"{agent.name} can sign in as {agent.email}.", password if generate else None, as_json)


@agents.command("list")
@JSON
def list_all(as_json: bool) -> None:
    """List everyone who may sign in, and who may no more.

    \b
    Example:
      plandesk agents list
    """
    with _agents() as kept:
        found = kept.all()
    if as_json:
        click.echo(json.dumps([asdict(agent) for agent in found]))
    elif not found:
        click.echo("There are no agents yet. Type `plandesk agents add NAME EMAIL`.")
    else:
        table = Table("Name", "E-mail", "Role", "May sign in")
        for agent in found:
            table.add_row(agent.name, agent.email, agent.role, "no" if agent.disabled else "yes")
        Console().print(table)


@agents.command()
@EMAIL
@GENERATE
@JSON
def password(email: str, generate: bool, as_json: bool) -> None:
    """Give an agent another password; whoever is signed in as them is signed out.

    \b
    Example:
      plandesk agents password ann@company.example --generate
    """
    with _agents() as kept:
        kept.by_email(email)
        chosen = _password(generate)
        agent = kept.set_password(email, chosen)
    _say(agent, f"{agent.name} has a new password and is signed out.", chosen if generate else None, as_json)


@agents.command()
@EMAIL
@JSON
def disable(email: str, as_json: bool) -> None:
    """Let an agent sign in no more; they are signed out at once, and what they wrote stays.

    \b
    Example:
      plandesk agents disable ann@company.example
    """
    with _agents() as kept:
        agent = kept.set_disabled(email, True)
    _say(agent, f"{agent.name} is signed out and can sign in no more.", None, as_json)


@agents.command()
@EMAIL
@JSON
def enable(email: str, as_json: bool) -> None:
    """Let a disabled agent sign in again, with the password they had.

    \b
    Example:
      plandesk agents enable ann@company.example
    """
    with _agents() as kept:
        agent = kept.set_disabled(email, False)
    _say(agent, f"{agent.name} can sign in as {agent.email} again.", None, as_json)


@contextmanager
def _agents() -> Iterator[SqlAgents]:
    with opened_desk() as desk:
        try:
            yield desk.agents
        except (AgentUnusable, AgentUnknown, AgentKnown) as fault:
            raise BadInput(str(fault)) from fault


def _password(generate: bool) -> str:
    """Return a password: made here, from a pipe, or typed twice without showing it."""
    if generate:
        return new_password()
    if not sys.stdin.isatty():
        typed = sys.stdin.readline().rstrip("\r\n")
        if not typed:
            raise BadInput("No password was given. Add --generate, or pipe one line in.")
        return typed
    return cast(str, click.prompt("Password", hide_input=True, confirmation_prompt="The same again"))


def _say(agent: Agent, sentence: str, made: str | None, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(agent) | ({"password": made} if made else {})))
        return
    click.echo(sentence)
    if made:
        click.echo(f"Password  {made}")
        click.echo("It is shown this once only. Hand it over in person, or by another way than e-mail.")
