"""The report's figures in words: the headline, and the same on the terminal."""

from __future__ import annotations

from typing import Any


def percent(part: float) -> str:
    """Return a share as per cent, with one digit."""
    return f"{part * 100:.1f} %"


def count_and_share(part: float, of: int) -> str:
    """Return a share of a count, as both."""
    return f"{round(part * of)} ({part * 100:.0f} %)"


def apart(report: dict[str, Any]) -> str:
    """Return whether the lines say anything about wording that was not learnt."""
    known = len(report["lines_learnt"])
    return (
        f"{known} of the lines are training examples: the figures flatter."
        if known
        else "None of the lines is a training example."
    )


def headline(figures: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return the figures to read first: what, how much, and what it means."""
    desk, outside, now = figures["desk"], figures["outside"], figures["present"]
    low, high = (round(100 * one, 1) for one in figures["likeliest_right_95"])
    return [
        (
            "The likeliest reading is right",
            percent(figures["likeliest_right"]),
            f"{low} to {high} with 95 % certainty",
        ),
        ("Sorted rightly, outright", percent(desk["outright_right"]), "what is not ours included"),
        (
            "Asked about",
            percent(desk["asked"]),
            f"right among the two likeliest: {percent(desk['asked_right_among_two'])}",
        ),
        ("Taken wrongly", percent(desk["wrong"]), "without being asked about"),
        (
            "Acted on, and rightly",
            percent(now["precision"]),
            f"{now['acted_wrong']} of {now['acted_on']} wrongly",
        ),
        ("Ours, acted on without asking", percent(now["coverage"]), "the coverage"),
        (
            "Out of scope, not acted on",
            percent(outside["outside_recall"]),
            f"said so outright: {percent(outside['outside_named'])}",
        ),
        ("Ours, told it is not", percent(outside["ours_turned_away"]), "lost to out of scope"),
        (
            "Expected calibration error",
            percent(figures["calibration"]["expected_error"]),
            "how far stated probabilities are off",
        ),
    ]


def on_terminal(report: dict[str, Any]) -> str:
    """Return the short table for the terminal."""
    figures = report["figures"]
    rows = [f"{what:<32}{value:>9}   {more}" for what, value, more in headline(figures)]
    weakest = sorted(figures["intents"], key=lambda one: one["f1"])[:5]
    named = ", ".join(f"{one['intent']} {percent(one['f1'])}" for one in weakest)
    doubt = figures["doubt"]
    return "\n".join(
        [
            f"{figures['lines']:,} development lines; {report['examples']:,} training examples; "
            f"encoder {report['encoder']}; asks below {doubt['threshold']:.2f} or a lead of {doubt['ambiguity']:.2f}",
            "",
            *rows,
            "",
            f"Weakest by F1: {named}",
            apart(report),
        ]
    )
