"""SPIKE CLAIM: a shocking overage bill, what it may cost at most, and the claim that cuts it (S1-S6)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from actions.base import DeskAction, Event
from actions.filing import FileAction, compose, receipt
from actions.forms import NO, Known, RequestForm
from actions.plan_change import fingerprint
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import day
from billing_rules import SpikeAnswer, SpikeClaim, quote_spike
from desk.accounts import Account, OverageBill
from desk.claims import claim_facts
from desk.requests import NewRequest, Request, RequestKey

FILE_IT = Choice("Yes, file the claim", "affirm")
REVIEW_IT = Choice("Yes, ask for a review", "affirm")


def quote(talk: Talk, account: Account, bill: OverageBill) -> SpikeAnswer:
    """Return what `bill` comes to if it is claimed today, from the account's records."""
    return quote_spike(talk.desk.policy, claim_facts(account, bill, talk.turn.today))


def filed_before(talk: Talk, account: Account, bill: OverageBill) -> Request | None:
    """Return the claim already on file for `bill`: there is one claim a bill (decision 9)."""
    return talk.desk.requests.find(RequestKey(account.id, bill.id, "claim_spike"))


class ValidateSpikeClaimForm(RequestForm):
    """Finds the bill, quotes the cap with its working, asks whether to file the claim."""

    form, intent, reopens = "spike_claim_form", "claim_spike", "bill"

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear amounts; for a visitor they are the figures, for a customer they only pick or question a bill."""
        amounts = turn.values("amount")
        if not amounts:
            return {}
        account = talk.account
        if account is None:
            if turn.requested == "usual_overage":
                return {"usual_overage": amounts[0]}
            if turn.requested == "bill_amount":
                return {"bill_amount": amounts[0]}
            largest, *rest = sorted(amounts, key=Decimal, reverse=True)
            return {"bill_amount": largest, "usual_overage": rest[0] if rest else None}
        stated = [Decimal(amount) for amount in amounts]
        named = next((bill for bill in account.open_bills() if bill.amount in stated), None)
        if named:
            return {"bill": named.id}
        bill = next(iter(account.open_bills()), None)
        if bill and not claim_mentions(account, stated):
            return {"stated": f"a bill of {talk.money(max(stated))} (on file: {talk.money(bill.amount)})"}
        return {}

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Quote the bill and ask to file; outcomes that leave nothing to file are said and end the form."""
        account = talk.account
        if account is None:
            return self._what_if(talk, known)
        bill = account.bill(known["bill"]) if known["bill"] else next(iter(account.open_bills()), None)
        if bill is None:
            talk.say("utter_claim_no_bill")
            talk.offer = "person"
            return None
        known["bill"] = bill.id
        if before := filed_before(talk, account, bill):
            talk.say(
                "utter_claim_filed_before",
                ticket=receipt(before),
                reference=before.ref,
                amount=talk.money(bill.amount),
            )
            return None
        answer = quote(talk, account, bill)
        if known["confirmed"] is not None and known["quoted"] == fingerprint(answer):
            return None
        if known["confirmed"] is True:
            talk.say("utter_figure_changed")
        known["confirmed"], known["quoted"] = None, fingerprint(answer)
        if known["stated"]:
            talk.say("utter_stated_differs", stated=known["stated"])
        return self._outcome(talk, bill, answer)

    def _outcome(self, talk: Talk, bill: OverageBill, answer: SpikeAnswer) -> str | None:
        figures = {
            "bill": talk.money(bill.amount),
            "month": f"{bill.month:%B %Y}",
            "received": day(bill.received),
            "deadline": day(answer.deadline) if answer.deadline else "",
        }
        if answer.decision == "granted":
            figures |= {"amount": talk.money(answer.amount), "credit": talk.money(answer.credit)}
            figures |= {"usual": talk.money(answer.baseline)}
            talk.say("utter_claim_granted", quote=answer, choices=[FILE_IT, NO], **figures)
            return "confirmed"
        if answer.decision == "needs_review":
            talk.say(
                "utter_claim_needs_review",
                quote=answer,
                reason=answer.reason,
                choices=[REVIEW_IT, NO],
                **figures,
            )
            return "confirmed"
        if answer.decision == "bill_stands":
            figures |= {"capped": talk.money(answer.capped), "usual": talk.money(answer.baseline)}
            figures |= {"allowance": talk.money(talk.desk.policy.spike.allowance)}
        talk.say(f"utter_claim_{answer.decision}", quote=answer, **figures)
        talk.offer = "person"
        return None

    def _what_if(self, talk: Talk, known: Known) -> str | None:
        policy = talk.desk.policy
        if known["bill_amount"] is None:
            talk.say("utter_question_claim_bill_amount", expects="amount", months=str(policy.spike.months))
            return "bill_amount"
        if known["usual_overage"] is None:
            talk.say("utter_question_claim_usual", expects="amount", months=str(policy.spike.months))
            return "usual_overage"
        try:
            answer = quote_spike(policy, self._imagined(talk, known))
        except ValueError as refused:
            talk.say("utter_cannot_do_that", sentence=str(refused))
            known["bill_amount"] = None
            return self._what_if(talk, known)
        talk.say(
            f"utter_what_if_claim_{answer.decision}",
            quote=answer,
            bill=talk.money(known["bill_amount"]),
            amount=talk.money(answer.amount),
            capped=talk.money(answer.capped),
            days=str(policy.spike.claim_days),
        )
        return None

    @staticmethod
    def _imagined(talk: Talk, known: Known) -> SpikeClaim:
        """Return the claim a visitor describes: every past month paid the overage they call usual."""
        months = talk.desk.policy.spike.months
        today = talk.turn.today
        return SpikeClaim(
            bill=Decimal(known["bill_amount"]),
            received=today,
            claimed=today,
            service_month=months + 2,
            paid=(Decimal(known["usual_overage"]),) * months,
            bill_month=(today.replace(day=1) - timedelta(days=1)).replace(day=1),
        )


def claim_mentions(account: Account, stated: list[Decimal]) -> bool:
    """Return whether every amount the customer mentioned is on file: a past overage, or the projection."""
    known = {amount for _, amount in account.paid_overages()} | {account.trial_projection}
    return all(amount in known for amount in stated)


class ActionFileSpikeClaim(FileAction):
    """Files the claim with the figures as quoted, or the review of a claim whose figures are missing."""

    action, filed = "action_file_spike_claim", "utter_claim_filed"

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
        """Say the rule with the policy's own figures."""
        spike = talk.desk.policy.spike
        talk.say(
            "utter_spike_policy",
            months=str(spike.months),
            allowance=talk.money(spike.allowance),
            days=str(spike.claim_days),
        )
        account = talk.account
        bill = next(iter(account.open_bills()), None) if account else None
        if bill and talk.turn.requested is None and not filed_before(talk, account, bill):
            answer = quote(talk, account, bill)
            if answer.decision == "granted":
                figures = {"bill": talk.money(bill.amount), "deadline": day(answer.deadline)}
                talk.say(
                    "utter_spike_policy_your_bill", choices=[Choice("Work it out", "claim_spike")], **figures
                )
                talk.offer = "claim"
        return []
