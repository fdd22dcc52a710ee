"""REPLAY: a turn that is asked for a second time is answered from the store, and nothing of it is done again.

The gateway numbers its turns. It asks again when it never heard an answer: it was killed, the connection broke, or it
had lost patience. If the turn was stored by then, its answer is in the conversation's events.
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker


class AlreadyDone(BaseException):
    """The turn was done before. Not an Exception, so that it passes Rasa's nets and reaches the channel."""

    def __init__(self, understood: dict[str, Any], said: list[BotUttered]) -> None:
        super().__init__()
        self.understood = understood
        self.said = said


def raise_if_done(tracker: DialogueStateTracker, facts: dict[str, Any] | None) -> None:
    """Raise `AlreadyDone` if the turn that `facts` number is in the conversation, and something was said in it."""
    number = (facts or {}).get("turn")
    if not number:
        return
    events = list(tracker.events)
    for place in range(len(events) - 1, -1, -1):
        event = events[place]
        if isinstance(event, UserUttered) and (event.metadata or {}).get("turn") == number:
            said = _said_after(events[place + 1 :])
            if said:
                raise AlreadyDone(event.parse_data, said)
            return


def as_message(said: BotUttered) -> dict[str, Any]:
    """Return what the bot said as it was first handed to the channel."""
    parts = {name: value for name, value in said.data.items() if value}
    return {"text": said.text, **parts}


def _said_after(events: list[Event]) -> list[BotUttered]:
    said = []
    for event in events:
        if isinstance(event, UserUttered):
            break
        if isinstance(event, BotUttered):
            said.append(event)
    return said
