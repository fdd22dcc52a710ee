"""SPIKE CLAIM: a shocking overage bill, what it may cost at most, and the claim that cuts it (S1-S6)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from actions.base import DeskAction, Event
from actions.fields import Field
from actions.filing import FileAction, compose, receipt
from actions.forms import NO, Known, RequestForm
from actions.plan_change import fingerprint
from actions.spike_bills import bill_meant, buttons, claim_mentions, claimable, filed_before, quote
from actions.spike_what_if import FIGURES, figures_heard, question, what_if
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import day
from billing_rules import SpikeAnswer
from desk.accounts import OverageBill
from desk.requests import NewRequest

FILE_IT = Choice("Yes, file the claim", "affirm")
REVIEW_IT = Choice("Yes, ask for a review", "affirm")
BILL = Field("bill", "the bill", lambda talk, id: bill_named(talk, id), "bill|month|invoice")
LAST_DAY = re.compile(
    r"\b(?:when|which date|what date|which day|what day|last day|latest|deadline|how long|until|till|still|too late|in time|"
    r"how many days)\b",
    re.IGNORECASE,
)
REASONS = {
    "bill_stands": "not above the cap, asks for a second look",
    "too_late": "claimed too late, asks for a person",
    "not_billable": "billed for the month of the free trial",
}
"""What a person is told when no claim can be filed."""


class ValidateSpikeClaimForm(RequestForm):
    """Finds the bill, quotes the cap with its working, asks whether to file the claim."""

    form, intent, says_all = "spike_claim_form", "claim_spike", True

    def fields(self, talk: Talk) -> tuple[Field, ...]:
        """Return the bill; of a visitor the two figures."""
        return FIGURES if talk.turn.account_id is None else (BILL,)

    def question(self, talk: Talk, known: Known, slot: str) -> None:
        """Ask a visitor for a figure."""
        question(talk, slot)

    def why(self, talk: Talk, known: Known) -> None:
        """Say where the two parts of the cap come from."""
        account = talk.account
        bill = account.bill(known["bill"]) if account and known["bill"] else None
        answer = quote(talk, account, bill) if account and bill else None
        if answer is not None and answer.baseline is not None:
            spike = talk.desk.policy.spike
            figures = {"usual": talk.money(answer.baseline), "allowance": talk.money(spike.allowance)}
            talk.say("utter_claim_why", months=str(spike.months), **figures)

    def left_out(self, slot: str) -> str | None:
        """Take no usual overage for one that is left out."""
        return "0.00" if slot == "usual_overage" else None

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear amounts; for a visitor they are the figures, for a customer they only pick or question a bill."""
        account = talk.account
        if account is None:
            return figures_heard(turn)
        if named := bill_meant(talk, account, turn):
            return {"bill": named.id}
        stated = [Decimal(amount) for amount in turn.other_values("amount", roles=("usual",))]
        bill = account.bill(turn.slots.get("bill") or "") or next(iter(account.open_bills()), None)
        if stated and bill and not claim_mentions(account, stated):
            return {"stated": f"a bill of {talk.money(max(stated))} (on file: {talk.money(bill.amount)})"}
        return {}

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Quote the bill and ask to file; outcomes that leave nothing to file are said and end the form."""
        account = talk.account
        if account is None:
            return what_if(talk, known)
        if known["confirmed"] is False:
            return None
        bill = account.bill(known["bill"]) if known["bill"] else next(iter(account.open_bills()), None)
        if bill is None:
            known["confirmed"] = None
            reason = "holds an overage bill that is not on file, or wants one looked into"
            talk.say("utter_claim_no_bill", choices=talk.offer_a_person(reason))
            return None
        known["bill"] = bill.id
        others = [other for other in claimable(talk, account) if other.id != bill.id]
        if before := filed_before(talk, account, bill):
            amount = talk.money(bill.amount)
            talk.say("utter_claim_filed_before", ticket=receipt(before), reference=before.ref, amount=amount)
            self._say_others(talk, others)
            return None
        if not bill.is_open:
            known["confirmed"] = None
            month = f"{bill.month:%B %Y}"
            talk.say("utter_claim_adjusted_before", month=month, amount=talk.money(bill.paid))
            self._say_others(talk, others)
            return None
        try:
            answer = quote(talk, account, bill)
        except ValueError as refused:
            known["confirmed"] = None
            reason = f"overage bill of {talk.money(bill.amount)} cannot be worked out: {refused}"
            talk.say("utter_claim_unreadable", reason=str(refused), choices=talk.offer_a_person(reason))
            return None
        shown_before = known["quoted"] == fingerprint(answer)
        if known["confirmed"] is True and shown_before:
            return None
        if known["confirmed"] is True:
            talk.say("utter_figure_changed")
        known["confirmed"], known["quoted"] = None, fingerprint(answer)
        if known["stated"] and known["stated"] != talk.turn.slots.get("stated"):
            talk.say("utter_stated_differs", stated=known["stated"])
            talk.brief = talk.brief or shown_before
        talk.brief = talk.brief and shown_before
        return self._outcome(talk, bill, answer, others)

    def reopen(self, talk: Talk, known: Known) -> str | None:
        """Offer the other bills there are; without any, say that figures come from the account."""
        account = talk.account
        if account is None:
            return super().reopen(talk, known)
        others = [bill for bill in claimable(talk, account) if bill.id != known["bill"]]
        talk.brief = True
        if known["bill"] and not others:
            talk.say("utter_claim_nothing_to_change")
        return self.ask(talk, known)

    def _outcome(
        self, talk: Talk, bill: OverageBill, answer: SpikeAnswer, others: list[OverageBill]
    ) -> str | None:
        figures = {
            "bill": talk.money(bill.amount),
            "month": f"{bill.month:%B %Y}",
            "received": day(bill.received),
            "deadline": day(answer.deadline) if answer.deadline else "",
            "allowance": talk.money(talk.desk.policy.spike.allowance),
            "reason": answer.reason or "",
        }
        if answer.baseline is not None:
            figures |= {"usual": talk.money(answer.baseline), "capped": talk.money(answer.capped or 0)}
        if answer.decision in ("granted", "needs_review"):
            yes = FILE_IT if answer.decision == "granted" else REVIEW_IT
            if answer.decision == "granted":
                figures |= {"amount": talk.money(answer.amount), "credit": talk.money(answer.credit)}
            if others:
                talk.say("utter_claim_several", count=str(len(others) + 1), month=figures["month"])
            choices = [yes, NO, *buttons(talk, others)]
            shown = {} if talk.brief else {"quote": answer}
            words = f"utter_claim_{answer.decision}"
            talk.ask("confirmed", words, choices=choices, expects="amount", **shown, **figures)
            return "confirmed"
        reason = f"overage bill of {figures['bill']} for {figures['month']}: {REASONS[answer.decision]}"
        if others:
            talk.say(f"utter_claim_{answer.decision}", quote=answer, **figures)
            self._say_others(talk, others)
        else:
            choices = talk.offer_a_person(reason)
            talk.say(f"utter_claim_{answer.decision}", quote=answer, **figures)
            talk.say(f"utter_claim_{answer.decision}_offer", choices=choices, **figures)
        return None

    @staticmethod
    def _say_others(talk: Talk, others: list[OverageBill]) -> None:
        """Offer the next bill worth a claim."""
        if others:
            first = others[0]
            figures = {"bill": talk.money(first.amount), "month": f"{first.month:%B %Y}"}
            talk.say("utter_claim_other_bill", choices=buttons(talk, others), **figures)
            talk.offer, talk.offered = "claim", {"bill": first.id}


def bill_named(talk: Talk, id: str) -> str:
    """Return a bill as the customer knows it: its month and its amount."""
    bill = talk.account.bill(id)
    return f"{bill.month:%B %Y}, {talk.money(bill.amount)}"


class ActionFileSpikeClaim(FileAction):
    """Files the claim with the figures as quoted, or the review of a claim whose figures are missing."""

    action, filed = "action_file_spike_claim", "utter_claim_filed"

    def words(self, new: NewRequest) -> str:
        """A claim that needs review is told as one: nobody can say yet what it comes to."""
        return "utter_claim_filed_review" if "missing" in new.fields else self.filed

    def request(self, talk: Talk) -> NewRequest:
        """Return the claim as it stands now, from the account's records."""
        account = talk.account
        bill = account.bill(talk.turn.slots["bill"])
        answer = quote(talk, account, bill)
        fields = {"bill": bill.id, "bill_amount": str(bill.amount), "received_on": bill.received.isoformat()}
        fields["last_day_to_claim"] = answer.deadline.isoformat() if answer.deadline else ""
        if answer.decision == "needs_review":
            fields["missing"] = answer.reason or ""
            said = f"{account.name} claims spike protection for the {bill.month:%B %Y} overage bill. {answer.reason}"
        else:
            fields |= {"quoted_amount": str(answer.amount), "credit": str(answer.credit)}
            said = (
                f"{account.name} claims spike protection for the {bill.month:%B %Y} overage bill: "
                f"{talk.money(bill.amount)} becomes {talk.money(answer.amount)}."
            )
        return compose(
            talk,
            "claim_spike",
            about=bill.id,
            subject=f"{account.name}: spike claim for {bill.month:%B %Y}, bill {talk.money(bill.amount)}",
            said=said,
            fields=fields,
            quote=answer,
            priority="high" if bill.amount > 500 else "normal",
        )


