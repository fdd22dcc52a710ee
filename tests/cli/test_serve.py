"""`plandesk serve`: every process started, watched, started again, and ended together."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli import processes
from cli.processes import Process, Supervisor, read_procfile
from desk.wiring import ROOT
from tests.cli.test_accounts import desk_of_its_own, run
from tests.stack import awaited

__all__ = ["desk_of_its_own", "run"]

SLEEPER = "import signal, time; print('up', flush=True); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"


class Watched:
    """A supervisor of small Python programs, and everything it said."""

    def __init__(self, folder: Path, **programs: str) -> None:
        self.lines: list[str] = []
        self.processes = [
            Process(name, [sys.executable, "-c", code], 0.01) for name, code in programs.items()
        ]
        self.supervisor = Supervisor(self.processes, folder, os.environ, self.lines.append)
        self.supervisor.start()

    def said(self, words: str, times: int = 1) -> None:
        """Wait until that has been said so many times."""
        awaited(lambda: sum(words in line for line in self.lines) >= times, 20, f"{words!r} in {self.lines}")


@pytest.fixture
def watch(tmp_path: Path) -> Iterator:
    """A way to start programs under a supervisor, all ended afterwards."""
    started = []

    def start(**programs: str) -> Watched:
        started.append(Watched(tmp_path, **programs))
        return started[-1]

    yield start
    for one in started:
        one.supervisor.stop()


def test_every_line_says_whose_it_is(watch):
    """What the processes print is told apart, stdout and stderr alike."""
    both = watch(a="print('from a')", b="import sys; print('from b', file=sys.stderr)")
    both.said("a       | from a")
    both.said("b       | from b")


def test_a_process_that_dies_is_started_again(watch):
    """Whether it ended or was killed, it comes back, and the pause grows while it keeps dying."""
    one = watch(flaky="import sys; print('up'); sys.exit(3)")
    one.said("flaky ended with exit code 3", 3)
    assert one.processes[0].pause > 0.01


def test_a_process_that_is_killed_is_started_again(watch):
    """A kill from outside is named as what it was."""
    one = watch(victim=SLEEPER)
    one.said("up")
    one.processes[0].running.kill()
    one.said("victim ended with signal SIGKILL")
    one.said("up", 2)


def test_stopping_ends_every_process(watch):
    """After `stop` none of them is left and none is started again."""
    two = watch(a=SLEEPER, b=SLEEPER)
    two.said("up", 2)
    two.supervisor.stop()
    assert [process.running.poll() for process in two.processes] == [-signal.SIGTERM] * 2
    assert not any("starting it again" in line for line in two.lines)


def test_a_process_that_will_not_end_is_killed_and_named(watch, monkeypatch):
    """Grace is given once; then it is said and done."""
    monkeypatch.setattr(processes, "GRACE_SECONDS", 0.3)
    one = watch(stubborn=STUBBORN)
    one.said("up")
    one.supervisor.stop()
    one.said("stubborn did not end in time and was killed")
    assert one.processes[0].running.wait(5) == -signal.SIGKILL


def test_stopping_during_a_start_leaves_nothing_running(watch):
    """However `stop` races with a restart, no process outlives it."""
    for _ in range(10):
        one = watch(flaky="import sys; sys.exit(1)")
        one.supervisor.stop()
        for thread in one.supervisor.threads:
            thread.join(5)
        assert all(p.running is None or p.running.poll() is not None for p in one.processes)


def test_a_signal_lets_the_wait_end(watch):
    """Ctrl-C is a request, and the caller then stops in order."""
    one = watch(a=SLEEPER)
    waiting = threading.Thread(target=one.supervisor.wait)
    waiting.start()
    one.supervisor.request_stop(signal.SIGINT, None)
    waiting.join(5)
    assert not waiting.is_alive()


def test_a_program_that_is_not_there_is_said_and_tried_again(watch, tmp_path):
    """A missing interpreter is a sentence, not the end of its watcher."""
    lines: list[str] = []
    supervisor = Supervisor([Process("gone", ["/no/such/program"], 0.01)], tmp_path, os.environ, lines.append)
    supervisor.start()
    awaited(lambda: len(lines) >= 2, 10)
    supervisor.stop()
    assert "gone cannot be started" in lines[0]


def test_the_procfile_names_the_three_processes():
    """Engine, actions, gateway, each by the interpreter of its own environment."""
    found = {process.name: process.command for process in read_procfile(ROOT / "Procfile")}
    assert list(found) == ["engine", "actions", "gateway"]
    assert found["engine"][0].startswith("engine/")
    assert found["gateway"][1:] == ["-m", "gateway.server"]


def test_a_procfile_is_read_without_its_comments(tmp_path):
    """Blank lines and comments are nobody's process; quotes hold words together."""
    file = tmp_path / "Procfile"
    file.write_text("# ours\n\nweb: python -m 'a b'  # the page\n")
    assert [(p.name, p.command) for p in read_procfile(file)] == [("web", ["python", "-m", "a b"])]


def test_a_port_in_use_is_one_sentence(run, desk_of_its_own, monkeypatch):
    """Exit 2, which port, and which to try instead."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        code, _, err = run("serve", "--no-demo")
    assert code == 2
    assert str(port) in err and str(port + 1) in err and err.count("\n") == 1


def test_a_start_that_must_be_refused_is_one_sentence(run, desk_of_its_own, monkeypatch, tmp_path):
    """A setting that cannot be used stops everything before anything is started."""
    monkeypatch.setenv("DATABASE_URL", "oracle://x")
    code, _, err = run("serve")
    assert code == 2
    assert "DATABASE_URL" in err and err.count("\n") == 1


def test_help_has_an_example(run):
    """The first thing to type is in the help."""
    code, out, _ = run("serve", "--help")
    assert code == 0
    assert "plandesk serve" in out
