"""PAUSE: a seasonal hold between two dates. No money is promised, because the policy promises none (P6)."""

from __future__ import annotations

import re
from datetime import date

from dateutil.relativedelta import relativedelta

from actions import answers
from actions.fields import Field
from actions.filing import FileAction, compose, episode, same_on_file, say_on_file
from actions.forms import CONFIRM, Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count, day
from desk.accounts import Account, Pause
from desk.requests import NewRequest

LONGEST = relativedelta(years=2)
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
BARE_NUMBER = re.compile(
    rf"^\W*(?:(?:no|nope|actually|make it|sorry|i meant|rather|better|just|only|oh|wait|then|or)\W+)*"
    rf"(?P<number>\d{{1,2}}|{'|'.join(NUMBERS)})(?:\W+(?:instead|then|please|of them|rather))*\W*$",
    re.IGNORECASE,
)
"""What corrects a length by its number alone: "no, 5" after "4 months"."""


def span(duration: str) -> relativedelta:
    """Return an ISO duration of whole years, months, weeks or days ("P2M") as a span to add to a date."""
    number, unit = int(duration[1:-1]), duration[-1]
    names = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}
    return relativedelta(**{names[unit]: number})


def shown_end(talk: Talk, value: str) -> str:
    """Return the end of a pause as the customer told it: a day, or a length that waits for its first day."""
    if not value.startswith("P"):
        return day(value)
    number, unit = int(value[1:-1]), {"Y": "year", "M": "month", "W": "week", "D": "day"}[value[-1]]
    return f"{number} {unit}{'' if number == 1 else 's'}"


FIRST_DAY = Field(
    "pause_from", "the first day", lambda talk, value: day(value), r"first day|start\w*|begin\w*|from"
)
LAST_DAY = Field(
    "pause_until",
    "the last day",
    shown_end,
    r"last day|end\w*|until|till|length|how long|finish\w*|duration|longer|shorter",
)


def hold_on(account: Account, today: date) -> Pause | None:
    """Return the hold the account is on today, or None."""
    return next((pause for pause in account.paused if pause.covers_day(today)), None)


class ValidatePauseForm(RequestForm):
    """From when, until when, then file."""

    form, intent = "pause_form", "pause_plan"

    def fields(self, talk: Talk) -> tuple[Field, ...]:
        """Return the first day and the last."""
        return (FIRST_DAY, LAST_DAY)

    def question(self, talk: Talk, known: Known, slot: str) -> None:
        """Ask for one of the two days."""
        if slot == "pause_from":
            talk.ask(slot, "utter_question_pause_from", expects="date_from", choices=self._starts(talk))
            return
        begin, lengths = day(known["pause_from"]), self._lengths(known)
        talk.ask(slot, "utter_question_pause_until", expects="date_until", begin=begin, choices=lengths)

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
        known_length = turn.slots.get("pause_length")
        duration = (self._number_of(known_length, turn) if known_length else None) or turn.value("duration")
        if end:
            heard["pause_length"] = None
        elif duration:
            heard |= {"pause_until": duration, "pause_length": duration}
        elif begin and known_length and begin != turn.slots.get("pause_from"):
            heard["pause_until"] = known_length
        return heard

    @staticmethod
    def _number_of(length: str, turn: Turn) -> str | None:
        """Return the length told before with the bare number of this message instead, or None."""
        found = BARE_NUMBER.match(turn.text)
        if found is None:
            return None
        said = found["number"].lower()
        number = NUMBERS.index(said) + 1 if said in NUMBERS else int(said)
        return f"P{number}{length[-1]}" if number else None

    @staticmethod
    def _is_end(turn: Turn, day_said: str, begin: str | None) -> bool:
        """Return whether a date said without "from" or "until" is the end: it is, once there is a beginning before it."""
        start = begin or turn.slots.get("pause_from")
        if turn.requested == "pause_until" and start and not answers.is_no(turn.text):
            return True
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
        while refused := self._settle(today, known):
            self._refuse(talk, known, *refused)
        for slot in ("pause_from", "pause_until"):
            if known[slot] is None:
                self.question(talk, known, slot)
                return slot
        begin, end = day(known["pause_from"]), day(known["pause_until"])
        if before := same_on_file(
            talk, self.intent, pause_from=known["pause_from"], pause_until=known["pause_until"]
        ):
            say_on_file(talk, before)
            return None
        if known["quoted"] != begin + end:
            talk.brief = False
        known["quoted"] = begin + end
        figures = {"begin": begin, "end": end, "plan": count(account.plan)}
        asked = "duration" if known["pause_length"] else None
        talk.ask("confirmed", "utter_pause_confirm", expects=asked, choices=CONFIRM, **figures)
        return "confirmed"

    @staticmethod
    def _refuse(talk: Talk, known: Known, slot: str, response: str) -> None:
        """Say why a day cannot stand; the one it was to replace does."""
        kept = talk.turn.slots.get(slot)
        talk.refuse(slot, response, today=day(talk.turn.today), value=day(known[slot]))
        known[slot] = kept if kept != known[slot] else None
        if slot == "pause_until":
            known["pause_length"] = talk.turn.slots.get("pause_length") if known[slot] else None
        if known[slot]:
            talk.say("utter_kept_value", value=shown_end(talk, known[slot]))

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
            subject=f"{account.name}: pause from {day(begin)} until {day(end)}",
            said=f"{account.name} asks for a seasonal hold from {day(begin)} until {day(end)}.",
            fields={"pause_from": begin, "pause_until": end, "current_plan": str(account.plan)},
        )
