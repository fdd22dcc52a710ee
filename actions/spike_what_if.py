"""SPIKE WHAT-IF: what a visitor's own figures would come to. No account is read and nothing is filed."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from actions.fields import Field
from actions.forms import Known
from actions.talk import Talk
from actions.turn import Turn
from billing_rules import SpikeAnswer, SpikeClaim, quote_spike

FIGURES = (
    Field("bill_amount", "the bill", lambda talk, amount: talk.money(amount), "bill|invoice"),
    Field(
        "usual_overage",
        "the usual overage",
        lambda talk, amount: talk.money(amount),
        "usual|usually|overage|average",
    ),
)


BARE = re.compile(
    r"^\W*(?:(?:the|my|our|this|a) )?(\d[\d,]*(?:\.\d{1,2})?)(?: (?:bill|invoice|one))?\W*$", re.IGNORECASE
)
"""A figure and nothing else, which in a claim is an amount."""


AVERAGE = re.compile(r"Average overage, [^:]*: ([\d,]+\.\d\d)(?:, [\d,]+\.\d\d)*")
TOLD = "Your usual overage, as you told it"


def figures_heard(turn: Turn) -> Known:
    """Return the bill and the usual overage a message gives; where it does not tell, the larger of two is the bill."""
    amounts = turn.values("amount")
    if not amounts and (bare := BARE.match(turn.text)) and not turn.said("volume", "plan_volume"):
        amounts = [bare[1].replace(",", "")]
    if not amounts:
        return {}
    usual, bills = turn.values("amount", role="usual"), turn.values("amount", role="bill")
    if usual:
        heard = {"usual_overage": max(usual, key=Decimal)}
        return heard | ({"bill_amount": max(bills, key=Decimal)} if bills else {})
    if turn.requested == "usual_overage":
        return {"usual_overage": amounts[0]}
    if turn.requested == "bill_amount" and len(amounts) == 1:
        return {"bill_amount": amounts[0]}
    largest, *rest = sorted(amounts, key=Decimal, reverse=True)
    return {"bill_amount": largest, **({"usual_overage": rest[0]} if rest else {})}


def question(talk: Talk, slot: str) -> None:
    """Ask for one of the two figures."""
    spike = talk.desk.policy.spike
    words = "utter_question_claim_bill_amount" if slot == "bill_amount" else "utter_question_claim_usual"
    talk.ask(slot, words, expects="amount", months=str(spike.months), allowance=talk.money(spike.allowance))


def what_if(talk: Talk, known: Known) -> str | None:
    """Ask for the two figures, say what they come to, and how to have it done for real."""
    policy = talk.desk.policy
    for slot in ("bill_amount", "usual_overage"):
        if known[slot] is None:
            question(talk, slot)
            return slot
    try:
        answer = quote_spike(policy, imagined(talk, known))
    except ValueError as refused:
        if Decimal(known["bill_amount"]) == 0:
            talk.refuse("bill_amount", "utter_claim_of_nothing")
        else:
            talk.refuse("bill_amount", "utter_cannot_do_that", sentence=str(refused))
        known["bill_amount"] = None
        return what_if(talk, known)
    talk.say(
        f"utter_what_if_claim_{answer.decision}",
        quote=_as_told(answer),
        bill=talk.money(known["bill_amount"]),
        amount=talk.money(answer.amount),
        capped=talk.money(answer.capped),
        usual=talk.money(known["usual_overage"]),
        allowance=talk.money(policy.spike.allowance),
        days=str(policy.spike.claim_days),
    )
    talk.say_sign_in(once=True)
    return None


def _as_told(answer: SpikeAnswer) -> SpikeAnswer:
    """Return the answer without the months it was worked out with: a visitor named an amount and no month."""

    lines = tuple(replace(line, label=AVERAGE.sub(TOLD, line.label)) for line in answer.lines)
    notes = tuple(AVERAGE.sub(rf"{TOLD}: \1", note) for note in answer.notes)
    return replace(answer, lines=lines, notes=notes)


def imagined(talk: Talk, known: Known) -> SpikeClaim:
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
