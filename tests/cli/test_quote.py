"""`plandesk quote`: the rules by hand, for people and for programs."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cli.main import main
from cli.quote import quote

ROOT = Path(__file__).parents[2]
PLANDESK = Path(sys.executable).with_name("plandesk")
SPIKE = "spike --bill 5000 --received 2026-10-01 --claimed 2026-10-15 --service-month 9 --paid 5,5,5,5,5,5,5"
OVERAGE = "overage --prepaid 30000 --sent 40000"
EXAMPLES = [
    OVERAGE,
    "upgrade --from 30000 --to 45000",
    "downgrade --from 45000 --to 30000 --usage 28000,31000,29000",
    "advise --usage 12000,40000,9000",
    SPIKE,
]


def ask(*arguments: str, **environment: str) -> Result:
    """Run `plandesk quote` in this process."""
    return CliRunner().invoke(quote, arguments, env={"POLICY": "", **environment})


def said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Run `plandesk` as the shell would, and return its code and both outputs."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    out, err = capsys.readouterr()
    return ended.value.code, out, err


@pytest.mark.parametrize("line", EXAMPLES, ids=lambda line: line.split()[0])
def test_each_quote_is_shown_to_a_person(line: str):
    """The table has the lines and their sum, and below it the clauses and the policy in words."""
    shown = ask(*line.split())
    body = json.loads(ask(*line.split(), "--json").stdout)
    assert shown.exit_code == 0
    for row in body["lines"]:
        assert row["label"] in shown.stdout
    for clause in body["clauses"]:
        assert f"\n{clause}  " in shown.stdout
    assert f"Policy {body['policy']}" in shown.stdout
    assert f"{body['amount']} " in shown.stdout.replace(",", "")


@pytest.mark.parametrize("line", EXAMPLES, ids=lambda line: line.split()[0])
def test_help_shows_an_example_that_works(line: str):
    """Every subcommand's help has an example, and typing it gives a quote."""
    name = line.split()[0]
    shown = ask(name, "--help").stdout
    command = shown.split("plandesk quote ", 1)[1].split("\n\n")[0].replace("\\\n", " ")
    assert ask(*command.split()).exit_code == 0
    assert "--policy" in shown
    assert "--json" in shown


@pytest.mark.parametrize(
    ("line", "decision"),
    [
        pytest.param(f"{SPIKE} --bill 18", "bill_stands", id="the bill stands"),
        pytest.param(f"{SPIKE} --claimed 2026-11-01", "too_late", id="too late"),
        pytest.param(f"{SPIKE} --paid 5", "needs_review", id="a gap in the series"),
        pytest.param(
            "spike --bill 9 --received 2026-10-01 --claimed 2026-10-01 --service-month 1 --paid=",
            "not_billable",
            id="the free trial",
        ),
        pytest.param("overage --prepaid 30000 --sent 1000001", "needs_review", id="above the largest plan"),
        pytest.param("upgrade --from 30000 --to 2m", "needs_review", id="an upgrade above it"),
        pytest.param("advise --usage 1000001", "needs_review", id="advice above it"),
    ],
)
def test_no_is_exit_1_with_the_answer_in_full(line: str, decision: str):
    """A program can tell yes from no by the code, and read why."""
    result = ask(*line.split(), "--json")
    body = json.loads(result.stdout)
    assert (result.exit_code, body["decision"]) == (1, decision)
    assert ask(*line.split()).exit_code == 1
    if decision == "needs_review":
        assert body["reason"] in " ".join(ask(*line.split()).stdout.split())


