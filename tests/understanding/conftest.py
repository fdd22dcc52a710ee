"""The report on the trained model, made once for all tests; public benchmarks only where their data is."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.stack import ENGINE_PYTHON, ROOT

HERE = Path(__file__).parent
FLOORS = yaml.safe_load((HERE / "floors.yml").read_text(encoding="utf-8"))
LIMIT = 600  # seconds; a busy machine takes a tenth of it

collect_ignore = [] if os.environ.get("BENCH_DATA") else ["test_benchmark.py"]


@dataclass(frozen=True)
class Made:
    """A report that was made: what it says, its page, and what was printed."""

    says: dict[str, Any]
    page: Path
    printed: str


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The report on the development lines, by the trained model."""
    return _reported("development.jsonl", tmp_path_factory.mktemp("report"))


@pytest.fixture(scope="session")
def strangers_report(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The report on the lines of writers who did not know the intents."""
    return _reported("strangers.jsonl", tmp_path_factory.mktemp("strangers"))


def _reported(name: str, folder: Path) -> Made:
    lines = HERE / name
    command = [str(ENGINE_PYTHON), "-m", "plandesk_engine.report", str(lines), str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 0, done.stderr
    says = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return Made(says, folder / "report.html", done.stdout)


@pytest.fixture(scope="session")
def floors() -> dict[str, Any]:
    """What may not become worse."""
    return FLOORS
