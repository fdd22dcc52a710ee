"""`plandesk quote`: ask a billing rule.

Exit 0 for a quote, 1 when the answer is no (a claim that is not granted, a figure that needs a person), 2 for
bad input. The table and the JSON are two views of one answer.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

import billing_rules as rules
from billing_rules import typed
from cli.quote_input import DEFAULT_POLICY, load, read, read_claim, told_of, volume
from cli.quote_table import show

SAYS_NO = {"bill_stands", "too_late", "not_billable", "needs_review"}


@click.group()
def quote() -> None:
    """Ask a billing rule.

    \b
    Volumes may be typed as 30000, 30,000 or 30k, amounts as 5000, 5,000.00 or $5,000.
    Example:
      plandesk quote overage --prepaid 30000 --sent 40000
    """


def common(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that all quotes share."""
    as_json = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
    policy = click.option(
        "--policy",
        "policy_path",
        envvar="POLICY",
        default=DEFAULT_POLICY,
        show_default=True,
        show_envvar=True,
        metavar="FILE",
        help="The policy file to quote from.",
    )
    return policy(as_json(command))


@quote.command()
@click.option("--prepaid", required=True, metavar="VOLUME", help="The prepaid plan.")
@click.option("--sent", required=True, metavar="VOLUME", help="Messages sent in the month.")
@common
def overage(prepaid: str, sent: str, policy_path: str, as_json: bool) -> None:
    """What a month's extra messages cost with the overage option.

    \b
    Example:
      plandesk quote overage --prepaid 30000 --sent 40000
    """
    policy = load(policy_path)
    volumes = volume("--prepaid", prepaid), volume("--sent", sent)
    with told_of({rules.UnknownPlanError: "--prepaid: ", rules.VolumeError: "--prepaid: "}):
        answer = rules.quote_overage(policy, *volumes)
    tell(answer, as_json)


@quote.command()
@click.option("--from", "current", required=True, metavar="VOLUME", help="The present plan.")
@click.option(
    "--to", "wanted", required=True, metavar="VOLUME", help="The wanted plan, or a volume to cover."
)
@common
def upgrade(current: str, wanted: str, policy_path: str, as_json: bool) -> None:
    """What moving to a larger plan costs, and what it needs first.

    \b
    Example:
      plandesk quote upgrade --from 30000 --to 45000
    """
    policy = load(policy_path)
    volumes = volume("--from", current, lowest=1), volume("--to", wanted, lowest=1)
    with told_of({rules.UnknownPlanError: "--from: "}):
        answer = rules.quote_upgrade(policy, *volumes)
    tell(answer, as_json)


@quote.command()
@click.option("--from", "current", required=True, metavar="VOLUME", help="The present plan.")
@click.option(
    "--to", "wanted", required=True, metavar="VOLUME", help="The wanted plan, or a volume to cover."
)
@click.option(
    "--usage", default="", metavar="LIST", help="Messages sent in past months, such as 28000,31000."
)
@common
def downgrade(current: str, wanted: str, usage: str, policy_path: str, as_json: bool) -> None:
    """What a smaller plan saves a month, and what past months would have cost on it.

    \b
    Example:
      plandesk quote downgrade --from 45000 --to 30000 --usage 28000,31000,29000
    """
    policy = load(policy_path)
    volumes = volume("--from", current, lowest=1), volume("--to", wanted, lowest=1)
    months = read("--usage", lambda: typed.read_list(usage, typed.read_volume))
    with told_of({rules.UnknownPlanError: "--from: "}):
        answer = rules.quote_downgrade(policy, *volumes, months)
    tell(answer, as_json)


@quote.command()
@click.option("--usage", required=True, metavar="LIST", help="Messages sent in past months, oldest first.")
@common
def advise(usage: str, policy_path: str, as_json: bool) -> None:
    """What your own months cost under every plan, cheapest first.

    \b
    Example:
      plandesk quote advise --usage 12000,40000,9000
    """
    policy = load(policy_path)
    months = read("--usage", lambda: typed.read_list(usage, typed.read_volume))
    with told_of({}):
        answer = rules.advise(policy, months)
    tell(answer, as_json)


@quote.command()
@click.option("--bill", required=True, metavar="AMOUNT", help="The overage bill.")
@click.option("--received", required=True, metavar="DATE", help="The day the bill was received.")
@click.option("--claimed", required=True, metavar="DATE", help="The day of the claim.")
@click.option(
    "--service-month", required=True, metavar="N", help="The billed month of service; the trial is 1."
)
@click.option(
    "--paid",
    required=True,
    metavar="LIST",
    help='Overage paid in months 2, 3, ... up to the month before the bill, oldest first; "" for none, '
    '"?" for a month that is not on file.',
)
@click.option("--trial-projection", metavar="AMOUNT", help="The overage projected in the free trial.")
@click.option("--bill-month", metavar="MONTH", help="The billed month.  [default: the month of --received]")
@click.option(
    "--paused", default="", metavar="LIST", help="Paused months, left out of --paid, such as 2026-08."
)
@common
def spike(policy_path: str, as_json: bool, **facts: Any) -> None:
    """What an unexpectedly large overage bill comes to after a claim.

    \b
    Example:
      plandesk quote spike --bill 5000 --received 2026-10-01 --claimed 2026-10-15 \\
        --service-month 9 --paid 5,5,5,5,5,5,5
    """
    policy = load(policy_path)
    claim = read_claim(policy.currency, **facts)
    with told_of({}):
        answer = rules.quote_spike(policy, claim)
    tell(answer, as_json)


def tell(answer: rules.Answer, as_json: bool) -> None:
    """Print the answer and leave with 1 if it is no."""
    if as_json:
        click.echo(json.dumps(answer.to_json(), indent=2))
    else:
        show(answer)
    if answer.decision in SAYS_NO:
        click.get_current_context().exit(1)
