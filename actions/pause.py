"""PAUSE: a seasonal hold between two dates. No money is promised, because the policy promises none (P6)."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from actions.filing import FileAction, compose, episode
from actions.forms import NO, YES, Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count, day
from desk.requests import NewRequest

LONGEST = relativedelta(years=2)


def span(duration: str) -> relativedelta:
    """Return an ISO duration of whole years, months, weeks or days ("P2M") as a span to add to a date."""
    number, unit = int(duration[1:-1]), duration[-1]
    names = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}
    return relativedelta(**{names[unit]: number})


class ValidatePauseForm(RequestForm):
    """From when, until when, then file."""

    form, intent, reopens = "pause_form", "pause_plan", "pause_until"

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear dates by their role; a duration counts from the first day of the pause."""
        heard: Known = {}
        begin = turn.value("date", role="from")
        end = turn.value("date", role="until")
        others = [
            f["value"]
            for f in turn.entities
            if f["entity"] == "date" and f.get("role") not in ("from", "until")
        ]
        for other in others:
            if self._is_end(turn, other, begin) and end is None:
                end = other
            elif begin is None:
                begin = other
        if begin:
            heard["pause_from"] = begin
        if end:
            heard["pause_until"] = end
        duration = turn.value("duration")
        if duration and end is None:
            heard["pause_until"] = duration
        return heard

    @staticmethod
    def _is_end(turn: Turn, day_said: str, begin: str | None) -> bool:
        """Return whether a date said without "from" or "until" is the end: it is, once there is a beginning before it."""
        start = begin or turn.slots.get("pause_from")
        return turn.requested != "pause_from" and bool(start) and day_said > start

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Ask for the dates in turn, read them back, ask whether to file."""
        account = talk.account
        if account is None:
            talk.say("utter_pause_visitor")
            return None
        if known["confirmed"] is not None:
            return None
        if refused := self._settle(talk, known):
            slot, response = refused
            kept = talk.turn.slots.get(slot)
            talk.say(response, today=day(talk.turn.today), value=day(known[slot]))
            known[slot] = kept if kept != known[slot] else None
            if known[slot]:
                talk.say("utter_kept_value", value=day(known[slot]))
        if known["pause_from"] is None:
            talk.say("utter_question_pause_from", expects="date_from", choices=self._starts(talk))
            return "pause_from"
        if known["pause_until"] is None:
            begin = day(known["pause_from"])
            talk.say(
                "utter_question_pause_until", expects="date_until", begin=begin, choices=self._lengths(known)
            )
            return "pause_until"
        talk.say(
            "utter_pause_confirm",
            begin=day(known["pause_from"]),
            end=day(known["pause_until"]),
            plan=count(account.plan),
            choices=[YES, NO, Choice("Change the dates", "change_answer")],
        )
        return "confirmed"

    def _settle(self, talk: Talk, known: Known) -> tuple[str, str] | None:
        """Turn a duration into a date; return the slot that cannot stand and why, or None."""
        today = talk.turn.today
        if known["pause_from"] and date.fromisoformat(known["pause_from"]) < today:
            return "pause_from", "utter_pause_in_the_past"
        end = known["pause_until"]
        if end and end.startswith("P"):
            if known["pause_from"] is None:
                return None
            known["pause_until"] = (date.fromisoformat(known["pause_from"]) + span(end)).isoformat()
        end = known["pause_until"]
        if end and not end.startswith("P"):
            begin = date.fromisoformat(known["pause_from"]) if known["pause_from"] else today
            if date.fromisoformat(end) <= begin:
                return "pause_until", "utter_pause_ends_before_it_begins"
            if date.fromisoformat(end) > begin + LONGEST:
                return "pause_until", "utter_pause_too_long"
        return None

    def _starts(self, talk: Talk) -> list[Choice]:
        today = talk.turn.today
        billing = talk.account.next_billing_date(today)
        return [
            Choice("Today", self.intent, {"date": today.isoformat()}),
            Choice(f"Next billing date, {day(billing)}", self.intent, {"date": billing.isoformat()}),
        ]

    def _lengths(self, known: Known) -> list[Choice]:
        begin = date.fromisoformat(known["pause_from"])
        ends = {"1 month": 1, "2 months": 2, "3 months": 3}
        return [
            Choice(f"{words}, to {day(begin + relativedelta(months=n))}", self.intent, {"duration": f"P{n}M"})
            for words, n in ends.items()
        ]


class ActionFilePause(FileAction):
    """Files the pause with its dates."""

    action, filed = "action_file_pause", "utter_pause_filed"

    def request(self, talk: Talk) -> NewRequest:
        """Return the pause as it stands now."""
        account, slots = talk.account, talk.turn.slots
        begin, end = slots["pause_from"], slots["pause_until"]
        return compose(
            talk,
            "pause_plan",
            about=episode(talk, begin, end),
            subject=f"{account.name}: pause from {begin} until {end}",
            said=f"{account.name} asks for a seasonal hold from {day(begin)} until {day(end)}.",
            fields={"pause_from": begin, "pause_until": end, "current_plan": str(account.plan)},
        )
