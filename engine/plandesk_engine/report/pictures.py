"""The report's pictures, as SVG that takes its colours from the page: the same file is right on light and on dark.

Matplotlib draws with colours nobody uses; each then becomes a variable of the page's style sheet.
"""

from __future__ import annotations

import io
import re
from typing import Any

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MultipleLocator

INK, FAINT, GOOD, BAD, ASKED = "#010203", "#010204", "#010205", "#010206", "#010207"
VARIABLES = {INK: "--ink", FAINT: "--faint", GOOD: "--good", BAD: "--bad", ASKED: "--asked"}
SIZE = (4.6, 3.4)  # inches at 72 dots: a phone's width, so that letters keep their size there
STYLE = {
    "svg.fonttype": "none",
    "font.size": 9,
    "font.family": "sans-serif",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "grid.color": FAINT,
    "grid.linewidth": 0.4,
    "xtick.color": INK,
    "ytick.color": INK,
    "legend.frameon": False,
}


def coverage_curve(figures: dict[str, Any]) -> str:
    """Return precision against coverage, with the threshold in use marked."""
    now = figures["present"]
    with matplotlib.rc_context(STYLE | {"svg.hashsalt": "curve"}):
        figure, axes = plt.subplots(figsize=SIZE)
        points = [(coverage, precision) for _, coverage, precision in figures["curve"]]
        axes.plot(*zip(*points, strict=True), color=GOOD, linewidth=1.8)
        axes.plot(now["coverage"], now["precision"], "o", color=BAD, markersize=7)
        axes.annotate(
            f"now: threshold {now['threshold']:.2f}",
            (now["coverage"], now["precision"]),
            xytext=(-10, -14),
            textcoords="offset points",
            ha="right",
            va="top",
        )
        _percent(axes, "ours, acted on without asking", "of these, taken rightly")
        axes.yaxis.set_major_locator(MultipleLocator(0.05))
        axes.set_xlim(0, 1.02)
        axes.set_ylim(min(0.8, min(precision for _, precision in points) - 0.02), 1.004)
        return _svg(figure, "Precision against coverage, with the present threshold marked")


def reliability(figures: dict[str, Any]) -> str:
    """Return stated probability against the share that came true, with how many lines each point stands for."""
    rows = [row for row in figures["calibration"]["bins"] if row["lines"]]
    with matplotlib.rc_context(STYLE | {"svg.hashsalt": "reliability"}):
        figure, axes = plt.subplots(figsize=SIZE)
        axes.plot([0, 1], [0, 1], color=INK, linewidth=0.8, linestyle="--")
        axes.plot([row["stated"] for row in rows], [row["right"] for row in rows], color=GOOD, linewidth=1.2)
        most = max(row["lines"] for row in rows)
        sizes = [20 + 130 * row["lines"] / most for row in rows]
        axes.scatter([row["stated"] for row in rows], [row["right"] for row in rows], s=sizes, color=GOOD)
        for row in rows:
            axes.annotate(
                str(row["lines"]), (row["stated"], row["right"]), xytext=(8, -12), textcoords="offset points"
            )
        _percent(axes, "stated probability", "share that came true")
        axes.set_xlim(0, 1.06)
        axes.set_ylim(0, 1.06)
        return _svg(figure, "Stated probability against the share of lines that came true")


def confusion(figures: dict[str, Any], asked: str) -> str:
    """Return which intent was taken for which; the last column holds what was asked about."""
    names = [row["intent"] for row in figures["intents"]]
    totals = {row["intent"]: row["lines"] for row in figures["intents"]}
    columns = [*sorted({*names, *(cell["taken"] for cell in figures["confusion"])} - {asked}), asked]
    with matplotlib.rc_context(STYLE | {"svg.hashsalt": "confusion", "font.size": 8, "axes.grid": False}):
        figure, axes = plt.subplots(figsize=(9.4, 8.6))
        for cell in figures["confusion"]:
            across, down = columns.index(cell["taken"]), names.index(cell["wanted"])
            same = cell["wanted"] == cell["taken"]
            colour = GOOD if same else ASKED if cell["taken"] == asked else BAD
            depth = min(1.0, 0.12 + cell["lines"] / totals[cell["wanted"]] * (0.6 if same else 2.0))
            axes.add_patch(
                Rectangle((across - 0.5, down - 0.5), 1, 1, color=colour, alpha=depth, linewidth=0)
            )
            axes.text(across, down, str(cell["lines"]), ha="center", va="center")
        labels = [*columns[:-1], "asked about"]
        axes.set_xticks(range(len(labels)), labels, rotation=90)
        axes.set_yticks(range(len(names)), names)
        axes.set_xlim(-0.5, len(labels) - 0.5)
        axes.set_ylim(len(names) - 0.5, -0.5)
        axes.tick_params(length=0)
        for edge in range(len(labels)):
            axes.axvline(edge - 0.5, color=FAINT, linewidth=0.3)
        for edge in range(len(names)):
            axes.axhline(edge - 0.5, color=FAINT, linewidth=0.3)
        axes.set_xlabel("taken as")
        axes.set_ylabel("meant")
        return _svg(figure, "Which intent was taken for which")


def _percent(axes: Axes, across: str, up: str) -> None:
    axes.xaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}")
    axes.set_xlabel(across)
    axes.set_ylabel(up)


def _svg(figure: Figure, described: str) -> str:
    """Return the figure as an SVG element that fits its column and says what it shows."""
    file = io.StringIO()
    figure.savefig(file, format="svg", transparent=True, bbox_inches="tight", metadata={"Date": None})
    plt.close(figure)
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :]
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    for colour, variable in VARIABLES.items():
        svg = svg.replace(colour, f"var({variable})")
    width = re.search(r'viewBox="0 0 ([\d.]+)', svg)[1]
    head = f'<svg role="img" aria-label="{described}" style="--width: {float(width):.0f}px"'
    svg = re.sub(r' (?:width|height)="[\d.]+pt"', "", svg, count=2)
    return svg.replace("<svg", head, 1)
