"""PRICES: what a plan costs, and the whole list, told to anyone who asks."""

from __future__ import annotations

import re

from actions.following import follow_up
from actions.talk import Talk
from actions.words import count

_PLANS = r"(?:plans|tiers|packages|subscriptions)"
_PRICE = re.compile(
    r"\b(?:prices?|priced|costs?|much)\b.*\bplan\b|\bplan\b.*\b(?:prices?|priced|costs?|much)\b",
    re.IGNORECASE,
)
_PRICE_OF = re.compile(
    r"\b(?:prices?|costs?)\b(?: (?:of|for|on|is))?(?: (?:the|an?))?[\s:=(]*\d|\d\S*\)? (?:\w+ )?(?:prices?|costs?)\W*$",
    re.IGNORECASE,
)
SHORT = 7
_ON_TOP = re.compile(
    r"\b(?:send|sends|sending|sent|extra|overage|on top|beyond|more|upgrad\w*|mov\w*|switch\w*)\b",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\bprice ?-?lists?\b|\bpricing (?:list|table|page)\b"
    rf"|\b(?:what|which)\b[^.?!]{{0,20}}\b{_PLANS}\b[^.?!]{{0,12}}\b(?:do you|you (?:have|offer|sell)|are there|can i)\b"
    rf"|\b(?:what|which) (?:are|is) (?:your|all|all your|the|the available) (?:different |available )?(?:{_PLANS}|prices)\b"
    rf"|\bhow much (?:are|do|is) (?:your|all|all your|the|the different) {_PLANS}\b"
    rf"|\b{_PLANS} and (?:their |the )?(?:prices|costs)\b|\b(?:all|list) (?:of )?(?:your |the )?(?:{_PLANS}|prices)\b",
    re.IGNORECASE,
)


def told_list(talk: Talk) -> bool:
    """Say every plan with its price when the list was asked for; return whether it was."""
    if re.search(r"\d", talk.turn.text) or not _LIST.search(talk.turn.text):
        return False
    plans = [f"{count(plan.volume)} for {talk.money(plan.price)}" for plan in talk.desk.policy.plans]
    talk.say("utter_price_list", plans="; ".join(plans))
    talk.follows = {"intent": "ask_plan_advice", "known": {}}
    return True


def _asks_price(text: str) -> bool:
    return bool(_PRICE.search(text)) or (len(text.split()) <= SHORT and bool(_PRICE_OF.search(text)))


def told_price(talk: Talk, volume: int | None) -> bool:
    """Say the price of the plan of `volume` when that was all that was asked; return whether it was."""
    plan = talk.desk.policy.plan(volume) if volume is not None else None
    if plan is None or talk.turn.requested is not None:
        return False
    last = talk.turn.slots.get("last") or {}
    goes_on = last.get("known", {}).keys() == {"plan_from"} and follow_up(talk.turn)
    text = talk.turn.text
    if not (goes_on or (_asks_price(text) and not _ON_TOP.search(text))):
        return False
    talk.say("utter_plan_price", plan=count(plan.volume), price=talk.money(plan.price))
    return True
