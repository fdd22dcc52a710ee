"""A PERSON: how to reach one, and a request that one gets in touch."""

from __future__ import annotations

from actions.filing import FileAction, compose, episode
from actions.forms import NO, Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from desk.requests import NewRequest


class ValidatePersonForm(RequestForm):
    """Gives the phone number, and offers to have the team write."""

    form, intent = "person_form", "talk_to_human"

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Nothing but the confirmation is asked here."""
        return {}

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Say how to reach a person; for a customer signed in, offer to file a request."""
        account = talk.account
        if account is None:
            talk.say("utter_person_visitor")
            return None
        if known["confirmed"] is not None:
            return None
        choices = [Choice("Yes, have them write", "affirm"), NO]
        talk.say("utter_person_confirm", email=account.email, choices=choices)
        return "confirmed"


class ActionFilePerson(FileAction):
    """Files the wish for a person, with where the conversation is to be found."""

    action, filed, declined = "action_file_person", "utter_person_filed", "utter_person_declined"

    def request(self, talk: Talk) -> NewRequest:
        """Return the request for a person."""
        account = talk.account
        return compose(
            talk,
            "talk_to_human",
            about=episode(talk),
            subject=f"{account.name}: asks for a person",
            said=f"{account.name} asks that someone writes to {account.email}. Conversation {talk.turn.conversation}.",
            fields={"current_plan": str(account.plan)},
        )
