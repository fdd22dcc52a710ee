"""How well customers are understood, on lines by writers who never saw a training example.

The floors stand in floors.yml, a little under what was reached; a change that falls below one made the desk worse.
"""

from __future__ import annotations

import pytest

from .conftest import FLOORS

pytestmark = pytest.mark.engine


@pytest.mark.parametrize("what", FLOORS["development"])
def test_no_figure_falls_below_its_floor(report, what):
    """Each share of the development lines is at least as large as floors.yml says."""
    assert _reached(report.says["figures"])[what] >= FLOORS["development"][what]


@pytest.mark.parametrize("what", FLOORS["development_at_most"])
def test_no_figure_rises_above_its_ceiling(report, what):
    """Each share of the development lines that is a nuisance is at most as large as floors.yml says."""
    assert _reached(report.says["figures"])[what] <= FLOORS["development_at_most"][what]


@pytest.mark.parametrize("what", FLOORS["strangers"])
def test_strangers_are_understood_too(strangers_report, what):
    """Each share of the strangers' lines is at least as large as floors.yml says."""
    assert _reached(strangers_report.says["figures"])[what] >= FLOORS["strangers"][what]


def test_every_intent_has_enough_development_lines(report):
    """A floor on few lines would say nothing."""
    few = {row["intent"]: row["lines"] for row in report.says["training"]}
    assert not {intent: count for intent, count in few.items() if count < FLOORS["lines_an_intent"]}


def test_no_development_line_is_a_training_example(report, strangers_report):
    """Both sets stay apart from the training examples, but for capitals, marks and spaces."""
    assert report.says["lines_learnt"] == strangers_report.says["lines_learnt"] == []


def _reached(figures: dict) -> dict[str, float]:
    """Return the figures under the names floors.yml gives them."""
    return {
        "likeliest_right": figures["likeliest_right"],
        "outright_right": figures["desk"]["outright_right"],
        "acted_on_rightly": figures["present"]["precision"],
        "outside_not_acted_on": figures["outside"]["outside_recall"],
        "weakest_f1": min(row["f1"] for row in figures["intents"]),
        "asked": figures["desk"]["asked"],
        "ours_turned_away": figures["outside"]["ours_turned_away"],
        "calibration_error": figures["calibration"]["expected_error"],
    }
