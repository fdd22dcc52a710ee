"""CANCEL: the end of the service on a date. Filed as asked; the date and the phone number are said (P6)."""

from __future__ import annotations

from datetime import date

from actions.filing import FileAction, compose, episode
from actions.forms import Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count, day
from desk.requests import NewRequest

SOON_DAYS = 3


class ValidateCancelForm(RequestForm):
    """From which date, then file."""

    form, intent, reopens = "cancel_form", "cancel_plan", "cancel_on"

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear the date the service should end."""
        when = turn.value("date")
        return {"cancel_on": when} if when else {}

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Ask for the date, read it back, ask whether to file."""
        account = talk.account
        if account is None:
            talk.say("utter_cancel_visitor")
            return None
        if known["confirmed"] is not None:
            return None
        today = talk.turn.today
        if known["cancel_on"] and date.fromisoformat(known["cancel_on"]) < today:
            talk.say("utter_cancel_in_the_past", value=day(known["cancel_on"]), today=day(today))
            known["cancel_on"] = talk.turn.slots.get("cancel_on")
        if known["cancel_on"] is None:
            billing = account.next_billing_date(today)
            choices = [
                Choice(f"Next billing date, {day(billing)}", self.intent, {"date": billing.isoformat()}),
                Choice("Today", self.intent, {"date": today.isoformat()}),
                Choice("Pause instead", "pause_plan"),
            ]
            talk.say("utter_question_cancel_on", expects="date", plan=count(account.plan), choices=choices)
            return "cancel_on"
        choices = [
            Choice("Yes, file the cancellation", "affirm"),
            Choice("No, keep my account", "deny"),
            Choice("Change the date", "change_answer"),
        ]
        talk.say(
            "utter_cancel_confirm", when=day(known["cancel_on"]), plan=count(account.plan), choices=choices
        )
        return "confirmed"


class ActionFileCancel(FileAction):
    """Files the cancellation with its date."""

    action, filed, declined = "action_file_cancel", "utter_cancel_filed", "utter_cancel_declined"

    def request(self, talk: Talk) -> NewRequest:
        """Return the cancellation as it stands now; one that is due within days is urgent work for the team."""
        account, when = talk.account, talk.turn.slots["cancel_on"]
        soon = (date.fromisoformat(when) - talk.turn.today).days <= SOON_DAYS
        return compose(
            talk,
            "cancel_plan",
            about=episode(talk, when),
            subject=f"{account.name}: cancel on {when}",
            said=f"{account.name} asks to end the service on {day(when)}.",
            fields={"cancel_on": when, "current_plan": str(account.plan)},
            priority="high" if soon else "normal",
        )
