"""The training examples as pairs of text and intent, read in a blink and without Rasa.

Only to know whether the encoder is tuned to them, and to tune it; training itself reads them as Rasa does. Both see the
same pairs. A file that cannot be read is left out here: training names its fault.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import yaml

Example = tuple[str, str]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is ten times as fast
_MARKED = re.compile(r"\[(?P<words>[^\]]+?)\](?:\([^:)]+?(?::[^)]+)?\)|\{[^}]+?\}|\[.*?\])")

PLENTY = 100  # examples an intent, from which on the examples are trusted in full


def experience(intents: Sequence[str]) -> float:
    """Return how far the examples can be trusted over what the encoder brings along, 0 to 1, by how many there are.

    `intents` names the intent of each example. With few examples letters and words agree by chance, and an encoder
    that was tuned to them has learnt them by heart.
    """
    return min(1.0, median(Counter(intents).values()) / PLENTY) if intents else 0.0


def read(data: Path) -> list[Example]:
    """Return every (text, intent) of the YAML files below `data`, each once, in alphabetical order."""
    found = {pair for path in data.rglob("*.yml") for section in _sections(path) for pair in _pairs(section)}
    return sorted(found)


def _sections(path: Path) -> list[Any]:
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), _LOADER)  # noqa: S506 - a safe loader
    except (OSError, ValueError, yaml.YAMLError):
        return []
    sections = content.get("nlu") if isinstance(content, dict) else None
    return sections if isinstance(sections, list) else []


def _pairs(section: Any) -> Iterator[Example]:
    if not isinstance(section, dict) or not section.get("intent"):
        return
    for line in _lines(section.get("examples")):
        text = _MARKED.sub(r"\g<words>", line).strip()
        if text:
            yield text, str(section["intent"])


def _lines(examples: Any) -> Iterator[str]:
    """Yield the examples, written as one text with a dash before each, or as a list of `text`."""
    if isinstance(examples, str):
        yield from (line[1:].strip() for line in examples.splitlines() if line.startswith("-"))
    if isinstance(examples, list):
        yield from (str(one.get("text", "")).strip() for one in examples if isinstance(one, dict))
