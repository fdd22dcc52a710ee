"""FOLLOWING: a short message that asks the last figure for another value: "and 120?", "vs the 45k plan", "from 5k"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from actions import answers
from actions.talk import Talk
from actions.turn import Turn

FOLLOW_UP_WORDS = 8
FEWEST = 1000
FOLLOWABLE = {"ask_overage_charge", "ask_plan_advice"}
WHAT_IFS = {"upgrade_plan", "downgrade_plan", "claim_spike"}
WHAT_ABOUT = re.compile(
    r"^\W*(?:(?:and|ok|so|but|or|then)\W+)*(?:what|how) (?:about|if)\b|^\W*(?:and|or|if)\b", re.I
)
SENDS = re.compile(r"\b(?:send|sends|sending|sent|e-?mails?|mails?|messages?)\b", re.IGNORECASE)
NAMES_PLAN = re.compile(r"\bplan\b|\bon (?:the |an? )?\d|\binstead\b", re.IGNORECASE)
NAMES_REQUEST = {
    "upgrade_plan": r"upgrad",
    "downgrade_plan": r"downgrad",
    "pause_plan": r"paus",
    "cancel_plan": r"cancel",
    "claim_spike": r"spike|claim",
    "ask_plan_advice": r"compar|cheap|versus",
}
FEW = re.compile(
    r"(?<![\w.,:/$€£-])\d{1,3}(?![\w%$€£]|[.,:/]\d)(?! ?(?:days?|weeks?|months?|dollars?|bucks|usd|euros?|pounds?)\b)"
)
"""A figure that may be short for thousands: "and 120?"."""


def follow_up(turn: Turn) -> dict[str, Any] | None:
    """Return the figures of a short "and what about 50,000?" to what was worked out last, or None."""
    last = turn.slots.get("last")
    if not last or turn.requested or len(turn.text.split()) > FOLLOW_UP_WORDS or _names_another(turn, last):
        return None
    turn = as_follow_up(turn)
    kinds = {"amount"} if last["intent"] == "claim_spike" else {"volume", "plan_volume", "plan_from"}
    figures = {found["entity"]: found["value"] for found in turn.said(*kinds)}
    asked = bool(WHAT_ABOUT.match(turn.text)) or (not turn.slots.get("offer") and answers.is_bare(turn))
    return figures if figures and asked else None


def _names_another(turn: Turn, last: dict[str, Any]) -> bool:
    """Return whether a message names a request that is not the one whose figure was worked out last."""
    named = {
        intent for intent, words in NAMES_REQUEST.items() if re.search(rf"\b(?:{words})", turn.text, re.I)
    }
    return bool(named) and last["intent"] not in named


def as_follow_up(turn: Turn) -> Turn:
    """Return the turn with its figures as they are meant after others of the kind.

    "120" is 120,000, "120,000.00" is no money, and "on the 45k plan" or "from 5k" is the plan one has.
    """
    last = turn.slots.get("last") or {"intent": "claim_spike"}
    if last["intent"] == "claim_spike" or turn.requested:
        return turn
    entities = [_in_messages(turn, found) for found in turn.entities]
    if not any(found["entity"] in ("volume", "plan_volume", "plan_from") for found in entities):
        few = [found for found in FEW.finditer(turn.text) if int(found[0])]
        entities += [
            {
                "entity": "volume",
                "value": int(each[0]) * 1000,
                "text": each[0],
                "start": each.start(),
                "end": each.end(),
            }
            for each in few[:1]
            if len(few) == 1
        ]
    on_plan = last["intent"] == "ask_overage_charge" and "sent_volume" in last["known"]
    if on_plan and NAMES_PLAN.search(turn.text) and not SENDS.search(turn.text):
        entities = [_as_present(found) for found in entities]
    if last["intent"] in WHAT_IFS:
        entities = [_as_present(found) if found.get("role") == "from" else found for found in entities]
    return replace(turn, entities=tuple(entities))


def _in_messages(turn: Turn, found: dict[str, Any]) -> dict[str, Any]:
    """Return a figure as a number of messages where it can be one: 120 is short, and 120,000.00 is no money."""
    text = str(found.get("text", ""))
    if found["entity"] == "amount" and re.fullmatch(r"[\d.,]+", text) and float(found["value"]) >= FEWEST:
        return found | {"entity": "volume", "value": int(float(found["value"]))}
    counted = SENDS.match(turn.text, found.get("end", 0) + 1)
    if (
        found["entity"] in ("volume", "plan_volume")
        and text.isdigit()
        and 0 < found["value"] < FEWEST
        and not counted
    ):
        return found | {"value": found["value"] * 1000}
    return found


def _as_present(found: dict[str, Any]) -> dict[str, Any]:
    """Return a plan as the one that is had."""
    return found | {"entity": "plan_from"} if found["entity"] in ("volume", "plan_volume") else found


def worked_out(talk: Talk, intent: str, known: dict[str, Any]) -> dict[str, Any] | None:
    """Return what a short follow-up may ask about: a figure worked out, and nothing to file."""
    followable = FOLLOWABLE if talk.turn.account_id else FOLLOWABLE | WHAT_IFS
    if intent not in followable or known["confirmed"] is not None:
        return None
    told = {slot: value for slot, value in known.items() if value is not None and slot != "quoted"}
    return {"intent": intent, "known": told} if told else None
