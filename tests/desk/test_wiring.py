"""Nothing needs setting; what is set wrongly is one sentence that says what to type."""

import multiprocessing
import re
import stat
from pathlib import Path

import pytest

from billing_rules import PolicyFaults
from desk.adapters.sql.database import DatabaseUnusable
from desk.env_files import SecretsNotKept, UnreadableSettings, keep_secrets, read_env
from desk.macros import MacroFaults
from desk.settings import SECRETS, BadSetting
from desk.wiring import ROOT, START_FAULTS, Settings, build

SET = dict.fromkeys(SECRETS, "a-secret-that-is-long-enough")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project folder of its own, with the demo's policies."""
    (tmp_path / "policies").symlink_to(ROOT / "policies")
    return tmp_path


def test_nothing_needs_setting(root):
    """The defaults of the documents, a database made on the spot, and three secrets that differ."""
    settings = Settings.from_env({}, root)
    assert (settings.host, settings.port, settings.tickets) == ("127.0.0.1", 8080, "embedded")
    assert (settings.engine_url, settings.actions_url) == ("http://127.0.0.1:5005", "http://127.0.0.1:5055")
    assert len({settings.identity_secret, settings.engine_secret, settings.actions_secret}) == 3
    desk = build(settings)
    assert desk.policy.name == "demo"
    assert desk.tickets.system == "embedded"
    assert (root / "var" / "plandesk.db").exists()
    desk.close()


def test_secrets_are_made_once_for_their_owner_only(root):
    """A second start finds the first one's; nobody else may read them; they never show in a log."""
    first, second = Settings.from_env({}, root), Settings.from_env({}, root)
    assert first.identity_secret == second.identity_secret
    assert stat.S_IMODE((root / "var" / "secrets.env").stat().st_mode) == 0o600
    assert first.identity_secret not in repr(first)


def _start(root, together, answers):
    together.wait(30)
    answers.put(keep_secrets(root / "var" / "secrets.env", SECRETS))


def test_three_processes_that_start_at_once_share_their_secrets(root):
    """Whoever is first makes them; nobody ends up with others."""
    spawn = multiprocessing.get_context("spawn")
    together, answers = spawn.Barrier(3), spawn.Queue()
    workers = [spawn.Process(target=_start, args=(root, together, answers)) for _ in range(3)]
    for worker in workers:
        worker.start()
    found = [answers.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join(30)
    assert found[0] == found[1] == found[2]


def test_a_secret_that_is_set_is_not_replaced(root):
    """Only the ones nobody set are made."""
    settings = Settings.from_env({"IDENTITY_SECRET": "the-companys-own-secret"}, root)
    assert settings.identity_secret == "the-companys-own-secret"
    assert "IDENTITY_SECRET" not in read_env(root / "var" / "secrets.env")


def test_the_environment_wins_over_the_file(root):
    """`.env` is read with comments, quotes and `export`; the environment overrides it."""
    (root / ".env").write_text(
        '# ours\nexport PORT=9000\nHOST="0.0.0.0"  \nTICKETS=embedded # the default\n\n'
    )
    settings = Settings.from_env({"PORT": "9001"} | SET, root)
    assert (settings.port, settings.host, settings.tickets) == (9001, "0.0.0.0", "embedded")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        pytest.param({"PORT": "eighty"}, r"PORT is 'eighty'\. Set it to a number", id="port in words"),
        pytest.param({"PORT": "70000"}, r"PORT is '70000'", id="port too high"),
        pytest.param({"PORT": "٨٠"}, r"PORT is '٨٠'", id="port in another script"),
        pytest.param({"ENGINE_URL": "127.0.0.1:5005"}, "ENGINE_URL is .*http://127", id="no scheme"),
        pytest.param({"ACTIONS_URL": "http://h:port"}, "ACTIONS_URL is", id="port in an address"),
        pytest.param({"REDIS_URL": "localhost"}, "REDIS_URL is .*redis://127.0.0.1:6379/0", id="redis"),
        pytest.param({"PUBLIC_URL": "help"}, "PUBLIC_URL is 'help'.*https://", id="no address"),
        pytest.param({"OIDC_ISSUER": "https://id.example"}, "OIDC_CLIENT_ID is ''.*all of", id="half"),
        pytest.param(
            {"OIDC_ISSUER": "http://id.example", "OIDC_CLIENT_ID": "p", "OIDC_CLIENT_SECRET": "s"},
            "OIDC_ISSUER is .*https",
            id="provider without https",
        ),
        pytest.param({"IDENTITY_SECRET": "short"}, "IDENTITY_SECRET is '5 char", id="short secret"),
    ],
)
def test_a_bad_setting_says_what_to_type(root, values, said):
    """Its name, its value, and what to set instead; a secret's value is never shown."""
    with pytest.raises(BadSetting, match=said) as refused:
        Settings.from_env(SET | values, root)
    assert "short" not in str(refused.value)


@pytest.mark.parametrize(
    ("values", "kind", "said"),
    [
        pytest.param({"TICKETS": "jira"}, BadSetting, r"TICKETS is 'jira'.*: embedded", id="tickets"),
        pytest.param({"PLANDESK_NOW": "soon"}, ValueError, "PLANDESK_NOW is 'soon'", id="instant"),
        pytest.param({"POLICY": "nowhere.yml"}, PolicyFaults, "nowhere.yml", id="no such policy"),
        pytest.param({"MACROS": "nowhere.yml"}, MacroFaults, "nowhere.yml", id="no such macros"),
        pytest.param({"DATABASE_URL": "mysql://x"}, DatabaseUnusable, "DATABASE_URL begins", id="database"),
    ],
)
def test_a_start_is_refused_with_the_reason(root, values, kind, said):
    """Each is one of START_FAULTS, so every door can word it alike."""
    with pytest.raises(kind, match=said) as refused:
        build(Settings.from_env(SET | values, root))
    assert isinstance(refused.value, START_FAULTS)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"PORT 9000", r"\.env, line 1: 'PORT 9000' is not NAME=value", id="no equals"),
        pytest.param(b"\n1PORT=2", r"\.env, line 2", id="no name"),
        pytest.param(b"\xff\xfe", "Save it as UTF-8", id="another charset"),
    ],
)
def test_a_broken_env_file_is_said_with_its_line(root, content, said):
    """It is never half read."""
    (root / ".env").write_bytes(content)
    with pytest.raises(UnreadableSettings, match=said):
        Settings.from_env(SET, root)


def test_secrets_that_cannot_be_kept_say_what_to_set(root):
    """Without a place to write, the processes could not share them."""
    (root / "var").touch()
    with pytest.raises(SecretsNotKept, match=r"cannot be written .*ENGINE_SECRET=\.\.\."):
        Settings.from_env({}, root)


def test_every_setting_has_a_working_example(root):
    """`.env.example` lists each setting with a line on what it does, and starts a desk as it is."""
    example = (ROOT / ".env.example").read_text()
    (root / ".env").write_text(
        re.sub(r"\n# (?=(REDIS_URL|PLANDESK_NOW|PUBLIC_URL|OIDC_\w+)=)", "\n", example)
    )
    build(Settings.from_env({}, root)).close()
    names = "DATABASE_URL REDIS_URL TICKETS POLICY MACROS HOST PORT ENGINE_URL ACTIONS_URL DNS_RESOLVER TUNE PLANDESK_NOW"
    names += " PUBLIC_URL OIDC_ISSUER OIDC_CLIENT_ID OIDC_CLIENT_SECRET"
    for name in (*names.split(), *SECRETS):
        assert f"\n{name}=" in example.replace("\n# ", "\n")
