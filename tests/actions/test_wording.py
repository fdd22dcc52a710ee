"""The other wordings of a response: they need no value the first one lacks, and differ from it."""

from __future__ import annotations

import string

import pytest
import yaml

from tests.actions.scene import ROOT

VARIANTS = {
    name: [variant["text"] for variant in variants]
    for path in sorted((ROOT / "data").rglob("responses.yml"))
    for name, variants in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items()
    if len(variants) > 1
}


def names(text: str) -> set[str]:
    """Return the names a text has to be filled in with."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_another_wording_needs_no_other_value(name: str):
    """An action gives the values once, for whichever wording is chosen; the phone number is always given."""
    first, *others = VARIANTS[name]
    for other in others:
        assert names(other) <= names(first) | {"phone"}


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_another_wording_is_another(name: str):
    """Two wordings that are alike would be said twice in a row."""
    assert len(set(VARIANTS[name])) == len(VARIANTS[name])
    assert not [text for text in VARIANTS[name] if "\u2014" in text or "\u2013" in text]
