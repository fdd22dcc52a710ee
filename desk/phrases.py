"""What the desk says by itself: a greeting, why an answer is missing, how the wait for a person goes on.

The words are in phrases.yml.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from desk.conversations import Draft
from desk.engine import Part
from desk.handoff import Option

WORDS = Path(__file__).with_name("phrases.yml")


class Phrases:
    """The desk's own sentences, with the company's phone number in them."""

    def __init__(self, phone: str, path: Path = WORDS) -> None:
        self._words: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        self._phone = phone

    def greeting(self, name: str | None) -> Draft:
        """Return the first message of a conversation."""
        if name is None:
            return Draft(self._words["greeting_visitor"])
        return Draft(self._words["greeting_customer"].format(name=name))

    def masked(self, kinds: tuple[str, ...]) -> Draft:
        """Return what to say when secrets of these kinds were taken out of a message."""
        return Draft(self._words["masked"].format(what=" and ".join(kinds)), "system")

    def failure(self, part: Part, seq: int, person_in: int | None = None) -> Draft:
        """Return what to say when `part` failed while message `seq` was answered, with a way to try again.

        A person is a button where one is there to come: `person_in` is then the epoch it holds in.
        """
        choices: list[tuple[str, dict[str, Any]]] = [(self._words["try_again"], {"retry": seq})]
        if person_in is not None:
            choices.append(self._option("ask_person", person_in))
        return Draft(self._words[part].format(phone=self._phone), "system", choices=tuple(choices))

    def handoff(self, phrase: str, options: tuple[Option, ...], epoch: int, **values: Any) -> Draft:
        """Return the words called `phrase`, with buttons that hold in `epoch` only."""
        text = self._words[phrase].format(phone=self._phone, **values)
        return Draft(text, "system", choices=tuple(self._option(option, epoch) for option in options))

    def go_on(self, request: str) -> Draft:
        """Ask whether to go on with the request that a person came in the middle of."""
        text = self._words["handoff_go_on"].format(topic=self._words["topics"][request])
        yes = (self._words["go_on"], {"intent": request, "entities": {}})
        no = (self._words["leave_it"], {"intent": "deny", "entities": {}})
        return Draft(text, "bot", choices=(yes, no))

    def _option(self, option: Option, epoch: int) -> tuple[str, dict[str, Any]]:
        return self._words[option], {"handoff": option, "epoch": epoch}
