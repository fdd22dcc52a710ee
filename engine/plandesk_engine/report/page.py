"""The report as one page that needs nothing else: pictures inside, light and dark, readable on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import Any

from plandesk_engine.report import pictures
from plandesk_engine.report.lines import FALLBACK
from plandesk_engine.report.wording import apart, count_and_share, headline, percent

TEMPLATE = Path(__file__).with_name("page.html")
NAMED_CONFUSIONS = 12


def rendered(report: dict[str, Any]) -> str:
    """Return the page for a report as `plandesk_engine.report.__main__` makes it."""
    figures = report["figures"]
    parts = {
        "made": escape(f"{report['encoder']}; {figures['lines']:,} lines; {report['examples']:,} examples"),
        "apart": escape(apart(report)),
        "headline": _headline(figures),
        "confusion": pictures.confusion(figures, FALLBACK),
        "confusions": _confusions(figures),
        "curve": pictures.coverage_curve(figures),
        "thresholds": _thresholds(figures),
        "reliability": pictures.reliability(figures),
        "error": percent(figures["calibration"]["expected_error"]),
        "intents": _intents(figures),
        "worst": _worst(figures),
        "training": _training(report["training"]),
    }
    return Template(TEMPLATE.read_text(encoding="utf-8")).substitute(parts)


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1, marked: int | None = None
) -> str:
    """Return a table whose first `words` columns are words and the others figures; cells are HTML already."""
    body = []
    for place, row in enumerate(rows):
        cells = [
            f"<th scope=row>{cell}</th>" if not column else _cell(cell, column < words)
            for column, cell in enumerate(row)
        ]
        body.append(f"<tr{' class=now' if place == marked else ''}>{''.join(cells)}</tr>")
    heads = "".join(
        f"<th scope=col{'' if column < words else ' class=n'}>{escape(one)}</th>"
        for column, one in enumerate(head)
    )
    return (
        f"<div class=wide tabindex=0><table><thead><tr>{heads}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _cell(content: str, is_words: bool) -> str:
    return f"<td>{content}</td>" if is_words else f"<td class=n>{content}</td>"


def _headline(figures: dict[str, Any]) -> str:
    return "".join(
        f"<div><dt>{escape(what)}</dt><dd>{escape(value)}<small>{escape(more)}</small></dd></div>"
        for what, value, more in headline(figures)
    )


def _confusions(figures: dict[str, Any]) -> str:
    mistaken = [one for one in figures["confusion"] if one["taken"] not in (one["wanted"], FALLBACK)]
    rows = [(one["wanted"], one["taken"], str(one["lines"])) for one in mistaken[:NAMED_CONFUSIONS]]
    return table(("meant", "taken as", "lines"), rows, words=2)


def _thresholds(figures: dict[str, Any]) -> str:
    now = figures["present"]
    points = sorted(
        [*(one for one in figures["thresholds"] if abs(one["threshold"] - now["threshold"]) > 1e-9), now],
        key=lambda one: one["threshold"],
    )
    head = (
        "threshold",
        "coverage",
        "precision",
        "acted on wrongly",
        "asked",
        "outside, not acted on",
        "ours, turned away",
    )
    rows = [
        (
            f"{one['threshold']:.2f}",
            percent(one["coverage"]),
            percent(one["precision"]),
            str(one["acted_wrong"]),
            percent(one["asked"]),
            percent(one["outside_recall"]),
            percent(one["ours_turned_away"]),
        )
        for one in points
    ]
    return table(head, rows, marked=points.index(now))


def _intents(figures: dict[str, Any]) -> str:
    rows = [
        (
            one["intent"],
            str(one["lines"]),
            *(percent(one[name]) for name in ("precision", "recall", "f1")),
            str(one["asked"]),
            str(one["wrong"]),
        )
        for one in sorted(figures["intents"], key=lambda one: one["f1"])
    ]
    return table(("intent", "lines", "precision", "recall", "F1", "asked about", "wrong"), rows)


def _worst(figures: dict[str, Any]) -> str:
    items = []
    for one in figures["worst"]:
        readings = ", ".join(f"<b>{name}</b> {probability:.2f}" for name, probability in one["readings"])
        asked = " <i>(asked about)</i>" if one["taken"] == FALLBACK else ""
        items.append(
            f"<li><q>{escape(one['text'])}</q><br><small>meant <b>{one['wanted']}</b>, "
            f"read as {readings}{asked}</small></li>"
        )
    return f"<ol>{''.join(items)}</ol>"


def _training(rows: Sequence[dict[str, Any]]) -> str:
    return table(
        ("intent", "examples", "development lines", "with its own keyword"),
        [
            (
                one["intent"],
                str(one["examples"]),
                str(one["lines"]),
                "" if one["own_keyword"] is None else count_and_share(one["own_keyword"], one["examples"]),
            )
            for one in rows
        ],
    )
