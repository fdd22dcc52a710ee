"""FIELDS: the values a request asks for, as the customer would call them; their place, and what was told of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from actions.talk import Choice, Talk

CHANGE = "change"
"""What is asked for while the customer is to say which value to change."""
SOMETHING = Choice("Change something", "change_answer")


@dataclass(frozen=True, slots=True)
class Field:
    """One value: its slot, what it is called, how it is shown, and the words it is pointed at with."""

    slot: str
    label: str
    shown: Callable[[Talk, Any], str]
    words: str

    @property
    def title(self) -> str:
        """Return the label as a sentence or a button begins with it."""
        return self.label[0].upper() + self.label[1:]

    def is_named_in(self, text: str) -> bool:
        """Return whether a message points at this value by name."""
        return bool(re.search(rf"\b(?:{self.words})\b", text, re.IGNORECASE))

    def choice(self, talk: Talk, value: Any) -> Choice:
        """Return the button that changes this value."""
        return Choice(f"{self.title}: {self.shown(talk, value)}", "change_answer", {"field": self.slot})


def plainly(talk: Talk, value: Any) -> str:
    """Return a value that needs no other form."""
    return str(value)


def places(fields: tuple[Field, ...], *, reads_back: bool) -> dict[str, str]:
    """Return each question's place, such as " (2 of 3)"; a request that asks for one value has no places."""
    if len(fields) < 2:
        return {}
    steps = [field.slot for field in fields] + (["confirmed"] if reads_back else [])
    return {slot: f" ({place} of {len(steps)})" for place, slot in enumerate(steps, 1)}
