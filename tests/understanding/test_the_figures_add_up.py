"""The report's figures, on a handful of lines whose figures can be counted by hand."""

from __future__ import annotations

import pytest
from plandesk_engine.report import measures, training
from plandesk_engine.report.lines import ASKED, FALLBACK, OUTSIDE, RIGHT, WRONG, Doubt, Line

DOUBT = Doubt(threshold=0.5, ambiguity=0.1)


def line(wanted: str, *readings: tuple[str, float], text: str = "words") -> Line:
    """A line as the model would answer it under DOUBT."""
    bare = Line(text, wanted, readings, readings[0][0])
    return Line(text, wanted, readings, DOUBT.taken(bare))


RIGHTLY = line("cancel_plan", ("cancel_plan", 0.9), ("pause_plan", 0.1))
WRONGLY = line("cancel_plan", ("pause_plan", 0.8), ("cancel_plan", 0.2))
UNLIKELY = line("pause_plan", ("pause_plan", 0.4), ("cancel_plan", 0.2))
CLOSE = line("pause_plan", ("cancel_plan", 0.55), ("pause_plan", 0.5))
TURNED_AWAY = line("pause_plan", (OUTSIDE, 0.7), ("pause_plan", 0.2))
REFUSED = line(OUTSIDE, (OUTSIDE, 0.95), ("cancel_plan", 0.05))
LET_IN = line(OUTSIDE, ("cancel_plan", 0.6), (OUTSIDE, 0.3))
LINES = [RIGHTLY, WRONGLY, UNLIKELY, CLOSE, TURNED_AWAY, REFUSED, LET_IN]


@pytest.mark.parametrize(
    ("held", "outcome"),
    [
        pytest.param(RIGHTLY, RIGHT, id="sure and right"),
        pytest.param(WRONGLY, WRONG, id="sure and wrong"),
        pytest.param(UNLIKELY, ASKED, id="right, but unlikely"),
        pytest.param(CLOSE, ASKED, id="wrong, but closely followed"),
        pytest.param(TURNED_AWAY, WRONG, id="ours, told it is not"),
        pytest.param(LET_IN, WRONG, id="not ours, acted on"),
    ],
)
def test_what_the_desk_does_with_a_line(held, outcome):
    """A line is sorted rightly, asked about, or taken for something else."""
    assert held.outcome == outcome


def test_the_shares_are_those_counted_by_hand():
    """Seven lines: three likeliest readings right, two sorted rightly outright, two asked about, three wrong."""
    found = measures.figures(LINES, DOUBT)
    assert found["likeliest_right"] == pytest.approx(3 / 7)
    assert found["likeliest_two_right"] == 1.0
    assert found["desk"] == pytest.approx(
        {"outright_right": 2 / 7, "asked": 2 / 7, "wrong": 3 / 7, "asked_right_among_two": 1.0}
    )
    assert found["outside"] == {"outside_recall": 0.5, "outside_named": 0.5, "ours_turned_away": 0.2}


def test_coverage_counts_ours_and_precision_counts_all():
    """Acted on: two of five that are ours, and one that is not; one of the three rightly."""
    now = measures.figures(LINES, DOUBT)["present"]
    assert (now["coverage"], now["acted_on"], now["acted_wrong"]) == (0.4, 3, 2)
    assert now["precision"] == pytest.approx(1 / 3)


def test_more_doubt_never_acts_on_more():
    """Along the curve, coverage only falls."""
    coverages = [coverage for _, coverage, _ in measures.curve(LINES, DOUBT.ambiguity)]
    assert coverages == sorted(coverages, reverse=True)
    assert coverages[0] > coverages[-1]


def test_a_model_that_is_right_as_often_as_it_says_is_calibrated():
    """Four lines at 0.75, three of them right: no error. All of them right: a quarter."""
    three = [line("a", ("a", 0.75), ("b", 0.25))] * 3
    assert measures.calibration([*three, line("b", ("a", 0.75), ("b", 0.25))])["expected_error"] == 0
    assert measures.calibration([*three, three[0]])["expected_error"] == pytest.approx(0.25)


def test_an_intents_precision_and_recall():
    """cancel_plan was the likeliest reading of three lines, once rightly, and of one of its own two."""
    row = measures.of_intent(LINES, "cancel_plan")
    assert row["precision"] == pytest.approx(1 / 3)
    assert row["recall"] == 0.5
    assert row["f1"] == pytest.approx(0.4)
    assert (row["lines"], row["asked"], row["wrong"]) == (2, 0, 1)


def test_the_worst_come_first():
    """The most confidently wrong first; what was read rightly is not among them."""
    assert measures.worst(LINES) == [WRONGLY, TURNED_AWAY, LET_IN, CLOSE]


def test_every_line_is_in_the_confusion_once():
    """The counts add up to the lines, and what was asked about has a column of its own."""
    cells = measures.confusion(LINES)
    assert sum(cell["lines"] for cell in cells) == len(LINES)
    assert {"wanted": "pause_plan", "taken": FALLBACK, "lines": 2} in cells


def test_the_interval_narrows_with_more_lines():
    """90 of 100 right may be 82.6 to 94.5 in truth (Wilson); of 10,000, far less leeway."""
    assert measures.interval(0.9, 100) == pytest.approx((0.826, 0.945), abs=0.001)
    low, high = measures.interval(0.9, 10_000)
    assert high - low < 0.02


def test_the_fallback_is_never_a_reading():
    """The engine ranks its doubt first; the report keeps it apart."""
    ranking = [{"name": FALLBACK, "confidence": 0.4}, {"name": "a", "confidence": 0.3}]
    understood = {"intent": FALLBACK, "ranking": [*ranking, {"name": "b", "confidence": 0.2}]}
    held = Line.of("words", "a", understood)
    assert (held.likeliest, held.taken, held.outcome) == ("a", FALLBACK, ASKED)


@pytest.mark.parametrize(
    ("text", "has"),
    [("Upgrade us", True), ("we are UPGRADING", True), ("a bigger plan", False), ("preupgrade", False)],
)
def test_a_keyword_is_the_beginning_of_a_word(text, has):
    """Inflected forms count, parts of other words do not."""
    assert training.with_keyword([text], "upgrade_plan") == has


def test_a_line_learnt_is_found_whatever_its_marks():
    """Capitals, marks and spaces do not hide a training example among the lines; smileys stay apart."""
    learnt = [("Yes, go  ahead!", "affirm"), ("👍", "affirm")]
    assert training.learnt_lines(learnt, ["yes go ahead", "👍", "👎", "yes"]) == ["yes go ahead", "👍"]
