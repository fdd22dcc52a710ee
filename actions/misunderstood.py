"""MISUNDERSTOOD: what to do about a message nothing was made of: choices in other words, readings, then a person."""

from __future__ import annotations

from rasa_sdk.events import FollowupAction, SlotSet

from actions import answers
from actions.base import DeskAction, Event
from actions.choosing import READINGS, SOMETHING_ELSE, likely, only_reading, picked, readings, take
from actions.hearing import BELIEVED, choices_pointed_at
from actions.moves import say_refused
from actions.outside import sentence_for
from actions.spike_bills import offer_bill_named
from actions.talk import Choice, Talk
from actions.words import shortened

PATIENCE = 3
WORTH_ASKING = 0.25
EXPLAINED = 2
LETTER = 60
FORM_OF_OFFER = {
    "person": "person_form",
    "upgrade": "upgrade_form",
    "downgrade": "downgrade_form",
    "overage": "overage_option_form",
    "pause": "pause_form",
    "claim": "spike_claim_form",
    "resume": "action_resume",
}


class ActionNotUnderstood(DeskAction):
    """Offers the likeliest readings, then asks to rephrase, then offers a person."""

    action = "action_not_understood"
    understood = False

    def answer(self, talk: Talk) -> list[Event]:
        """Take a choice meant in other words; else say what was not understood, in other words each time."""
        turn = talk.turn
        self._keep_offer(talk)
        if begun := self._begun(talk):
            return [SlotSet("misunderstood", 0), *begun]
        if pointed_at := choices_pointed_at(turn):
            talk.say("utter_which_one", choices=pointed_at)
            return []
        if answers.recalls(turn.text) and turn.text_before:
            talk.say("utter_you_said", said=shortened(turn.text_before, 200))
            return []
        if say_refused(talk):
            return []
        times = int(turn.slots.get("misunderstood") or 0) + 1
        if self.names_it(talk):
            return []
        if answers.is_other_language(turn.text) and times < PATIENCE:
            talk.say("utter_english_only")
        elif times >= PATIENCE:
            self._offer_a_person(talk)
        elif times == EXPLAINED and turn.requested:
            talk.explain(turn.requested)
        else:
            self.say_so(talk, times)
        return [SlotSet("misunderstood", times)]

    def names_it(self, talk: Talk) -> bool:
        """Say what the message is about, when that much is plain; such a message counts for nothing.

        A figure that is the amount of an open overage bill is about that bill.
        """
        return offer_bill_named(talk)

    def say_so(self, talk: Talk, times: int) -> None:
        """Say that it was not understood, and what may help."""
        choices = readings(likely(talk.turn))
        if len(talk.turn.text.split()) >= LETTER and not talk.turn.requested:
            talk.say("utter_letter", choices=choices)
            return
        if talk.kept and talk.offer and times == 1 and not talk.turn.requested:
            talk.say("utter_question_still_open", choices=talk.kept)
        elif talk.turn.requested and times == 1 and self._is_worth_asking(talk):
            talk.say("utter_did_you_mean_open", choices=choices)
        elif talk.turn.requested:
            talk.say("utter_not_followed" if times == 1 else "utter_not_followed_again")
        elif choices and SOMETHING_ELSE not in talk.kept:
            talk.say("utter_did_you_mean", choices=choices)
        else:
            fresh = times == 1 or SOMETHING_ELSE in talk.kept
            talk.say("utter_rephrase" if fresh else "utter_rephrase_freely")

    @staticmethod
    def _is_worth_asking(talk: Talk) -> bool:
        """Return whether a reading is likely enough to be shown beside a question that is open."""
        first = likely(talk.turn)[:1]
        return any(one["name"] in first and one["confidence"] >= WORTH_ASKING for one in talk.turn.ranking)

    @staticmethod
    def _keep_offer(talk: Talk) -> None:
        """A message nothing was made of leaves the offer and the choices as they were."""
        slots = talk.turn.slots
        talk.offer, talk.offered = slots.get("offer"), slots.get("offered")

    @staticmethod
    def _begun(talk: Talk) -> list[Event]:
        """Return what begins the button or the offer that was meant in other words; an open form hears for itself."""
        turn = talk.turn
        if turn.requested:
            return []
        choices = turn.slots.get("choices")
        if answers.is_yes(turn.text) and talk.offer:
            agreed = SlotSet("taken", {"intent": "affirm", "entities": {}})
            return [agreed, FollowupAction(FORM_OF_OFFER[talk.offer])]
        meant = picked(turn.text, choices) or (only_reading(choices) if answers.is_yes(turn.text) else None)
        if meant and meant["intent"] in (*READINGS, "help", "deny"):
            return take(meant["intent"], meant["entities"])
        return []

    @staticmethod
    def _offer_a_person(talk: Talk) -> None:
        if talk.turn.requested:
            talk.say("utter_not_understood_person")
            return
        if talk.account is None:
            talk.say("utter_not_understood_person", choices=[Choice("A person, please", "talk_to_human")])
            return
        reason = f"was not understood by the desk: {shortened(talk.turn.text, 200)}"
        talk.say("utter_not_understood_offer", choices=talk.offer_a_person(reason))


class ActionOutOfScope(ActionNotUnderstood):
    """Says what is not ours to answer; after three in a row, a person is offered."""

    action = "action_out_of_scope"

    def names_it(self, talk: Talk) -> bool:
        """Say which neighbouring subject it is, and what the desk does do."""
        if super().names_it(talk):
            return True
        sentence = sentence_for(talk.turn.text)
        if sentence is None or (talk.turn.confidence < BELIEVED and likely(talk.turn)):
            return False
        talk.say(sentence)
        return True

    def say_so(self, talk: Talk, times: int) -> None:
        """Say that it is none of ours, unless it may well have been a request."""
        choices = [Choice(READINGS[name], name) for name in likely(talk.turn)]
        unsure = talk.turn.confidence < BELIEVED and not talk.turn.requested
        if unsure and (choices or (talk.kept and times == 1)):
            super().say_so(talk, 1)
        elif choices:
            talk.say("utter_out_of_scope_unless", choices=choices)
        elif times == 1:
            talk.say("utter_out_of_scope")
        else:
            talk.say("utter_not_followed_again" if talk.turn.requested else "utter_out_of_scope_again")
