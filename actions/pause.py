"""PAUSE: a seasonal hold between two dates. No money is promised, because the policy promises none (P6)."""

from __future__ import annotations

from datetime import date

from dateutil.relativedelta import relativedelta

from actions.filing import FileAction, compose, episode, same_on_file, say_on_file
from actions.forms import NO, YES, Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count, day
from desk.accounts import Account, Pause
from desk.requests import NewRequest

LONGEST = relativedelta(years=2)
CONFIRM = [YES, NO, Choice("Change the dates", "change_answer")]


def span(duration: str) -> relativedelta:
    """Return an ISO duration of whole years, months, weeks or days ("P2M") as a span to add to a date."""
    number, unit = int(duration[1:-1]), duration[-1]
    names = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}
    return relativedelta(**{names[unit]: number})


def hold_on(account: Account, today: date) -> Pause | None:
    """Return the hold the account is on today, or None."""
    return next((pause for pause in account.paused if pause.covers_day(today)), None)


class ValidatePauseForm(RequestForm):
    """From when, until when, then file."""

    form, intent = "pause_form", "pause_plan"

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear dates by their role; a duration counts from the first day of the pause."""
        heard: Known = {}
        begin = turn.value("date", role="from")
        end = turn.value("date", role="until")
        for other in turn.other_values("date", roles=("from", "until")):
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
        account, today = talk.account, talk.turn.today
        if account is None:
            talk.say("utter_pause_visitor")
            talk.say_sign_in()
            return None
        if known["confirmed"] is not None:
            return None
        if talk.turn.requested is None and not talk.brief and (hold := hold_on(account, today)):
            talk.say("utter_pause_running", until=day(hold.until) if hold.until else "further notice")
        counted = (known["pause_until"] or "").startswith("P")
        if refused := self._settle(today, known):
            slot, response = refused
            kept = talk.turn.slots.get(slot)
            talk.say(response, today=day(today), value=day(known[slot]))
            known[slot] = kept if kept != known[slot] else None
            talk.brief = True
            if known[slot]:
                talk.say("utter_kept_value", value=day(known[slot]))
        if known["pause_from"] is None:
            talk.ask("utter_question_pause_from", expects="date_from", choices=self._starts(talk))
            return "pause_from"
        begin = day(known["pause_from"])
        if known["pause_until"] is None:
            lengths = self._lengths(known)
            talk.ask("utter_question_pause_until", expects="date_until", begin=begin, choices=lengths)
            return "pause_until"
        end = day(known["pause_until"])
        if before := same_on_file(
            talk, self.intent, pause_from=known["pause_from"], pause_until=known["pause_until"]
        ):
            say_on_file(talk, before)
            return None
        if known["quoted"] != begin + end:
            talk.brief = False
        known["quoted"] = begin + end
        asked = "duration" if counted else None  # "no, 5" after "4 months" means months
        figures = {"begin": begin, "end": end, "plan": count(account.plan)}
        talk.ask("utter_pause_confirm", expects=asked, choices=CONFIRM, **figures)
        return "confirmed"

    def reopen(self, talk: Talk, known: Known) -> str | None:
        """Ask for other dates; those given stand until they are replaced."""
        if talk.account is None or known["pause_until"] is None:
            return self.ask(talk, known)
        begin, end = day(known["pause_from"]), day(known["pause_until"])
        talk.say("utter_question_pause_dates", expects="date", begin=begin, end=end)
        return "pause_until"

    @staticmethod
    def _settle(today: date, known: Known) -> tuple[str, str] | None:
        """Turn a duration into a date; return the slot that cannot stand and why, or None."""
        start, end = known["pause_from"], known["pause_until"]
        begin = date.fromisoformat(start) if start else None
        if begin and begin < today:
            return "pause_from", "utter_pause_in_the_past"
        if begin and begin > today + LONGEST:
            return "pause_from", "utter_pause_too_far"
        if end and end.startswith("P"):
            if begin is None:
                return None
            known["pause_until"] = end = (begin + span(end)).isoformat()
        if end is None:
            return None
        last = date.fromisoformat(end)
        if last < today:
            return "pause_until", "utter_pause_end_in_the_past"
        if last <= (begin or today):
            return "pause_until", "utter_pause_ends_before_it_begins"
        if last > (begin or today) + LONGEST:
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
