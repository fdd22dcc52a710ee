"""A request that needs several answers: what was heard, what is asked next, when it is complete.

Rasa keeps the loop and comes back to it after a digression; each conversation says what it can hear and what
it asks. A message in which nothing was heard is left to the rules, so a question in the middle is answered.
"""

from __future__ import annotations

from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import answers, asides, following, hearing, moves, two_requests
from actions.base import Event, SpeakingAction, kept_choices, memory, say_unreadable
from actions.choosing import topic_of
from actions.fields import CHANGE, SOMETHING, Field, places
from actions.nothing_open import say_nothing_open
from actions.talk import Choice, Talk
from actions.turn import REQUEST_SLOTS, Phase, Turn, form_before, phase
from desk.accounts import AccountsUnavailable, UnknownAccount

Known = dict[str, Any]

YES = Choice("Yes, file it", "affirm")
NO = Choice("No, don't", "deny")
CONFIRM = [YES, NO, SOMETHING]
PLAN_CHANGES = {"upgrade_form", "downgrade_form", "pause_form", "cancel_form", "overage_option_form"}
"""Asking for one of these in the middle of another replaces it; there is nothing to come back to."""


class RequestForm(SpeakingAction):
    """Validates one form. A subclass names its `form`, its `intent`, its fields, what it hears and what it asks.

    `files` is False for a question, which is answered without a read-back. `says_all`: its reminder names every figure,
    and what is missing on file.
    """

    form: ClassVar[str]
    intent: ClassVar[str]
    files: ClassVar[bool] = True
    says_all: ClassVar[bool] = False

    def name(self) -> str:
        """Return the name Rasa calls the form's validation by."""
        return f"validate_{self.form}"

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Return the slots this message fills; empty when it says nothing this form can use."""
        raise NotImplementedError

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Ask for what is missing and return the slot asked for, or None when the request is complete.

        `talk.brief` is set when the customer has read the question before and is only brought back to it.
        """
        raise NotImplementedError

    def question(self, talk: Talk, known: Known, slot: str) -> None:
        """Ask for `slot` alone, whether it is known or not."""
        raise NotImplementedError

    def fields(self, talk: Talk) -> tuple[Field, ...]:
        """Return the values asked of whoever is speaking, in the order in which they are asked."""
        return ()

    def why(self, talk: Talk, known: Known) -> None:
        """Say how the figure of this request comes about; the question behind it may say it already."""

    def left_out(self, slot: str) -> Any:
        """Return what is taken when `slot` is left out, or None when it is needed."""
        return None

    def told(self, talk: Talk, known: Known) -> list[Field]:
        """Return the fields that have a value."""
        return [field for field in self.fields(talk) if known[field.slot] is not None]

    def changing(self, talk: Talk, known: Known) -> Field | None:
        """Return the field that is asked for although it has a value: the one being changed."""
        return next((field for field in self.told(talk, known) if field.slot == talk.turn.requested), None)

    def resume(self, talk: Talk, known: Known) -> str | None:
        """Ask again for what was asked for last: a value to change, or what is missing."""
        if talk.turn.requested == CHANGE:
            return self.reopen(talk, known)
        if field := self.changing(talk, known):
            return moves.change(self, talk, known, field)
        return self.ask(talk, known)

    def digresses(self, turn: Turn) -> bool:
        """Return whether the message is about something else than this form."""
        return hearing.is_digression(self.intent, turn)

    def lapses(self, talk: Talk, known: Known) -> bool:
        """Return whether a digression ends this form: a mere question, of which nothing was told yet."""
        told = {slot for slot, value in known.items() if value is not None}
        own = {"plan_from"} if talk.turn.account_id else set()
        return self.intent in following.FOLLOWABLE and told <= own

    def keeps_last(self, talk: Talk) -> bool:
        """Return whether a visitor can still ask about the figure before: nothing was worked out here, or asked."""
        return talk.turn.account_id is None and self.intent not in following.FOLLOWABLE | following.WHAT_IFS

    def reopen(self, talk: Talk, known: Known) -> str | None:
        """Ask again for what a correction without a value may mean; what is known stays until it is replaced.

        The value is the one named, the only one told, the last one told where the message only says "later than
        that"; else the customer chooses.
        """
        told = self.told(talk, known)
        named = [field for field in told if field.is_named_in(talk.turn.text)] or told
        if not told:
            return self.ask(talk, known)
        if len(named) == 1 or answers.compares(talk.turn.text):
            return moves.change(self, talk, known, named[-1])
        talk.say("utter_change_which", choices=[field.choice(talk, known[field.slot]) for field in told])
        return CHANGE

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Hear the message, ask the next question; no event at all leaves the message to the rules."""
        talk = self.talk(dispatcher, tracker)
        moment = phase(tracker, self.form)
        failed = int(tracker.get_slot("misunderstood") or 0)
        if self.intent in following.FOLLOWABLE:
            talk.kept = kept_choices(talk)
        before = {slot: tracker.get_slot(slot) for slot in REQUEST_SLOTS}
        known = dict(before)
        aside: list[Event] = []
        try:
            talk.topic = topic_of(self.intent)
            talk.places = places(
                self.fields(talk), reads_back=self.files and talk.turn.account_id is not None
            )
            talk.failed = 0 if moment is Phase.BEGIN else failed
            if moment is Phase.BEGIN:
                asked, aside = self._begin(talk, tracker, known)
            elif moment is Phase.RETURN:
                talk.brief = talk.back = True
                talk.stuck = failed >= 2
                asked = None if self.lapses(talk, known) else self.resume(talk, known)
            elif (move := hearing.move(self, talk, known)) is None:
                return []
            else:
                asked = move(self, talk, known)
        except (AccountsUnavailable, UnknownAccount) as fault:
            say_unreadable(talk, fault)
            talk.offer, talk.offered = None, None
            asked, known = None, dict.fromkeys(REQUEST_SLOTS)
        events = [SlotSet(slot, known[slot]) for slot in REQUEST_SLOTS if known[slot] != before[slot]]
        led_nowhere = failed + 1 if talk.refused else 0
        if moment is not Phase.RETURN and failed != led_nowhere:
            events.append(SlotSet("misunderstood", led_nowhere))
        if moment is Phase.ANSWER:
            aside += two_requests.noted(talk, "utter_comes_later", first=True)
        # Rasa counts a message as heard only when some slot was set, even to the value it had.
        events.append(SlotSet("stated", known["stated"]))
        if not any(event["name"] == "follow" for event in aside):
            worked_out = following.worked_out(talk, self.intent, known) if asked is None else None
            if worked_out or talk.follows or not self.keeps_last(talk):
                events.append(SlotSet("last", worked_out or talk.follows))
        return [*events, *aside, *memory(talk, tracker), SlotSet("requested_slot", asked)]

    def _button_meant(self, turn: Turn) -> dict[str, Any]:
        """Return the values of the one button shown for this request, when a few words ask for it: "ok, the upgrade"."""
        shown = [choice for choice in turn.slots.get("choices") or () if choice["intent"] == self.intent]
        few = len(turn.text.split()) <= hearing.FEW_WORDS
        meant = few and len(shown) == 1 and turn.confidence < 1.0 and "plan_volume" in shown[0]["entities"]
        return shown[0]["entities"] if meant else {}

    def _begin(self, talk: Talk, tracker: Tracker, known: Known) -> tuple[str | None, list[Event]]:
        """Begin afresh, or where an offer or an interrupted request left off."""
        before = dict(known)
        talk.turn = turn = hearing.without_stray_ones(talk.turn.fresh())
        known.update(dict.fromkeys(REQUEST_SLOTS))
        kept = tracker.get_slot("interrupted")
        if say_nothing_open(talk) or asides.seen_to(talk):
            return None, []
        events: list[Event] = two_requests.dropped(turn, self.intent)
        if choices := hearing.choices_pointed_at(turn):
            talk.say("utter_which_one", choices=choices)
            return None, []
        last, figures = turn.slots.get("last"), following.follow_up(turn)
        if figures and last["intent"] != self.intent and turn.confidence < 1.0:
            return None, [SlotSet("follow", {"intent": last["intent"], "entities": figures})]
        if figures and last["intent"] == self.intent:
            talk.turn = turn = following.as_follow_up(turn)
            known.update(last["known"])
            talk.turn.slots.update(last["known"])
        if kept and kept["intent"] == self.intent:
            known.update(kept["known"])
            talk.turn.slots.update(kept["known"])
            events.append(SlotSet("interrupted", None))
        elif (other := form_before(tracker, self.form)) and not {other, self.form} <= PLAN_CHANGES:
            open_request = {"intent": hearing.INTENT_OF[other], "known": before | {"confirmed": None}}
            talk.aside = True
            events.append(SlotSet("interrupted", open_request))
        if turn.intent == "affirm":
            known.update(tracker.get_slot("offered") or {})
            if not hearing.agrees(turn):
                known["confirmed"] = None
        heard = self.hear(talk, turn)
        if not heard and not turn.entities and (offered := self._button_meant(turn)):
            talk.turn = turn = turn.meaning(self.intent, offered)
            heard = self.hear(talk, turn)
        known.update(heard)
        resumed = bool(kept) and kept["intent"] == self.intent and not heard
        talk.brief = moves.say_refused(talk) or resumed
        talk.back = resumed
        events += two_requests.noted(talk)
        return self.ask(talk, known), events
