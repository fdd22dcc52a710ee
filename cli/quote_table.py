"""A quote as a person reads it: the lines and their sum, the decision in words, the clauses behind it."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table
from rich.text import Text

from billing_rules import CLAUSES, AdviceAnswer, Answer, DowngradeAnswer, SpikeAnswer

TITLES = {
    "overage": "Overage of the month",
    "upgrade": "Upgrade",
    "downgrade": "Downgrade",
    "advise": "Plan advice",
    "spike_protection": "Spike protection",
}
TOTALS = {
    "overage": "Overage charge",
    "upgrade": "Full price difference",
    "downgrade": "Saved every month",
    "advise": "Cheapest that loses no mail",
    "spike_protection": "Overage to pay",
}
DECISIONS = {
    "charged": "Charged at the end of the month.",
    "within_plan": "Within the plan: no overage.",
    "quoted": "Quoted.",
    "granted": "Granted: the lower figure replaces the bill.",
    "bill_stands": "The bill stands: the capped overage is not less.",
    "too_late": "Too late: the claim window is over.",
    "not_billable": "Nothing to claim: the free trial has no overage bill.",
    "needs_review": "Needs a person: no figure is given.",
}


def show(answer: Answer) -> None:
    """Print the answer to standard output."""
    console = Console(highlight=False)
    console.print(Text(f"{TITLES[answer.rule]}: {DECISIONS[answer.decision]}", style="bold"))
    if answer.reason is not None:
        console.print(Text(answer.reason))
    if answer.lines:
        console.print(_lines(answer))
    if isinstance(answer, AdviceAnswer):
        console.print(_options(answer))
    if isinstance(answer, DowngradeAnswer) and answer.past_months:
        console.print(_past_months(answer))
    for sentence in (*_figures(answer), *answer.notes):
        console.print(Text(sentence))
    for clause in answer.clauses:
        console.print(Text(f"{clause}  {CLAUSES[clause]}", style="dim"))
    console.print(Text(f"Policy {answer.policy}", style="dim"))


def _lines(answer: Answer) -> Table:
    table = Table(show_footer=True)
    table.add_column("", TOTALS[answer.rule])
    table.add_column(answer.currency, f"{answer.amount:,.2f}", justify="right", no_wrap=True)
    for line in answer.lines:
        table.add_row(Text(line.label), f"{line.amount:,.2f}")
    return table


def _options(answer: AdviceAnswer) -> Table:
    table = Table()
    table.add_column("Plan", justify="right")
    table.add_column("Overage option")
    table.add_column(f"Total {answer.currency}", justify="right", no_wrap=True)
    table.add_column("")
    for option in answer.options:
        problem = "" if option.feasible else "loses mail"
        table.add_row(
            f"{option.plan:,}",
            "on" if option.overage_allowed else "off",
            "no price" if option.total is None else f"{option.total:,.2f}",
            "needs a person" if option.total is None else "cheapest" if option == answer.best else problem,
        )
    return table


def _past_months(answer: DowngradeAnswer) -> Table:
    table = Table()
    for heading in ("Sent", f"With the option, {answer.currency}", "Without it", "Not delivered without it"):
        table.add_column(heading, justify="right")
    for month in answer.past_months:
        priced = "no price" if month.with_option is None else f"{month.with_option:,.2f}"
        table.add_row(f"{month.sent:,}", priced, f"{month.without_option:,.2f}", f"{month.not_delivered:,}")
    return table


def _figures(answer: Answer) -> tuple[str, ...]:
    """Return the figures that are no line of the sum: credit and deadline."""
    if isinstance(answer, SpikeAnswer) and answer.deadline is not None:
        credit = f"Credit: {answer.credit:,.2f} {answer.currency}. " if answer.decision == "granted" else ""
        return (f"{credit}Last day to claim: {answer.deadline.isoformat()}.",)
    return ()
