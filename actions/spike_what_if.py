"""SPIKE WHAT-IF: what a visitor's own figures would come to. No account is read and nothing is filed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from actions.forms import Known
from actions.talk import Talk
from actions.turn import Turn
from billing_rules import SpikeClaim, quote_spike


def figures_heard(turn: Turn) -> Known:
    """Return the bill and the usual overage a message gives; where it does not tell, the larger of two is the bill."""
    amounts = turn.values("amount")
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


def what_if(talk: Talk, known: Known) -> str | None:
    """Ask for the two figures, say what they come to, and how to have it done for real."""
    policy = talk.desk.policy
    months = str(policy.spike.months)
    if known["bill_amount"] is None:
        allowance = talk.money(policy.spike.allowance)
        talk.ask("utter_question_claim_bill_amount", expects="amount", months=months, allowance=allowance)
        return "bill_amount"
    if known["usual_overage"] is None:
        talk.ask("utter_question_claim_usual", expects="amount", months=months)
        return "usual_overage"
    try:
        answer = quote_spike(policy, imagined(talk, known))
    except ValueError as refused:
        if Decimal(known["bill_amount"]) == 0:
            talk.say("utter_claim_of_nothing")
        else:
            talk.say("utter_cannot_do_that", sentence=str(refused))
        known["bill_amount"], talk.brief = None, True
        return what_if(talk, known)
    talk.say(
        f"utter_what_if_claim_{answer.decision}",
        quote=answer,
        bill=talk.money(known["bill_amount"]),
        amount=talk.money(answer.amount),
        capped=talk.money(answer.capped),
        days=str(policy.spike.claim_days),
    )
    talk.say_sign_in(once=True)
    return None


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
