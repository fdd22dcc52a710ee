"""What was typed after `plandesk quote`, as values for a rule, or bad input that names the option."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import click

import billing_rules as rules
from billing_rules import typed
from cli.main import BadInput

T = TypeVar("T")

PROJECT = Path(__file__).resolve().parent.parent
DEFAULT_POLICY = "policies/demo.yml"
OPTION_OF = {
    rules.NothingBilledError: "--bill: ",
    rules.ClaimBeforeBillError: "--claimed: ",
    rules.ServiceMonthError: "--service-month: ",
    rules.TooManyPaidError: "--paid: ",
    rules.UsageError: "--usage: ",
    rules.NotAnUpgradeError: "--to: ",
    rules.NotADowngradeError: "--to: ",
}


def read_claim(
    currency: str,
    bill: str,
    received: str,
    claimed: str,
    service_month: str,
    paid: str,
    trial_projection: str | None,
    bill_month: str | None,
    paused: str,
) -> rules.SpikeClaim:
    """Return the claim that was typed, or raise naming the option that cannot be read."""
    received_on = read("--received", lambda: typed.read_day(received))
    projection = None
    if trial_projection is not None:
        projection = read("--trial-projection", lambda: typed.read_money(trial_projection, currency))
    billed = (
        received_on
        if bill_month is None
        else read("--bill-month", lambda: typed.read_billed_month(bill_month))
    )
    skipped = read("--paused", lambda: typed.read_list(paused, typed.read_billed_month))
    return rules.SpikeClaim(
        bill=read("--bill", lambda: typed.read_money(bill, currency)),
        received=received_on,
        claimed=read("--claimed", lambda: typed.read_day(claimed)),
        service_month=read("--service-month", lambda: typed.read_service_month(service_month)),
        paid=read("--paid", lambda: typed.read_paid(paid, currency)),
        trial_projection=projection,
        bill_month=billed,
        skipped_months=tuple(month.isoformat()[:7] for month in skipped),
    )


def load(path: str) -> rules.Policy:
    """Return the policy at `path`, looked for here, then in the project; every fault goes to stderr."""
    given = Path(path)
    try:
        here = given.is_absolute() or given.exists()
    except (OSError, ValueError):
        here = True
    try:
        return rules.load_policy(given if here else PROJECT / given)
    except rules.PolicyFaults as faults:
        click.echo(str(faults), err=True)
        click.get_current_context().exit(BadInput.exit_code)


def volume(option: str, text: str, lowest: int = 0) -> int:
    """Return the number of messages typed for `option`."""
    number = read(option, lambda: typed.read_volume(text))
    if number < lowest:
        raise BadInput(f"{option}: {text!r} is no plan; type a volume from {lowest}, such as 30000.")
    return number


def read(option: str, reading: Callable[[], T]) -> T:
    """Return what `reading` returns; a figure that cannot be read is bad input for `option`."""
    try:
        return reading()
    except rules.InputError as fault:
        raise BadInput(f"{option}: {fault}") from fault


@contextmanager
def told_of(options: dict[type[rules.InputError], str]) -> Iterator[None]:
    """Turn a rule's input error into bad input that names the option it is about."""
    try:
        yield
    except rules.InputError as fault:
        raise BadInput(f"{(OPTION_OF | options).get(type(fault), '')}{fault}") from fault
