"""`plandesk accounts`: whole or not at all, in words or JSON, with the exit code a script can trust."""

import json

import pytest

from cli.main import main
from tests.desk.test_accounts_file import harbor


@pytest.fixture(autouse=True)
def desk_of_its_own(tmp_path, monkeypatch):
    """A database of its own, on a day that stands still."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/desk.db")
    monkeypatch.setenv("PLANDESK_NOW", "2026-11-21T12:00:00+00:00")
    for name in ("IDENTITY_SECRET", "ENGINE_SECRET", "ACTIONS_SECRET"):
        monkeypatch.setenv(name, "a-secret-that-is-long-enough")


@pytest.fixture
def run(capsys):
    """Run a command; return its exit code, its output and what it said on stderr."""

    def typed(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        said = capsys.readouterr()
        return ended.value.code, said.out, said.err

    return typed


def file_of(tmp_path, *records):
    """Return a file that holds `records`."""
    file = tmp_path / "accounts.json"
    file.write_text(json.dumps(list(records)))
    return file


def test_import_then_show(run, tmp_path):
    """What went in comes out the same."""
    assert run("accounts", "import", file_of(tmp_path, harbor()))[0] == 0
    code, out, _ = run("accounts", "show", "harbor", "--json")
    assert (code, json.loads(out)) == (0, harbor())
    assert "5000.00 for 2026-10, received 2026-11-15" in run("accounts", "show", "harbor")[1]


def test_import_updates_what_is_there(run, tmp_path):
    """The same id again replaces the account; the others stay."""
    run("accounts", "import", file_of(tmp_path, harbor(), harbor(id="other")))
    run("accounts", "import", file_of(tmp_path, harbor(plan=45000, overage_bills=[])))
    found = json.loads(run("accounts", "list", "--json")[1])
    assert [(one["id"], one["plan"], len(one["overage_bills"])) for one in found] == [
        ("harbor", 45000, 0),
        ("other", 30000, 1),
    ]


def test_one_bad_record_imports_nothing(run, tmp_path):
    """Row 36: exit 2, the record named with its place, and nothing on file."""
    code, _, err = run("accounts", "import", file_of(tmp_path, harbor(), harbor(id="b", plan=31000)))
    assert code == 2
    assert "record 2 (b): plan 31000 is not a plan of demo" in err
    assert err.splitlines()[-1].startswith("Nothing was imported: 1 of 2 records is wrong.")
    assert json.loads(run("accounts", "list", "--json")[1]) == []


def test_faults_can_be_read_by_a_program(run, tmp_path):
    """Each with its place, id and problems."""
    code, out, _ = run("accounts", "import", file_of(tmp_path, harbor(billing_day=0)), "--json")
    assert code == 2
    assert json.loads(out) == {
        "imported": 0,
        "faults": [
            {"record": 1, "id": "harbor", "problems": ["billing_day is 0, not a number from 1 to 31"]}
        ],
    }


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "No such file", id="no file"),
        pytest.param("nonsense", "is not JSON at line 1", id="no JSON"),
        pytest.param("{}", "holds no list of accounts", id="no list"),
    ],
)
def test_a_bad_file_is_one_sentence(run, tmp_path, content, said):
    """Exit 2 and never a traceback."""
    file = tmp_path / "accounts.json"
    if content is not None:
        file.write_text(content)
    code, _, err = run("accounts", "import", file)
    assert code == 2
    assert said in err
    assert len(err.splitlines()) == 1


def test_the_demo_loads_and_makes_way(run, tmp_path):
    """Nine accounts; beside a real one it is refused, and exit 1 says so."""
    assert "9 demo accounts" in run("accounts", "demo")[1]
    assert run("accounts", "demo")[0] == 0
    run("accounts", "import", file_of(tmp_path, harbor(id="real")))
    code, _, err = run("accounts", "demo")
    assert (code, "Real accounts are on file" in err) == (1, True)


def test_an_unknown_account_is_bad_input(run):
    """Exit 2, with the id that was typed."""
    code, _, err = run("accounts", "show", "nobody")
    assert (code, "'nobody'" in err) == (2, True)


def test_a_bad_setting_is_bad_input(run, monkeypatch):
    """A sentence that says what to set."""
    monkeypatch.setenv("TICKETS", "jira")
    code, _, err = run("accounts", "list")
    assert (code, err) == (2, "TICKETS is 'jira'. Set it to one of: embedded.\n")


def test_a_database_that_cannot_be_used_is_said(run, tmp_path, monkeypatch):
    """Exit 1: what was typed is fine."""
    (tmp_path / "desk.db").write_bytes(b"not a database at all" * 100)
    code, _, err = run("accounts", "list")
    assert (code, "is damaged" in err) == (1, True)


def test_the_database_can_be_brought_up_to_date_twice(run):
    """The second time there is nothing to do."""
    assert json.loads(run("db", "upgrade", "--json")[1])["changed"] is True
    assert json.loads(run("db", "upgrade", "--json")[1])["changed"] is False
    assert "is at version" in run("db", "upgrade")[1]


@pytest.mark.parametrize("command", ["import", "list", "show", "demo"])
def test_help_has_an_example(run, command):
    """Every command shows how it is typed."""
    code, out, _ = run("accounts", command, "--help")
    assert code == 0
    assert f"plandesk accounts {command}" in out
