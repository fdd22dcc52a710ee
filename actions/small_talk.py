"""SMALL TALK: greetings, stopping, and what to do when a message was not understood."""

from __future__ import annotations

from rasa_sdk.events import ActiveLoop, SlotSet

from actions.base import DeskAction, Event, cleared
from actions.talk import Choice, Talk

READINGS = {
    "upgrade_plan": "A bigger plan",
    "downgrade_plan": "A smaller plan",
    "pause_plan": "Pausing the account",
    "cancel_plan": "Cancelling the account",
    "claim_spike": "A surprisingly large overage bill",
    "enable_overage": "Sending past the limit",
    "ask_plan_advice": "Which plan is cheapest",
    "ask_over_quota": "Mail that bounces at the limit",
    "ask_overage_charge": "What extra messages cost",
    "ask_spike_policy": "How the overage protection works",
    "ask_upgrade_requirements": "What an upgrade needs",
    "check_account": "My plan and usage",
    "ticket_status": "Where my request stands",
    "billing_dispute": "A wrong charge",
    "technical_problem": "Something that does not work",
    "talk_to_human": "A person",
}
LIKELY = 0.12
PATIENCE = 3


class ActionGreet(DeskAction):
    """Greets, by name when the customer is signed in."""

    action = "action_greet"

    def answer(self, talk: Talk) -> list[Event]:
        """Say hello and what can be done here."""
        account = talk.account
        if account is None:
            talk.say("utter_greet_visitor")
        else:
            talk.say("utter_greet", name=account.name)
        return []


class ActionStop(DeskAction):
    """Abandons what is open; nothing is filed."""

    action = "action_stop"

    def answer(self, talk: Talk) -> list[Event]:
        """Say that it is dropped, and forget it."""
        talk.say("utter_stopped")
        return [ActiveLoop(None), SlotSet("requested_slot", None), *cleared()]


class ActionAnythingOpen(DeskAction):
    """Answers a yes or a correction that nothing was open for."""

    action = "action_anything_open"

    def answer(self, talk: Talk) -> list[Event]:
        """Ask what is meant."""
        talk.say(
            "utter_nothing_to_change" if talk.turn.intent == "change_answer" else "utter_nothing_to_confirm"
        )
        return []


class ActionNotUnderstood(DeskAction):
    """Offers the likeliest readings, then asks to rephrase, then offers a person."""

    action = "action_not_understood"

    def answer(self, talk: Talk) -> list[Event]:
        """Say so in other words each time, never the same twice in a row."""
        times = int(talk.turn.slots.get("misunderstood") or 0) + 1
        likely = [
            reading["name"]
            for reading in talk.turn.ranking
            if reading["name"] in READINGS and float(reading["confidence"]) >= LIKELY
        ][:2]
        if times >= PATIENCE:
            talk.say("utter_not_understood_person", choices=[Choice("A person, please", "talk_to_human")])
            talk.offer = "person"
        elif likely and times == 1:
            choices = [Choice(READINGS[name], name) for name in likely]
            talk.say("utter_did_you_mean", choices=[*choices, Choice("Something else", "help")])
        else:
            talk.say("utter_rephrase")
        return [SlotSet("misunderstood", times)]
