"""REQUESTS: where one stands, and the two that are filed in the customer's own words: a wrong charge, a fault."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from actions.answers import RETURNED
from actions.base import DeskAction, Event
from actions.filing import FileAction, compose, episode, receipt, subject_of
from actions.spike_bills import claimable
from actions.talk import Choice, Talk
from actions.told import ToldForm
from actions.words import count, day, shortened
from desk.months import month_of
from desk.requests import NewRequest, Request, UnknownRequest

SHOWN = 5
TOO_MUCH = re.compile(
    r"\b(?:(?:so|too|that|very|how) (?:much|high|big|large|expensive)|expensive|hack\w*|spam\w*|bots?)\b",
    re.IGNORECASE,
)
TWICE = re.compile(r"\b(?:twice|double|two times|again|cancel\w*|refund\w*|vat|tax\w*)\b", re.IGNORECASE)
"""Words of a charge that is wrong for a reason of its own."""


class ActionRequestStatus(DeskAction):
    """Tells where the customer's own requests stand."""

    action = "action_request_status"

    def answer(self, talk: Talk) -> list[Event]:
        """Tell of the request named, else of the latest ones; a visitor is told how to sign in."""
        account = talk.account
        if account is None:
            talk.say("utter_sign_in_for_requests")
            talk.say_sign_in()
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
        elif len(requests) > 1:
            shown = f"the last {SHOWN}" if len(requests) > SHOWN else "newest first"
            talk.say("utter_requests_many", count=str(len(requests)), shown=shown)
        for request in requests[:SHOWN]:
            self._tell(talk, request)
        return []

    @staticmethod
    def _tell(talk: Talk, request: Request) -> None:
        filed = request.created_at.astimezone(ZoneInfo(talk.turn.time_zone)).date()
        facts = {"reference": request.ref, "subject": subject_of(request), "filed": day(filed)}
        number = f" as {request.ticket_number}" if request.ticket_number else ""
        talk.say(f"utter_request_{request.status}", ticket=receipt(request), number=number, **facts)


class ValidateDisputeForm(ToldForm):
    """A charge that is wrong and is no overage spike."""

    form, intent, word = "dispute_form", "billing_dispute", "dispute"

    def explained(self, talk: Talk) -> bool:
        """An open overage bill's amount, or a bill that is only too high, is for the spike protection first."""
        amounts = {Decimal(amount) for amount in talk.turn.values("amount")}
        bill = next((bill for bill in talk.account.open_bills() if bill.amount in amounts), None)
        if bill is None and TOO_MUCH.search(talk.turn.text) and not TWICE.search(talk.turn.text):
            bill = next(iter(claimable(talk, talk.account)), None)
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
