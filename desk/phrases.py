"""What the desk says by itself: a greeting, and why an answer is missing. The words are in phrases.yml."""

from __future__ import annotations

from pathlib import Path

import yaml

from desk.conversations import Draft
from desk.engine import Part

WORDS = Path(__file__).with_name("phrases.yml")


class Phrases:
    """The desk's own sentences, with the company's phone number in them."""

    def __init__(self, phone: str, path: Path = WORDS) -> None:
        self._words: dict[str, str] = yaml.safe_load(path.read_text(encoding="utf-8"))
        self._phone = phone

    def greeting(self, name: str | None) -> Draft:
        """Return the first message of a conversation."""
        if name is None:
            return Draft(self._words["greeting_visitor"])
        return Draft(self._words["greeting_customer"].format(name=name))

    def masked(self, kinds: tuple[str, ...]) -> Draft:
        """Return what to say when secrets of these kinds were taken out of a message."""
        return Draft(self._words["masked"].format(what=" and ".join(kinds)), "system")

    def failure(self, part: Part, seq: int) -> Draft:
        """Return what to say when `part` failed while message `seq` was answered, with a way to try again."""
        retry = (self._words["try_again"], {"retry": seq})
        return Draft(self._words[part].format(phone=self._phone), "system", choices=(retry,))
