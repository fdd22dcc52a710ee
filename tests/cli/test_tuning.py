"""The tuning beside a desk that serves: started once, told in its own words, ended with the desk."""

from __future__ import annotations

import os
import sys
import threading

import pytest

from cli.tuning import BackgroundTuning
from desk.settings import BadSetting, parse
from tests.stack import awaited

SECRETS = dict.fromkeys(("IDENTITY_SECRET", "ENGINE_SECRET", "ACTIONS_SECRET"), "long enough to be one")


@pytest.fixture
def tuning(tmp_path):
    """A way to make a tuning of a small Python program, and the lines it says."""
    lines: list[str] = []

    def make(code: str) -> tuple[BackgroundTuning, list[str]]:
        return BackgroundTuning(tmp_path, os.environ, lines.append, [sys.executable, "-c", code]), lines

    return make


def test_it_is_told_who_speaks(tuning):
    """What the tuning prints reaches the terminal with its name; a good end needs no further word."""
    one, lines = tuning("import sys; print('began'); print('ended', file=sys.stderr)")
    one.run()
    assert sorted(lines) == ["tuning  | began", "tuning  | ended"]


def test_it_is_never_started_twice(tuning, tmp_path):
    """Once it ran, well or badly, it is not run again."""
    one, _ = tuning("open('ran', 'a').write('x'); raise SystemExit(1)")
    one.run()
    one.run()
    assert (tmp_path / "ran").read_text() == "x"


def test_a_kill_is_one_line(tuning):
    """The system may end it, for want of memory perhaps; the desk says so and serves on."""
    one, lines = tuning("import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    one.run()
    assert lines == ["The tuning ended with signal SIGKILL; the desk serves on without it."]


def test_one_that_cannot_be_started_is_one_line(tmp_path):
    """A missing engine is a sentence."""
    lines: list[str] = []
    BackgroundTuning(tmp_path, os.environ, lines.append, ["/no/such/program"]).run()
    assert lines == [
        "The tuning cannot be started: No such file or directory. The desk serves on without it."
    ]


def test_stopping_the_desk_ends_it_silently(tuning):
    """After `stop` it is gone, and its end is nobody's news."""
    one, lines = tuning("import time; print('up', flush=True); time.sleep(60)")
    running = threading.Thread(target=one.run)
    running.start()
    awaited(lambda: len(lines) == 1, 20)
    one.stop()
    running.join(10)
    assert not running.is_alive()
    assert lines == ["tuning  | up"]


def test_it_does_not_start_after_the_stop(tuning):
    """A desk stopped before it was ready starts nothing any more."""
    one, lines = tuning("print('up')")
    one.stop()
    one.run()
    assert lines == []


@pytest.mark.parametrize(
    ("stated", "on"),
    [
        pytest.param({}, True, id="not set"),
        pytest.param({"TUNE": "1"}, True, id="on"),
        pytest.param({"TUNE": "0"}, False, id="off"),
    ],
)
def test_it_is_switched_on(stated, on, tmp_path):
    """It tunes unless TUNE says 0."""
    assert parse(SECRETS | stated, tmp_path).tune is on


def test_another_value_is_refused(tmp_path):
    """The sentence names the setting, the value, and what to type."""
    with pytest.raises(BadSetting, match=r"TUNE is 'maybe'\. Set it to 1"):
        parse(SECRETS | {"TUNE": "maybe"}, tmp_path)
