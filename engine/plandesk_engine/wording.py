"""WORDING: which of a response's variants is said, so that no sentence comes twice in a row in the same words.

Rasa draws one at random. Here it is the first that was not said in the turn before, so a transcript is exact. A
response without a fresh variant is said with a word of apology for the repetition, `utter_as_said`, where it leads.
"""

from __future__ import annotations

import copy
from typing import Any

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

AS_SAID = "utter_as_said"


class Wording(TemplatedNaturalLanguageGenerator):
    """Fills responses in, and knows what was said last."""

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """Return `utter_action` in words that differ from those of the turn before, or None if there is no such response."""
        slots = tracker.current_slot_values()
        variants = self._variants(utter_action, output_channel, slots, kwargs)
        if not variants:
            return None
        before = said_before(tracker)
        fresh = next((variant for variant in variants if variant.get("text") not in before), None)
        if fresh is not None:
            return fresh
        said = variants[0]
        if said["text"] == before[0]:
            again = self._variants(AS_SAID, output_channel, slots, {"said": said["text"]})
            return said | {"text": again[0]["text"]} if again else said
        return said

    def _variants(
        self, name: str, output_channel: str, slots: dict[str, Any], values: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Return the variants of a response, filled in."""
        if name not in self.responses:
            return []
        suitable = ResponseVariationFilter(self.responses).responses_for_utter_action(
            name, output_channel, slots
        )
        return [self._fill_response(copy.deepcopy(variant), slots, **values) for variant in suitable]


def said_before(tracker: DialogueStateTracker) -> list[str]:
    """Return what was said since the customer's message before the latest, in order."""
    said: list[str] = []
    users = 0
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            users += 1
            if users == 2:
                break
        elif isinstance(event, BotUttered) and event.text:
            said.append(event.text)
    return said[::-1]