class ActionExplainSpikePolicy(DeskAction):
    """Explains the protection; for a customer with an open bill, offers to work it out."""

    action = "action_explain_spike_policy"

    def answer(self, talk: Talk) -> list[Event]:
        """Say the rule with the policy's own figures; of a bill whose day is told, the last day to claim it."""
        spike = talk.desk.policy.spike
        if talk.account is None and (received := day_received(talk)):
            last = received + timedelta(days=spike.claim_days)
            told = "utter_spike_last_day" if last >= talk.turn.today else "utter_spike_last_day_over"
            values = {"received": day(received), "deadline": day(last), "days": str(spike.claim_days)}
            talk.say(told, **values)
            return []
        talk.say(
            "utter_spike_policy",
            months=str(spike.months),
            allowance=talk.money(spike.allowance),
            days=str(spike.claim_days),
        )
        account = talk.account
        bill = next(iter(claimable(talk, account)), None) if account else None
        if bill and talk.turn.requested is None:
            answer = quote(talk, account, bill)
            figures = {"bill": talk.money(bill.amount), "deadline": day(answer.deadline)}
            choices = [Choice("Work it out", "claim_spike"), Choice("No, thanks", "deny")]
            talk.say("utter_spike_policy_your_bill", choices=choices, **figures)
            talk.offer, talk.offered = "claim", {"bill": bill.id}
        return []


def day_received(talk: Talk) -> date | None:
    """Return the day a message says a bill came, where it asks until when it can be claimed."""
    told = [when for when in talk.turn.values("date") if len(when) == 10]
    if len(told) != 1 or not LAST_DAY.search(talk.turn.text):
        return None
    received = date.fromisoformat(told[0])
    return received if received <= talk.turn.today else None
