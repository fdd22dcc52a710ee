"""A PERSON: one who is there takes over at once; else how to reach one, and a request that one gets in touch."""

from __future__ import annotations

import re
from dataclasses import replace

from actions import wishes
from actions.answers import is_no, is_yes
from actions.base import Event, cleared
from actions.filing import FileAction, compose, episode
from actions.forms import NO, Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import shortened
from desk.handoff import Reason
from desk.requests import NewRequest

TELLING_WORDS = 5
WRITES = re.compile(r"\b(?:write|mail|e-?mail|message) (?:to )?(?:me|us)\b", re.IGNORECASE)
"""Words of someone who would rather be written to than call."""
TOLD = ("billing_dispute", "technical_problem", "claim_spike")


class ValidatePersonForm(RequestForm):
    """Hands over to whoever of the team is there.

    With nobody there it gives the phone number and offers to have the team write; what the customer adds goes along.
    """

    form, intent = "person_form", "talk_to_human"

    def digresses(self, turn: Turn) -> bool:
        """While one is being asked for, what is wrong is what the person should know."""
        return turn.intent not in TOLD and super().digresses(turn)

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear what the person should know, once it was asked whether one should write."""
        if turn.requested == "confirmed" and is_no(turn.text) and WRITES.search(turn.text):
            return {"confirmed": True}
        if turn.requested is None:
            wish = wishes.found(replace(turn, confidence=0.0))
            return {"problem": turn.text} if wish and wish.about else {}
        if turn.requested != "confirmed" or len(turn.text.split()) < TELLING_WORDS:
            return {}
        if turn.intent in ("affirm", "deny", "stop_request") or is_yes(turn.text) or is_no(turn.text):
            return {}
        return {"problem": turn.text}

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Hand over while someone is there; else say how to reach a person, and offer to file a request."""
        if talk.turn.agents_online and known["confirmed"] is None:
            talk.hand_over(reason_of(talk.turn))
            return None
        account = talk.account
        if account is None:
            talk.say("utter_person_visitor")
            return None
        if known["confirmed"] is not None:
            return None
        choices = [Choice("Yes, have them write", "affirm"), NO]
        if (
            known["problem"]
            and talk.turn.intent != "affirm"
            and known["problem"] != talk.turn.slots.get("problem")
        ):
            talk.say("utter_person_passed_on", problem=shortened(known["problem"], 300), choices=choices)
        else:
            talk.ask("confirmed", "utter_person_confirm", email=account.email, choices=choices)
        return "confirmed"


def reason_of(turn: Turn) -> Reason:
    """Return why a person is wanted, as far as this episode tells."""
    slots = turn.slots
    if slots.get("misunderstood"):
        return "misunderstood"
    if slots.get("offer") == "person":
        return "needs_review"
    return "annoyed" if slots.get("noticed") else "asked"


class ActionFilePerson(FileAction):
    """Files the wish for a person, with what it is about and where the conversation is to be found."""

    action, filed, declined = "action_file_person", "utter_person_filed", "utter_person_declined"

    def answer(self, talk: Talk) -> list[Event]:
        """Say nothing once a person was asked for: what was open is gone on with when they are done."""
        return cleared() if talk.turn.handed_over else super().answer(talk)

    def request(self, talk: Talk) -> NewRequest:
        """Return the request for a person."""
        account, reason = talk.account, talk.turn.slots.get("problem")
        said = f"{account.name} asks that someone writes to {account.email}. Conversation {talk.turn.conversation}."
        fields = {"current_plan": str(account.plan)}
        if reason:
            fields["reason"] = reason
            said = f"{said}\n\nAbout: {reason}"
        return compose(
            talk,
            "talk_to_human",
            about=episode(talk, shortened(reason, 60)) if reason else episode(talk),
            subject=f"{account.name}: {shortened(reason, 80) if reason else 'asks for a person'}",
            said=said,
            fields=fields,
        )
