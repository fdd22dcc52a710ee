"""The frame every action shares: read the turn, answer, and say it in words when the records cannot be read."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.talk import Talk
from actions.turn import read
from desk.accounts import AccountsUnavailable
from desk.wiring import Desk, Settings, build

Event = dict[str, Any]

REQUEST_SLOTS = (
    "plan_from", "plan_to", "sent_volume", "months_sent", "bill", "bill_amount", "usual_overage",
    "pause_from", "pause_until", "cancel_on", "problem", "confirmed", "quoted", "stated",
)  # fmt: skip


@cache
def desk() -> Desk:
    """Return the one desk of this process, wired from the settings on first use."""
    return build(Settings.from_env())


def cleared() -> list[Event]:
    """Return the events that forget an open request."""
    return [SlotSet(slot, None) for slot in REQUEST_SLOTS]


def offer_events(talk: Talk, tracker: Tracker) -> list[Event]:
    """Return the events that make this turn's offer the only one a plain yes would accept."""
    before = (tracker.get_slot("offer"), tracker.get_slot("offered"))
    if before == (talk.offer, talk.offered):
        return []
    return [SlotSet("offer", talk.offer), SlotSet("offered", talk.offered)]


class DeskAction(Action):
    """An action of the desk; a subclass says its `action` name and how it answers."""

    action: ClassVar[str]

    def name(self) -> str:
        """Return the name Rasa calls this action by."""
        return self.action

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Answer one turn; the offer of an earlier turn lapses unless this one makes it again."""
        talk = Talk(dispatcher, read(tracker), desk())
        try:
            events = self.answer(talk)
        except AccountsUnavailable:
            talk.say("utter_billing_unreachable")
            talk.offer = "person"
            events = []
        return [*events, *offer_events(talk, tracker)]

    def answer(self, talk: Talk) -> list[Event]:
        """Say what there is to say and return the events that follow from it."""
        raise NotImplementedError


class CloseAction(DeskAction):
    """Ends a form that files nothing: forgets its figures, keeps what it offered."""

    def answer(self, talk: Talk) -> list[Event]:
        """Say nothing more; the form has said it all."""
        talk.offer, talk.offered = talk.turn.slots.get("offer"), talk.turn.slots.get("offered")
        return cleared()
