"""What every test shares: a machine that lacks a part is named, and in CI that is a failure."""

from __future__ import annotations

import os

import pytest

NOTHING_SKIPPED = "PLANDESK_NOTHING_SKIPPED"

_not_run: dict[str, list[str]] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what was skipped and why."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        _not_run.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """End with a list of what could not run here."""
    if not _not_run:
        return
    terminalreporter.section("NOT RUN ON THIS MACHINE")
    for reason, tests in sorted(_not_run.items()):
        terminalreporter.line(f"{len(tests):4} tests: {reason}")


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where nothing may be skipped, a skipped test fails the run."""
    if _not_run and os.environ.get(NOTHING_SKIPPED) and exitstatus == 0:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
