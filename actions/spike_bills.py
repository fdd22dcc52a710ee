"""SPIKE BILLS: which overage bill a customer means, and which ones a claim would still do something for."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from actions.answers import is_no
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import day
from billing_rules import SpikeAnswer, quote_spike
from desk.accounts import Account, OverageBill
from desk.claims import claim_facts
from desk.requests import Request, RequestKey

FIGURE = re.compile(r"(?<![\w.])\d+(?:\.\d\d)?(?![\w%])")
NAMES_A_BILL = re.compile(r"\b(?:bills?|invoices?|one|instead)\b", re.IGNORECASE)


def quote(talk: Talk, account: Account, bill: OverageBill) -> SpikeAnswer:
    """Return what `bill` comes to if it is claimed today, from the account's records."""
    return quote_spike(talk.desk.policy, claim_facts(account, bill, talk.turn.today))


def filed_before(talk: Talk, account: Account, bill: OverageBill) -> Request | None:
    """Return the claim already on file for `bill`: there is one claim a bill (decision 9)."""
    return talk.desk.requests.find(RequestKey(account.id, bill.id, "claim_spike"))


def claimable(talk: Talk, account: Account) -> list[OverageBill]:
    """Return the open bills a claim filed now would do something for, the newest first."""
    return [
        bill
        for bill in account.open_bills()
        if is_worth_claiming(talk, account, bill) and not filed_before(talk, account, bill)
    ]


def is_worth_claiming(talk: Talk, account: Account, bill: OverageBill) -> bool:
    """Return whether a claim for `bill` would be granted, or could only be decided by a person."""
    try:
        return quote(talk, account, bill).decision in ("granted", "needs_review")
    except ValueError:
        return False


def bill_meant(talk: Talk, account: Account, turn: Turn) -> OverageBill | None:
    """Return the open bill a message names by its amount or its month; a usual amount said beside it names none."""
    bills = account.open_bills()
    stated = [Decimal(amount) for amount in turn.other_values("amount", roles=("usual",))]
    months = {_gone_by(when, turn.today) for when in turn.values("date") if len(when) == 10}
    by_amount = max(
        (bill for bill in bills if bill.amount in stated), key=lambda bill: bill.amount, default=None
    )
    by_month = next((bill for bill in bills if bill.month in months), None)
    named = by_amount or by_month
    if by_month and turn.requested == "confirmed" and (is_no(turn.text) or NAMES_A_BILL.search(turn.text)):
        return by_month
    if (
        named
        and named is not bills[0]
        and named.amount < bills[0].amount
        and named not in claimable(talk, account)
    ):
        return None
    return named


def _gone_by(when: str, today: date) -> date:
    """Return the month of a day as one a bill can be for: "September" said in November is the last one."""
    month = date.fromisoformat(when).replace(day=1)
    return month.replace(year=today.year - (month.month > today.month)) if month > today else month


def offer_newest(talk: Talk, account: Account) -> bool:
    """Name the newest overage bill and offer to work out its cap; return whether there is one."""
    bill = next(iter(account.open_bills()), None)
    if bill is None or filed_before(talk, account, bill):
        return False
    figures = {
        "bill": talk.money(bill.amount),
        "month": f"{bill.month:%B %Y}",
        "received": day(bill.received),
    }
    choices = [Choice("Yes, work it out", "claim_spike"), Choice("No, thanks", "deny")]
    talk.say("utter_claim_newest_bill", choices=choices, **figures)
    talk.offer, talk.offered = "claim", {"bill": bill.id}
    return True


def offer_bill_named(talk: Talk) -> bool:
    """Offer to work out the newest bill when a message that is nothing else has its amount; return whether it has."""
    if talk.turn.requested or talk.account is None:
        return False
    figures = {Decimal(figure) for figure in FIGURE.findall(talk.turn.text.replace(",", ""))}
    bill = next(iter(talk.account.open_bills()), None)
    return bill is not None and bill.amount in figures and offer_newest(talk, talk.account)


def buttons(talk: Talk, bills: list[OverageBill]) -> list[Choice]:
    """Return a button for each bill."""
    return [
        Choice(
            f"The {bill.month:%B %Y} bill, {talk.money(bill.amount)}",
            "claim_spike",
            {"date": bill.month.isoformat()},
        )
        for bill in bills
    ]


def claim_mentions(account: Account, stated: list[Decimal]) -> bool:
    """Return whether every amount the customer mentioned is on file: a past overage, or the projection."""
    known = {amount for _, amount in account.paid_overages()} | {account.trial_projection}
    return all(amount in known for amount in stated)
