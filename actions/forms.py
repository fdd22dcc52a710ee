"""A request that needs several answers: what was heard, what is asked next, when it is complete.

Rasa keeps the loop and comes back to it after a digression; each conversation says what it can hear and what
it asks. A message in which nothing was heard is left to the rules, so a question in the middle is answered.
"""

from __future__ import annotations

from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answers import is_bare, is_no, is_yes
from actions.base import REQUEST_SLOTS, Event, desk, offer_events
from actions.talk import Choice, Talk
from actions.turn import Phase, Turn, phase, read
from desk.accounts import AccountsUnavailable

Known = dict[str, Any]

ACTS = {
    "affirm",
    "deny",
    "change_answer",
    "greet",
    "thank",
    "goodbye",
    "help",
    "stop_request",
    "bot_challenge",
}
UNSURE = {"nlu_fallback", "out_of_scope"}
BELIEVED = 0.5
YES = Choice("Yes, file it", "affirm")
NO = Choice("No, don't", "deny")


class RequestForm(Action):
    """Validates one form. A subclass names its `form`, its `intent`, what it hears and what it asks."""

    form: ClassVar[str]
    intent: ClassVar[str]
    reopens: ClassVar[str | None] = None

    def name(self) -> str:
        """Return the name Rasa calls the form's validation by."""
        return f"validate_{self.form}"

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Return the slots this message fills; empty when it says nothing this form can use."""
        raise NotImplementedError

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Ask for what is missing and return the slot asked for, or None when the request is complete."""
        raise NotImplementedError

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Hear the message, ask the next question; no event at all leaves the message to the rules."""
        talk = Talk(dispatcher, read(tracker), desk())
        moment = phase(tracker, self.form)
        before = {slot: tracker.get_slot(slot) for slot in REQUEST_SLOTS}
        known = dict.fromkeys(REQUEST_SLOTS) if moment is Phase.BEGIN else dict(before)
        if moment is Phase.BEGIN and talk.turn.intent == "affirm":
            known |= tracker.get_slot("offered") or {}
        try:
            if moment is not Phase.RETURN:
                heard = self._heard(talk, talk.turn, moment, known)
                if moment is Phase.ANSWER and not heard:
                    return []
                known |= heard
            asked = self.ask(talk, known)
        except AccountsUnavailable:
            talk.say("utter_billing_unreachable")
            talk.offer, asked, known = "person", None, dict.fromkeys(REQUEST_SLOTS)
        events = [SlotSet(slot, known[slot]) for slot in REQUEST_SLOTS if known[slot] != before[slot]]
        events += offer_events(talk, tracker)
        if tracker.get_slot("misunderstood"):
            events.append(SlotSet("misunderstood", 0))
        # Rasa counts a message as heard only when some slot was set, even to the value it had.
        events.append(SlotSet("stated", known["stated"]))
        events.append(SlotSet("requested_slot", asked))
        return events

    def _heard(self, talk: Talk, turn: Turn, moment: Phase, known: Known) -> Known:
        if moment is Phase.BEGIN:
            return self.hear(talk, turn)
        refused = turn.first("absurd")
        if refused and not self._digresses(turn):
            talk.say(f"utter_refused_{refused.get('reason', 'value')}", value=refused["text"])
            return {"stated": known["stated"]}
        changes = {} if self._digresses(turn) else self.hear(talk, turn)
        changes = {slot: value for slot, value in changes.items() if value != known[slot]}
        if changes:
            return {"confirmed": None, **changes}
        if turn.requested == "confirmed" and (agreed := self._agreed(turn)) is not None:
            return {"confirmed": agreed}
        if turn.intent == "change_answer" and self.reopens:
            return {self.reopens: None, "confirmed": None}
        if turn.intent == self.intent:
            return {"stated": known["stated"]}
        return {}

    def _agreed(self, turn: Turn) -> bool | None:
        """Return the answer to the yes-or-no question, or None when the message gives none."""
        if turn.intent in ("affirm", "deny"):
            return turn.intent == "affirm"
        if is_yes(turn.text):
            return True
        return False if is_no(turn.text) and not self._digresses(turn) else None

    def _digresses(self, turn: Turn) -> bool:
        """Return whether the message is about something else: another request or a question of its own."""
        if turn.intent == "stop_request":
            return True
        if turn.intent in ACTS or turn.intent in UNSURE or turn.intent == self.intent:
            return False
        return turn.confidence >= BELIEVED and not is_bare(turn)
