"""REPLAY: a turn that is asked for a second time is answered from the store, and nothing of it is done again.

The gateway numbers its turns. It asks again when it never heard an answer: it was killed, the connection broke, or it
had lost patience. If the turn was stored by then, its answer is in the conversation's events.

It also says which turn it knows to be done last. A store that was wiped, or put back from an older copy, does not hold
that turn: nothing is answered then, and the gateway gives the conversation back as the engine had told it (`news`).
"""

from __future__ import annotations

from typing import Any

from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from plandesk_engine.failures import EpisodeLost


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


def raise_if_lost(tracker: DialogueStateTracker, after: int) -> None:
    """Raise `EpisodeLost` unless the conversation holds turn number `after`; 0 asks for nothing."""
    if after and _end_of(list(tracker.events), after) is None:
        raise EpisodeLost(f"Turn {after} is not in the store. It was wiped or put back from an older copy.")


def news(tracker: DialogueStateTracker, after: int) -> list[dict[str, Any]]:
    """Return what happened in the conversation since turn number `after` was done, as it is stored."""
    events = list(tracker.events)
    return [event.as_dict() for event in events[_end_of(events, after) or 0 :]]


def _end_of(events: list[Event], number: int) -> int | None:
    """Return the place after the last event of a turn, or None when the turn is not there."""
    found = None
    for place, event in enumerate(events):
        if isinstance(event, UserUttered):
            if found is not None:
                return place
            if (event.metadata or {}).get("turn") == number:
                found = place
    return len(events) if found is not None else None


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
