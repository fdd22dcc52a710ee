"""The README is true where a machine can tell: its commands, its files and its demo accounts exist."""

from __future__ import annotations

import re
import shlex
import subprocess

import pytest

from cli.main import COMMANDS
from desk.demo import SITUATIONS
from tests.stack import PYTHON, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_command_it_names_exists():
    """No command is promised that `plandesk` does not have."""
    named = set(re.findall(r"plandesk ([a-z]+)\b", README))
    assert named and named <= COMMANDS.keys()


def test_every_file_it_links_exists():
    """A reader who follows a link arrives."""
    links = [link for link in re.findall(r"\]\(([^)]+)\)", README) if not link.startswith("http")]
    assert links and all((ROOT / link).exists() for link in links)


def test_the_demo_accounts_are_the_ones_that_are_loaded():
    """The table names each demo account once."""
    assert set(re.findall(r"^\| `([a-z]+)` \|", README, re.MULTILINE)) == set(SITUATIONS)


@pytest.mark.parametrize("line", re.findall(r"^\.venv/bin/plandesk (quote .*)$", README, re.MULTILINE))
def test_its_quotes_can_be_asked(line: str):
    """Each quote in the README is answered."""
    done = subprocess.run(
        [str(PYTHON), "-m", "cli.main", *shlex.split(line)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert "66.00" in done.stdout or "25.00" in done.stdout
