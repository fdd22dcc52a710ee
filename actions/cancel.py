"""CANCEL: the end of the service on a date. Filed as asked; the date and the phone number are said (P6)."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from actions.fields import SOMETHING, Field
from actions.filing import FileAction, compose, episode, same_on_file, say_on_file
from actions.forms import Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count, day
from desk.requests import NewRequest

SOON_DAYS = 3
LONGEST = relativedelta(years=2)
CONFIRM = [
    Choice("Yes, file the cancellation", "affirm"),
    Choice("No, keep my account", "deny"),
    SOMETHING,
]
DAY = Field("cancel_on", "the last day", lambda talk, value: day(value), "day|date|end|when")


class ValidateCancelForm(RequestForm):
    """From which date, then file."""

    form, intent = "cancel_form", "cancel_plan"

    def fields(self, talk: Talk) -> tuple[Field, ...]:
        """Return the day of the end."""
        return (DAY,)

    def question(self, talk: Talk, known: Known, slot: str) -> None:
        """Ask for the day."""
        account, today = talk.account, talk.turn.today
        billing = account.next_billing_date(today)
        choices = [
            Choice(f"Next billing date, {day(billing)}", self.intent, {"date": billing.isoformat()}),
            Choice("Today", self.intent, {"date": today.isoformat()}),
            Choice("Pause instead", "pause_plan"),
        ]
        talk.ask(slot, "utter_question_cancel_on", expects="date", plan=count(account.plan), choices=choices)

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear the date the service should end."""
        when = turn.value("date")
        return {"cancel_on": when} if when else {}

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Ask for the date, read it back, ask whether to file."""
        account, today = talk.account, talk.turn.today
        if account is None:
            talk.say("utter_cancel_visitor")
            talk.say_sign_in()
            return None
        if known["confirmed"] is not None:
            return None
        if refused := self._refused(today, known["cancel_on"]):
            kept = talk.turn.slots.get("cancel_on")
            talk.refuse("cancel_on", refused, value=day(known["cancel_on"]), today=day(today))
            known["cancel_on"] = kept if kept != known["cancel_on"] else None
            if known["cancel_on"]:
                talk.say("utter_kept_value", value=day(known["cancel_on"]))
        if known["cancel_on"] is None:
            self.question(talk, known, "cancel_on")
            return "cancel_on"
        if before := same_on_file(talk, self.intent, cancel_on=known["cancel_on"]):
            say_on_file(talk, before)
            return None
        if known["quoted"] != known["cancel_on"]:
            talk.brief = False
        known["quoted"] = known["cancel_on"]
        when = day(known["cancel_on"])
        talk.ask("confirmed", "utter_cancel_confirm", when=when, plan=count(account.plan), choices=CONFIRM)
        return "confirmed"

    @staticmethod
    def _refused(today: date, when: str | None) -> str | None:
        """Return the response that says why the day cannot be, or None."""
        if when is None:
            return None
        if date.fromisoformat(when) < today:
            return "utter_cancel_in_the_past"
        return "utter_cancel_too_far" if date.fromisoformat(when) > today + LONGEST else None


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
            subject=f"{account.name}: cancel on {day(when)}",
            said=f"{account.name} asks to end the service on {day(when)}.",
            fields={"cancel_on": when, "current_plan": str(account.plan)},
            priority="high" if soon else "normal",
        )