@pytest.mark.parametrize(
    ("line", "option", "value", "remedy"),
    [
        pytest.param(
            "overage --prepaid 30000 --sent -5", "--sent", "'-5'", "such as 30000", id="negative volume"
        ),
        pytest.param(
            "overage --prepaid 30000 --sent 1e400", "--sent", "'1e400'", "1,000,000,000", id="absurd volume"
        ),
        pytest.param(
            "overage --prepaid 28000 --sent 1", "--prepaid", "28,000", "the plans are 5,000", id="no plan"
        ),
        pytest.param("overage --prepaid 0 --sent 1", "--prepaid", "is 0", "from 1", id="prepaid nothing"),
        pytest.param("upgrade --from 30000 --to 15000", "--to", "15,000", "downgrade", id="upgrade downward"),
        pytest.param("upgrade --from 30000 --to 30000", "--to", "30,000", "45,000", id="upgrade to the same"),
        pytest.param(
            "upgrade --from 7 --to 30000", "--from", "plan of 7", "the plans are", id="from no plan"
        ),
        pytest.param("upgrade --from 5000 --to 0", "--to", "'0'", "from 1", id="upgrade to nothing"),
        pytest.param("downgrade --from 30000 --to 45000", "--to", "45,000", "upgrade", id="downgrade upward"),
        pytest.param(
            "downgrade --from 45000 --to 30000 --usage 1,,2", "--usage", "'1,,2'", "type", id="a hole"
        ),
        pytest.param("advise --usage=", "--usage", "0 months", "from 1 to 120", id="no months"),
        pytest.param(
            "advise --usage 28,000,31,000", "--usage", "'28,000,31,000'", "type 1000", id="commas twice"
        ),
        pytest.param(f"{SPIKE} --bill 0", "--bill", "0.00", "such as 5000.00", id="no bill"),
        pytest.param(f"{SPIKE} --bill -1", "--bill", "'-1'", "such as 5000.00", id="negative bill"),
        pytest.param(f"{SPIKE} --bill NaN", "--bill", "'NaN'", "such as 5000.00", id="not a number"),
        pytest.param(f"{SPIKE} --bill 1.005", "--bill", "'1.005'", "two decimals", id="finer than a cent"),
        pytest.param(f"{SPIKE} --bill €5", "--bill", "'€5'", "in USD", id="another currency"),
        pytest.param(
            f"{SPIKE} --bill $1,000,000,000,000", "--bill", "'$1,0", "999,999,999.99", id="absurd bill"
        ),
        pytest.param(
            f"{SPIKE} --received 2026-02-30", "--received", "'2026-02-30'", "2026-10-01", id="no such day"
        ),
        pytest.param(
            f"{SPIKE} --claimed yesterday", "--claimed", "'yesterday'", "2026-10-01", id="a word for a day"
        ),
        pytest.param(
            f"{SPIKE} --claimed 2026-09-30", "--claimed", "30 Sep 2026", "check both", id="before the bill"
        ),
        pytest.param(f"{SPIKE} --service-month 0", "--service-month", "is 0", "from 1", id="month zero"),
        pytest.param(f"{SPIKE} --service-month x", "--service-month", "'x'", "such as 9", id="no month"),
        pytest.param(
            f"{SPIKE} --paid 5,5,5,5,5,5,5,5", "--paid", "8 paid", "at most 7", id="too many payments"
        ),
        pytest.param(
            f"{SPIKE} --trial-projection=", "--trial-projection", "''", "5000.00", id="empty projection"
        ),
        pytest.param(f"{SPIKE} --paused 13", "--paused", "'13'", "2026-10", id="no paused month"),
        pytest.param(f"{SPIKE} --bill-month 2026", "--bill-month", "'2026'", "2026-10", id="no billed month"),
    ],
)
def test_bad_input_is_one_line_that_helps(
    line: str, option: str, value: str, remedy: str, capsys: pytest.CaptureFixture[str]
):
    """Exit 2; stderr names the option, shows the value and says what to type; stdout stays empty."""
    code, out, err = said(["quote", *line.split(), "--json"], capsys)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert err.startswith(f"{option}: ")
    assert value in err
    assert remedy in err


@pytest.mark.parametrize(
    "line",
    [
        "overage --prepaid 30k --sent 40,000",
        "overage --prepaid 30,000 --sent 40k",
        "overage --prepaid=0.03m --sent=40K",
    ],
)
def test_volumes_are_read_as_people_type_them(line: str):
    """Commas, k and m mean the same volumes."""
    assert ask(*line.split(), "--json").stdout == ask(*OVERAGE.split(), "--json").stdout


def test_amounts_are_read_as_people_type_them():
    """Commas, signs and codes mean the same amount."""
    expected = ask(*SPIKE.split(), "--json").stdout
    for bill in ("5,000.00", "$5,000", "USD 5000", "5000.0 USD"):
        assert ask(*SPIKE.split(), "--bill", bill, "--json").stdout == expected


def test_the_lines_name_the_months_before_the_bill():
    """`--bill-month` says which month was billed; `--paused` months are skipped by name."""
    changes = ["--bill-month", "2026-09", "--paused", "Jul 2026", "--paid", "1,1,1,5,6,7", "--json"]
    body = json.loads(ask(*SPIKE.split(), *changes).stdout)
    assert (
        body["lines"][0]["label"] == "Average overage, May, Jun, Aug 2026 (Jul 2026 paused): 5.00, 6.00, 7.00"
    )


