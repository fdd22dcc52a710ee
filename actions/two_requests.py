"""TWO REQUESTS in one message: the first is served as if it stood alone, the second is kept and offered afterwards.

The engine tells them apart (engine/plandesk_engine/pairs.py); the second is kept with its own words and figures.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rasa_sdk.events import SlotSet

from actions.choosing import READINGS, topic_of
from actions.hearing import INTENT_OF
from actions.talk import Choice, Talk
from actions.turn import Turn

Later = dict[str, Any]
Event = dict[str, Any]


def second(turn: Turn) -> Later | None:
    """Return the other request of a message that holds two, unless it is the one that is open anyway."""
    later = turn.later
    if later is None or later["intent"] not in READINGS:
        return None
    return None if later["intent"] in (turn.intent, INTENT_OF.get(turn.loop or "")) else later


def taken_up(turn: Turn, kept: Later | None) -> Turn:
    """Return the turn as if the second request had just been said, when the customer now goes on to it."""
    if not kept or kept["intent"] != turn.intent or turn.confidence < 1.0 or not kept.get("text"):
        return turn
    return replace(turn, text=kept["text"], entities=tuple(kept["found"]))


def noted(talk: Talk, response: str = "utter_one_at_a_time", *, first: bool = False) -> list[Event]:
    """Say that the second request comes later (`first`: before anything else), and return what keeps it."""
    later = second(talk.turn)
    if later is None:
        return []
    talk.say(response, topic=topic_of(later["intent"]))
    if first:
        talk.dispatcher.messages.insert(0, talk.dispatcher.messages.pop())
    return [SlotSet("later", later)]


def dropped(turn: Turn, intent: str) -> list[Event]:
    """Return what forgets the second request kept from earlier, once the customer comes to it unasked."""
    kept = turn.slots.get("later")
    return [SlotSet("later", None)] if kept and kept["intent"] == intent else []


def offer(talk: Talk, later: Later) -> list[Event]:
    """Ask whether to go on to what was kept; a no drops it."""
    if reason := later.get("reason"):
        choices = talk.offer_a_person(f'also asks: "{reason}"')
        talk.say("utter_later_team", said=reason, choices=choices)
        return [SlotSet("later", None)] if talk.turn.slots.get("later") else []
    talk.say("utter_later", topic=topic_of(later["intent"]), choices=go_on_choices(later["intent"]))
    talk.offer, talk.offered = "resume", later
    return [SlotSet("later", None)] if talk.turn.slots.get("later") else []


def go_on_choices(intent: str) -> list[Choice]:
    """Return the buttons of the question whether to go on with a request."""
    return [Choice("Yes, go on", intent), Choice("No, leave it", "deny")]


def after_an_answer(talk: Talk) -> list[Event]:
    """Come to the second request once a question was answered: at once, or when what is open is done."""
    turn, later = talk.turn, second(talk.turn)
    kept = turn.slots.get("later")
    if turn.intent not in READINGS:
        return []
    if later is None and (forgotten := dropped(turn, turn.intent)):
        return forgotten
    if turn.requested:
        return noted(talk, "utter_comes_later")
    if talk.offer:
        return [SlotSet("later", later)] if later else []
    wanted = later or kept
    return offer(talk, wanted) if wanted else []
