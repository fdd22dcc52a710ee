"""`plandesk`: one command per job, loaded only when asked for.

Exit 0 done, 1 the answer is no or a check failed, 2 bad input: one sentence on stderr, never a traceback.
"""

from __future__ import annotations

import importlib
import sys

import click

COMMANDS = {
    "accounts": "Load or update customer accounts.",
    "agents": "Say who may answer customers.",
    "chat": "Talk to the desk in the terminal.",
    "db": "Bring the database up to date.",
    "quote": "Ask a billing rule.",
    "serve": "Start every process of the desk.",
    "tickets": "See what is waiting to reach the ticket system, and why.",
    "train": "Train the model if its inputs changed.",
    "understand": "Sort lines of text into intents, without a server.",
}


class BadInput(click.ClickException):
    """What was typed cannot be used; the message says what was wrong, the value, and what to type instead."""

    exit_code = 2


class LazyGroup(click.Group):
    """Imports `cli.<name>` only when that command is used, so `plandesk --help` stays instant."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands, in alphabetical order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command called `cmd_name`, or None when there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        return getattr(importlib.import_module(f"cli.{cmd_name}"), cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List each command with its one line, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=LazyGroup)
@click.version_option(package_name="plandesk")
def app() -> None:
    """Plandesk: the support desk for billing plans.

    \b
    Example:
      plandesk quote overage --prepaid 30000 --sent 40000
    """


def main(arguments: list[str] | None = None) -> None:
    """Run `plandesk` and exit with its code."""
    try:
        code = app.main(args=arguments, prog_name="plandesk", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as help_wanted:
        click.echo(help_wanted.format_message())
        sys.exit(0)
    except click.Abort:
        sys.exit(130)
    except click.ClickException as fault:
        click.echo(" ".join(fault.format_message().split()), err=True)
        sys.exit(fault.exit_code)
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