@pytest.fixture
def mine(tmp_path: Path) -> Callable[[str], Path]:
    """Write a changed demo policy."""

    def write(text: str) -> Path:
        path = tmp_path / "mine.yml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_the_policy_is_the_option_then_the_environment_then_the_demo(mine, monkeypatch, tmp_path: Path):
    """`--policy` wins over $POLICY, which wins over the demo; the demo is found from any folder."""
    monkeypatch.chdir(tmp_path)
    own = mine((ROOT / "policies/demo.yml").read_text("utf-8").replace("name: demo", "name: mine"))

    def policy(*options: str, **environment: str) -> str:
        body = json.loads(ask(*OVERAGE.split(), *options, "--json", **environment).stdout)
        return body["policy"].split("@")[0]

    assert policy() == "demo"
    assert policy(POLICY=str(own)) == "mine"
    assert policy(POLICY="mine.yml") == "mine"
    assert policy("--policy", "policies/demo.yml", POLICY=str(own)) == "demo"
    assert ask("advise", "--usage", "3000", "--policy", "policies/per-block.yml").exit_code == 0


def test_a_bad_policy_lists_every_fault(mine, capsys: pytest.CaptureFixture[str]):
    """Exit 2 and one line for each fault, each with its key."""
    text = (ROOT / "policies/demo.yml").read_text("utf-8")
    path = mine(text.replace('"30.00"', "30.00").replace("months: 3", "months: 0").replace("USD", "usd"))
    code, out, err = said(["quote", *OVERAGE.split(), "--policy", str(path)], capsys)
    assert (code, out) == (2, "")
    assert [line.split(":")[0].strip() for line in err.splitlines()[1:]] == [
        "currency",
        "plans[0].price",
        "spike_protection.months",
    ]


@pytest.mark.parametrize("path", ["missing.yml", "", ".", "a\0b", "x" * 5000, "/dev/zero"])
def test_no_policy_file_is_said(path: str):
    """A path that is no file is a fault in words."""
    result = ask(*OVERAGE.split(), "--policy", path)
    assert result.exit_code == 2
    assert "expected a" in result.stderr


def test_it_runs_from_any_folder_as_a_command(tmp_path: Path):
    """The installed command, elsewhere, without colours or a terminal, in an old locale."""
    command = [str(PLANDESK), "quote", *SPIKE.split()]
    environment = {
        "PATH": os.environ["PATH"],
        "LC_ALL": "C",
        "PYTHONIOENCODING": "ascii",
        "HOME": str(tmp_path),
    }
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "25.00" in done.stdout


TEXT = st.text(max_size=12) | st.text("0123456789.,-+kmKM$€ ;?eE", max_size=12)
FIGURES = TEXT | st.sampled_from(["30000", "45000", "5", "5,5", "2026-10-01", "9", "2", "1", ""])
OPTIONS = {
    "overage": ["--prepaid", "--sent"],
    "upgrade": ["--from", "--to"],
    "downgrade": ["--from", "--to", "--usage"],
    "advise": ["--usage"],
    "spike": [
        "--bill",
        "--received",
        "--claimed",
        "--service-month",
        "--paid",
        "--trial-projection",
        "--paused",
    ],
}


@st.composite
def typed_lines(draw: st.DrawFn) -> list[str]:
    """Return a command line with a figure of any sort for each option."""
    name = draw(st.sampled_from(sorted(OPTIONS)))
    return [name, *(f"{option}={draw(FIGURES)}" for option in OPTIONS[name])]


@settings(deadline=None)
@given(typed_lines(), st.booleans())
@example(["overage", "--prepaid=30000", "--sent=\ud800"], False)
def test_whatever_is_typed_there_is_an_answer_and_no_traceback(line: list[str], as_json: bool):
    """Exit 0, 1 or 2, never an exception; an answer on stdout or a sentence on stderr, never both."""
    result = ask(*line, *(["--json"] if as_json else []))
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert result.exit_code in (0, 1, 2)
    assert bool(result.stdout) != bool(result.stderr)
    assert bool(result.stderr) == (result.exit_code == 2)
    if result.stdout and as_json:
        body: dict[str, Any] = json.loads(result.stdout)
        assert (body["amount"] is None) == (body["decision"] == "needs_review")
