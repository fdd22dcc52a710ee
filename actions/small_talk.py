"""SMALL TALK: greetings, yes and no without a question, stopping and going on."""

from __future__ import annotations

import re

from rasa_sdk.events import ActiveLoop, SlotSet

from actions import two_requests
from actions.answers import SHORT, waits
from actions.base import DeskAction, Event, anything_else, cleared
from actions.choosing import READINGS, SOMETHING_ELSE, likely, only_reading, picked, readings, take
from actions.following import FOLLOWABLE
from actions.hearing import INTENT_OF
from actions.spike_bills import offer_bill_named
from actions.talk import Choice, Talk

CANCELS = re.compile(r"\bcancel\b", re.IGNORECASE)
DROPPED = ("interrupted", "later")


class ActionGreet(DeskAction):
    """Greets, by name when the customer is signed in."""

    action = "action_greet"

    def answer(self, talk: Talk) -> list[Event]:
        """Say hello, and what can be done here unless something is being done."""
        account = talk.account
        if talk.turn.requested:
            talk.say("utter_greet_back")
        elif account is None:
            talk.say("utter_greet_visitor")
        else:
            talk.say("utter_greet", name=account.name)
        return []


class ActionReply(DeskAction):
    """Answers thanks, a goodbye, a call for help, and the question who this is."""

    action = "action_reply"

    def answer(self, talk: Talk) -> list[Event]:
        """Say the reply of this kind; a goodbye with something open says that it is not filed."""
        kind = talk.turn.intent
        if kind in ("bot_challenge", "thank"):
            talk.offer, talk.offered = talk.turn.slots.get("offer"), talk.turn.slots.get("offered")
        if kind == "goodbye" and talk.turn.requested and self._is_question(talk):
            talk.say("utter_goodbye")
            return [ActiveLoop(None), SlotSet("requested_slot", None), *cleared()]
        if kind == "goodbye" and talk.turn.requested:
            talk.say("utter_goodbye_open")
        elif self.is_none_of_them(talk):
            talk.say("utter_rephrase_freely")
        elif kind == "help" and talk.turn.requested:
            talk.say("utter_help_open")
        else:
            talk.say(f"utter_{kind}")
        return []

    @staticmethod
    def _is_question(talk: Talk) -> bool:
        """Return whether nothing can be filed of what is open: a question, or a visitor's what-if."""
        return talk.turn.account_id is None or INTENT_OF.get(talk.turn.loop or "") in FOLLOWABLE

    def understands(self, talk: Talk) -> bool:
        """None of the readings shown was right: the message that led to them is still not understood."""
        return not self.is_none_of_them(talk)

    @staticmethod
    def is_none_of_them(talk: Talk) -> bool:
        """Return whether the customer pressed the button beside the readings of a message nothing was made of."""
        pressed = talk.turn.text.strip().lower() == SOMETHING_ELSE.title.lower()
        return pressed and bool(talk.turn.slots.get("misunderstood")) and not talk.turn.requested


class ActionDecline(DeskAction):
    """Takes a no: to an offer, to a question that is not yes-or-no, or to nothing at all."""

    action, keeps_choices = "action_decline", False

    def answer(self, talk: Talk) -> list[Event]:
        """Drop what was offered; a later yes accepts nothing."""
        if talk.turn.requested:
            talk.say("utter_no_to_question")
            return []
        slots = talk.turn.slots
        if slots.get("closing") == "asked" and not slots.get("offer"):
            talk.say("utter_all_done")
            return []
        talk.say("utter_no_matter")
        later = slots.get("later")
        dropped = [SlotSet(slot, None) for slot in DROPPED]
        return [*dropped, *(two_requests.offer(talk, later) if later else anything_else(talk))]


class ActionStop(DeskAction):
    """Abandons what is open; nothing of it is filed."""

    action, keeps_choices = "action_stop", False

    def answer(self, talk: Talk) -> list[Event]:
        """Say that it is dropped, and forget it."""
        dropped = [SlotSet(slot, None) for slot in DROPPED]
        if talk.turn.requested:
            talk.say("utter_stopped")
        elif talk.turn.slots.get("offer"):
            talk.say("utter_no_matter")
        elif CANCELS.search(talk.turn.text):
            talk.say("utter_did_you_mean", choices=readings(["cancel_plan"]))
        else:
            talk.say("utter_nothing_to_stop")
        return [ActiveLoop(None), SlotSet("requested_slot", None), *cleared(), *dropped]


class ActionResume(DeskAction):
    """Goes on with what was interrupted or left for later, once the customer agrees."""

    action = "action_resume"

    def answer(self, talk: Talk) -> list[Event]:
        """Say nothing; the request itself asks where it stopped."""
        offered = talk.turn.slots.get("offered") or {}
        return take(offered["intent"], kept=offered)


class ActionAnythingOpen(DeskAction):
    """Answers a yes or a correction that nothing was open for."""

    action = "action_anything_open"

    def answer(self, talk: Talk) -> list[Event]:
        """Take the one request the choices named, or ask what is meant."""
        choices = talk.turn.slots.get("choices")
        if waits(talk.turn.text) and len(talk.turn.text.split()) <= SHORT:
            talk.say("utter_take_your_time")
            return []
        if pointed := picked(talk.turn.text, choices):
            return take(pointed["intent"], pointed["entities"])
        if talk.turn.intent == "change_answer":
            meant = likely(talk.turn)
            talk.say("utter_did_you_mean" if meant else "utter_nothing_to_change", choices=readings(meant))
            return []
        if talk.turn.slots.get("closing") == "asked":
            talk.say("utter_go_ahead")
            return []
        if only := only_reading(choices):
            return take(only["intent"], only["entities"])
        if [choice for choice in choices or () if choice["intent"] in READINGS]:
            talk.say("utter_which_one", choices=[Choice.from_slot(choice) for choice in choices])
        elif offer_bill_named(talk):
            return []
        elif likely(talk.turn):
            talk.say("utter_did_you_mean", choices=readings(likely(talk.turn)))
        elif talk.account is None and talk.sign_in_told:
            talk.say("utter_nothing_to_file_visitor")
            talk.say_sign_in()
        else:
            talk.say("utter_nothing_to_confirm")
        return []
