"""REQUESTS: where one stands, and the two that are filed in the customer's own words: a wrong charge, a fault."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar

from actions.base import DeskAction, Event
from actions.filing import FileAction, compose, episode, receipt
from actions.forms import NO, YES, Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count, shortened
from desk.months import month_of
from desk.requests import NewRequest, UnknownRequest

SHOWN = 5
TELLING_WORDS = 5
RETURNED = re.compile(
    r"bounc|return|reject|undeliver|not (?:being )?deliver|come back|coming back|blocked|stopped|not sending",
    re.I,
)


class ActionRequestStatus(DeskAction):
    """Tells where the customer's own requests stand."""

    action = "action_request_status"

    def answer(self, talk: Talk) -> list[Event]:
        """Tell of the request named, else of the latest ones; a visitor is told how to sign in."""
        account = talk.account
        if account is None:
            talk.say("utter_sign_in_for_requests")
            return []
        named = talk.turn.value("ticket")
        if named is not None:
            try:
                self._tell(talk, talk.desk.requests.by_ref(named, account.id))
            except UnknownRequest:
                talk.say("utter_request_unknown", reference=named)
            return []
        requests = talk.desk.requests.for_account(account.id)
        if not requests:
            talk.say("utter_no_requests")
        for request in requests[:SHOWN]:
            self._tell(talk, request)
        return []

    @staticmethod
    def _tell(talk: Talk, request: Any) -> None:
        facts = {"reference": request.ref, "subject": request.subject, "status": request.status_words}
        talk.say("utter_request_status", ticket=receipt(request), **facts)


class ToldForm(RequestForm):
    """A request filed in the customer's own words: asks for them when the first message said too little."""

    word: ClassVar[str]
    reopens = "problem"

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear the whole message as the account of what is wrong."""
        if turn.requested == "problem" or (
            turn.requested is None and len(turn.text.split()) >= TELLING_WORDS
        ):
            return {"problem": turn.text} if turn.intent not in ("stop_request", "talk_to_human") else {}
        return {}

    def _digresses(self, turn: Turn) -> bool:
        """While telling, nothing but a stop or a wish for a person is about something else."""
        if turn.requested == "problem":
            return turn.intent in ("stop_request", "talk_to_human")
        return super()._digresses(turn)

    def explained(self, talk: Talk) -> bool:
        """Say what the account's own records already explain; return whether they did."""
        raise NotImplementedError

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Ask what is wrong, read it back, ask whether to file."""
        if talk.account is None:
            talk.say(f"utter_{self.word}_visitor")
            return None
        if known["confirmed"] is not None:
            return None
        if talk.turn.requested is None and self.explained(talk):
            return None
        if known["problem"] is None:
            talk.say(f"utter_question_{self.word}", expects="text")
            return "problem"
        choices = [YES, NO, Choice("Say it differently", "change_answer")]
        talk.say(f"utter_{self.word}_confirm", problem=shortened(known["problem"], 300), choices=choices)
        return "confirmed"


class ValidateDisputeForm(ToldForm):
    """A charge that is wrong and is no overage spike."""

    form, intent, word = "dispute_form", "billing_dispute", "dispute"

    def explained(self, talk: Talk) -> bool:
        """An amount that is an open overage bill's is a matter for the spike protection first."""
        amounts = {Decimal(amount) for amount in talk.turn.values("amount")}
        bill = next((bill for bill in talk.account.open_bills() if bill.amount in amounts), None)
        if bill is None:
            return False
        choices = [
            Choice("Work out the protection", "claim_spike"),
            Choice("No, the charge is wrong", self.intent),
        ]
        month = f"{bill.month:%B %Y}"
        talk.say("utter_dispute_is_overage", bill=talk.money(bill.amount), month=month, choices=choices)
        talk.offer, talk.offered = "claim", {"bill": bill.id}
        return True


class ValidateProblemForm(ToldForm):
    """Something that does not work."""

    form, intent, word = "problem_form", "technical_problem", "problem"

    def explained(self, talk: Talk) -> bool:
        """Mail that comes back while the plan is used up needs no technician."""
        account = talk.account
        sent = account.sent_in(month_of(talk.turn.today)) or 0
        if account.overage_allowed or sent < account.plan or not RETURNED.search(talk.turn.text):
            return False
        talk.say("utter_problem_is_quota", sent=count(sent), plan=count(account.plan), choices=[
            Choice("A bigger plan", "upgrade_plan"),
            Choice("Keep sending, bill the rest", "enable_overage"),
            Choice("It is something else", self.intent),
        ])  # fmt: skip
        return True


class ToldAction(FileAction):
    """Files what the customer told, word for word."""

    kind: ClassVar[Any]
    topic: ClassVar[str]

    def request(self, talk: Talk) -> NewRequest:
        """Return the request; the same words in one conversation are the same request."""
        account, problem = talk.account, talk.turn.slots["problem"]
        fields = {"current_plan": str(account.plan), "domain": account.domain}
        if amounts := talk.turn.values("amount"):
            fields["amount_mentioned"] = amounts[0]
        return compose(
            talk,
            self.kind,
            about=episode(talk, shortened(problem, 60)),
            subject=f"{account.name}: {self.topic}: {shortened(problem, 60)}",
            said=problem,
            fields=fields,
            priority="high" if self.kind == "billing_dispute" else "normal",
        )


class ActionFileDispute(ToldAction):
    """Files a billing dispute."""

    action, filed, kind, topic = (
        "action_file_dispute",
        "utter_dispute_filed",
        "billing_dispute",
        "billing dispute",
    )


class ActionFileProblem(ToldAction):
    """Files a technical problem."""

    action, filed, kind, topic = (
        "action_file_problem",
        "utter_problem_filed",
        "technical_problem",
        "technical problem",
    )
