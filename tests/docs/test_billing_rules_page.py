"""docs/billing-rules.md: every worked table on it is asked again, through the command that it shows."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from billing_rules import CLAUSES, PolicyFaults, load_policy
from cli.quote import quote

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/billing-rules.md").read_text("utf-8")
OPTIONS = {
    "prepaid": "--prepaid",
    "sent": "--sent",
    "from": "--from",
    "to": "--to",
    "usage": "--usage",
    "month of service": "--service-month",
    "projection": "--trial-projection",
    "paid in months 2, 3, …": "--paid",
    "paused": "--paused",
    "bill": "--bill",
    "received": "--received",
    "claimed": "--claimed",
}
ANSWERS = {
    "decision": lambda body: body["decision"],
    "amount": lambda body: body["amount"],
    "credit": lambda body: body["credit"],
    "last day": lambda body: body["deadline"],
    "clauses": lambda body: " ".join(body["clauses"]),
    "covering plan": lambda body: body["covering_plan"] and f"{body['covering_plan']:,}",
    "requires": lambda body: ", ".join(body["requires"]),
    "with the option": lambda body: past(body, "with_option"),
    "without it": lambda body: past(body, "without_option"),
    "not delivered": lambda body: past(body, "not_delivered"),
    "best plan": lambda body: best(body) and f"{best(body)['plan']:,}",
    "option": lambda body: best(body) and ("on" if best(body)["overage_allowed"] else "off"),
    "first line": lambda body: body["lines"][0]["label"],
}


def past(body: dict[str, Any], key: str) -> str:
    """Return one figure of every past month."""
    return ", ".join(
        "none" if month[key] is None else str(month[key]) for month in body["details"]["past_months"]
    )


def best(body: dict[str, Any]) -> dict[str, Any] | None:
    """Return the cheapest option that loses no mail."""
    return next((option for option in body["options"] if option["feasible"]), None)


def cells(row: str) -> list[str]:
    """Return what is between the bars of a table row."""
    return [cell.strip() for cell in row.strip().strip("|").split("|")]


def tables(marker: str) -> list[tuple[str, list[dict[str, str]]]]:
    """Return what follows `marker` in each comment, with the rows of the table below it."""
    found = []
    for words, table in re.findall(rf"<!-- {marker}: (.+?) -->\n((?:\|.*\n)+)", PAGE):
        head, _, *rows = table.splitlines()
        found.append((words, [dict(zip(cells(head), cells(row), strict=True)) for row in rows]))
    return found


WORKED = [
    pytest.param(command, row, id=f"{command.split()[1]} {number}.{place}: {' '.join(row.values())}")
    for number, (command, rows) in enumerate(tables("worked"), 1)
    for place, row in enumerate(rows, 1)
]


def ask(arguments: list[str]) -> Any:
    """Run `plandesk quote` with the arguments."""
    return CliRunner().invoke(quote, arguments)


@pytest.mark.parametrize(("command", "row"), WORKED)
def test_a_worked_row_is_what_the_command_answers(command: str, row: dict[str, str]) -> None:
    """Each row's figures, asked through `plandesk quote --json`, give the row's answer to the cent."""
    arguments = shlex.split(command)[1:]
    for column, cell in row.items():
        if column not in OPTIONS:
            continue
        if cell != "none":
            arguments += [OPTIONS[column], cell]
        elif column.startswith("paid"):
            arguments += ["--paid", ""]
    result = ask([*arguments, "--json"])
    body = json.loads(result.stdout)
    expected = {column: cell for column, cell in row.items() if column not in OPTIONS}
    shown = {column: ANSWERS[column](body) or "none" for column in expected}
    assert shown == expected
    says_no = body["decision"] in ("bill_stands", "too_late", "not_billable", "needs_review")
    assert result.exit_code == (1 if says_no else 0)


def test_the_page_has_all_its_tables() -> None:
    """A marker that stops matching would silently drop a table; there are ten, with 63 rows."""
    assert (len(tables("worked")), len(WORKED)) == (10, 63)


def test_the_catalogue_is_the_demo_policy() -> None:
    """The plans, prices and requirements on the page are those of the file it names."""
    [(path, rows)] = tables("catalogue")
    plans = [
        {
            "messages a month": f"{plan.volume:,}",
            "price": f"{plan.price:,.2f}",
            "needs": ", ".join(need.upper() for need in plan.requires),
        }
        for plan in load_policy(ROOT / path).plans
    ]
    assert rows == plans


def test_every_clause_is_explained_once() -> None:
    """The page defines exactly the clauses that answers can cite."""
    assert re.findall(r"^\| \*\*(\w+)\*\*", PAGE, re.MULTILINE) == list(CLAUSES)


def test_the_command_shown_gives_the_json_shown() -> None:
    """The console example is the command's real output."""
    command, shown = re.search(r"```console\n\$ plandesk quote (.+?)\n(.+?)```", PAGE, re.DOTALL).groups()
    assert json.loads(ask(shlex.split(command)).stdout) == json.loads(shown)


def test_the_policy_file_shown_can_be_loaded(tmp_path: Path) -> None:
    """The example policy file is a good one, with either overage model."""
    text = re.search(r"```yaml\n(.+?)```", PAGE, re.DOTALL)[1]
    other = re.search(r"# or (\{model.+?\})", text)[1]
    for number, content in enumerate((text, text.replace("{model: tier_difference}", other))):
        path = tmp_path / f"{number}.yml"
        path.write_text(content, "utf-8")
        assert load_policy(path).largest.volume == 120_000


def test_the_faults_shown_are_the_faults_found(tmp_path: Path) -> None:
    """The example of a refusal is what such a file really gets."""
    content = yaml.safe_load((ROOT / "policies/demo.yml").read_text("utf-8"))
    content["plans"] = [{"volume": 30000, "price": 144.0}, {"volume": 30000, "price": "150.00"}]
    del content["contact"]
    path = tmp_path / "mine.yml"
    path.write_text(yaml.safe_dump(content, sort_keys=False).replace("144.0\n", "144.00\n"), "utf-8")
    with pytest.raises(PolicyFaults) as refused:
        load_policy(path)
    shown = re.search(r"```text\n(.+?)```", PAGE, re.DOTALL)[1].strip()
    assert str(refused.value).replace(str(path), "policies/mine.yml") == shown
