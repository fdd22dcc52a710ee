"""The frame every action shares: read the turn, answer, remember what was offered, say it when records cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import asides, two_requests
from actions.choosing import take, topic_of
from actions.following import follow_up
from actions.nothing_open import say_nothing_open
from actions.talk import Choice, Talk
from actions.turn import REQUEST_SLOTS, read
from desk.accounts import AccountsUnavailable, UnknownAccount
from desk.wiring import Desk, Settings, build

Event = dict[str, Any]


@cache
def desk() -> Desk:
    """Return the one desk of this process, wired from the settings on first use."""
    return build(Settings.from_env())


def cleared() -> list[Event]:
    """Return the events that forget an open request."""
    return [SlotSet(slot, None) for slot in REQUEST_SLOTS]


class SpeakingAction(Action):
    """What forms and plain actions have in common; `desk` is given in tests and is the process's own otherwise."""

    def __init__(self, desk: Callable[[], Desk] = desk) -> None:
        self._desk = desk

    def talk(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Talk:
        """Return this action's side of the turn; a choice taken in words counts as if it had been said."""
        turn = read(tracker)
        kept = turn.slots.get("offered") if turn.slots.get("offer") == "resume" else None
        if taken := tracker.get_slot("taken"):
            turn = turn.meaning(taken["intent"], taken["entities"])
            kept = taken.get("kept")
        return Talk(dispatcher, two_requests.taken_up(turn, kept), self._desk())


def memory(talk: Talk, tracker: Tracker) -> list[Event]:
    """Return the events that keep this turn's offer, choices and sign-in advice, and drop those of earlier turns."""
    noticed = asides.noticed(talk)
    now = {
        "offer": talk.offer,
        "offered": talk.offered,
        "choices": [choice.as_slot() for choice in talk.shown or talk.kept] or None,
        "sign_in_told": talk.sign_in_told or None,
    }
    if talk.follows:
        now["last"] = talk.follows
    if talk.put_off:
        now["later"] = talk.put_off
    if tracker.get_slot("closing") == "asked":
        now["closing"] = "done"
    if tracker.get_slot("taken"):
        now["taken"] = None
    kept = [SlotSet(slot, value) for slot, value in now.items() if tracker.get_slot(slot) != value]
    return [*noticed, *kept]


def kept_choices(talk: Talk) -> list[Choice]:
    """Return the choices that were shown last."""
    return [Choice.from_slot(choice) for choice in talk.turn.slots.get("choices") or ()]


def say_unreadable(talk: Talk, fault: Exception) -> None:
    """Say that the account's records cannot be read, or that there are none any more."""
    talk.say("utter_billing_unreachable" if isinstance(fault, AccountsUnavailable) else "utter_account_gone")


class DeskAction(SpeakingAction):
    """An action of the desk; a subclass says its `action` name and how it answers.

    `understood` is False for the actions that answer a message nothing was made of. With `keeps_choices`, what
    was offered as buttons can still be taken in words afterwards.
    """

    action: ClassVar[str]
    understood: ClassVar[bool] = True
    keeps_choices: ClassVar[bool] = True

    def name(self) -> str:
        """Return the name Rasa calls this action by."""
        return self.action

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[Event]:
        """Answer one turn; the offer of an earlier turn lapses unless this one makes it again."""
        talk = self.talk(dispatcher, tracker)
        if self.keeps_choices:
            talk.kept = kept_choices(talk)
        try:
            events = self._followed(talk) or self._seen_to(talk) or self.answer(talk)
            if not isinstance(self, CloseAction):
                events = [*events, *two_requests.after_an_answer(talk)]
        except (AccountsUnavailable, UnknownAccount) as fault:
            say_unreadable(talk, fault)
            events = []
        if self.understands(talk) and tracker.get_slot("misunderstood"):
            events = [*events, SlotSet("misunderstood", 0)]
        if tracker.get_slot("taken") and not any(event["event"] == "followup" for event in events):
            # No rule knows this step, and Rasa would take it for a message that was not understood.
            events = [*events, FollowupAction("action_listen")]
        return [*events, *memory(talk, tracker)]

    def answer(self, talk: Talk) -> list[Event]:
        """Say what there is to say and return the events that follow from it."""
        raise NotImplementedError

    def understands(self, talk: Talk) -> bool:
        """Return whether the message was understood, which ends the count of those that were not."""
        return self.understood

    def _seen_to(self, talk: Talk) -> list[Event]:
        """Return something when the message called for no answer of this action's own."""
        if isinstance(self, CloseAction) or not (say_nothing_open(talk) or asides.seen_to(talk)):
            return []
        return [SlotSet("follow", None)]

    def _followed(self, talk: Talk) -> list[Event]:
        """Return what goes on with the last figure when a short message asks it for another value."""
        figures = follow_up(talk.turn) if not isinstance(self, CloseAction) else None
        return take(talk.turn.slots["last"]["intent"], figures) if figures else []


class CloseAction(DeskAction):
    """Ends a form that files nothing: forgets its figures, keeps what it offered, goes back to what was open before."""

    aside: ClassVar[bool] = False

    def answer(self, talk: Talk) -> list[Event]:
        """Say nothing more than where to go on; the form has said the rest."""
        slots = talk.turn.slots
        if follow := slots.get("follow"):
            return [*cleared(), SlotSet("follow", None), *take(follow["intent"], follow["entities"])]
        talk.offer, talk.offered = slots.get("offer"), slots.get("offered")
        return [*cleared(), *self.go_on(talk)]

    def go_on(self, talk: Talk) -> list[Event]:
        """Return to the request that was interrupted, or ask whether to; then to what else was asked for."""
        interrupted, later = talk.turn.slots.get("interrupted"), talk.turn.slots.get("later")
        if interrupted and self.aside:
            return take(interrupted["intent"])
        if talk.offer:
            return []
        if interrupted:
            choices = two_requests.go_on_choices(interrupted["intent"])
            talk.say("utter_go_on", topic=topic_of(interrupted["intent"]), choices=choices)
            talk.offer, talk.offered = "resume", {"intent": interrupted["intent"]}
        elif later:
            return two_requests.offer(talk, later)
        elif talk.turn.slots.get("confirmed") is True:
            return anything_else(talk)
        return []


def anything_else(talk: Talk) -> list[Event]:
    """Ask once in an episode whether there is anything else."""
    if talk.turn.slots.get("closing"):
        return []
    talk.say("utter_anything_else")
    return [SlotSet("closing", "asked")]
