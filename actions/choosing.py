"""CHOOSING: a button's words typed instead of pressed, "the second one", and what an offer leads to.

The choices last shown are kept in a slot; taking one acts as if its request had been said in so many words.
"""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import FollowupAction, SlotSet

from actions.answers import word_set
from actions.talk import Choice
from actions.turn import Turn

READINGS = {
    "upgrade_plan": "A bigger plan",
    "downgrade_plan": "A smaller plan",
    "pause_plan": "Pausing the account",
    "cancel_plan": "Cancelling the account",
    "claim_spike": "A surprisingly large overage bill",
    "enable_overage": "Sending past the limit",
    "ask_plan_advice": "Which plan is cheapest",
    "ask_over_quota": "Mail that bounces at the limit",
    "ask_overage_charge": "What extra messages cost",
    "ask_spike_policy": "How the overage protection works",
    "ask_upgrade_requirements": "What an upgrade needs",
    "check_account": "My plan and usage",
    "ticket_status": "Where my request stands",
    "billing_dispute": "A wrong charge",
    "technical_problem": "Something that does not work",
    "talk_to_human": "A person",
}
"""Each request as the customer would call it."""

ACTION_OF = {
    "upgrade_plan": "upgrade_form",
    "downgrade_plan": "downgrade_form",
    "pause_plan": "pause_form",
    "cancel_plan": "cancel_form",
    "claim_spike": "spike_claim_form",
    "enable_overage": "overage_option_form",
    "ask_plan_advice": "plan_advice_form",
    "ask_over_quota": "action_explain_over_quota",
    "ask_overage_charge": "overage_charge_form",
    "ask_spike_policy": "action_explain_spike_policy",
    "ask_upgrade_requirements": "action_explain_upgrade_requirements",
    "check_account": "action_account_summary",
    "ticket_status": "action_request_status",
    "billing_dispute": "dispute_form",
    "technical_problem": "problem_form",
    "talk_to_human": "person_form",
    "help": "action_reply",
    "deny": "action_decline",
}
"""What each request begins, as data/*/rules.yml has it."""

LIKELY = 0.12
CLOSE = 0.3
SOMETHING_ELSE = Choice("Something else", "help")
ORDINALS = (
    {"first", "1st", "former", "1"},
    {"second", "2nd", "2"},
    {"third", "3rd", "3"},
    {"fourth", "4th", "4"},
)
LAST = {"last", "latter"}
FILLERS = word_set(
    """
    a an the one ones option please pls i'd i i'll want take go with let's lets do it that this is
    for of to my me
    """
)

Shown = dict[str, Any]


TOPICS = {
    "upgrade_plan": "your upgrade",
    "downgrade_plan": "your downgrade",
    "pause_plan": "your pause",
    "cancel_plan": "your cancellation",
    "claim_spike": "your overage bill",
    "enable_overage": "the overage option",
    "ask_plan_advice": "the plan comparison",
    "ask_over_quota": "the mail that comes back",
    "ask_overage_charge": "the overage charge",
    "ask_spike_policy": "the overage protection",
    "ask_upgrade_requirements": "what an upgrade needs",
    "check_account": "your plan and usage",
    "ticket_status": "where your request stands",
    "billing_dispute": "the wrong charge",
    "technical_problem": "the technical problem",
    "talk_to_human": "a person to talk to",
}
"""Each request as it is called in the middle of a sentence to the customer."""


def topic_of(intent: str) -> str:
    """Return what a request is called when coming to it or back to it."""
    return TOPICS[intent]


def take(
    intent: str, entities: dict[str, Any] | None = None, kept: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Return the events that begin what `intent` stands for, as if it had been said with these entities.

    `kept`: the second request of an earlier message, with its words and figures, when it is that one.
    """
    return [
        SlotSet("taken", {"intent": intent, "entities": entities or {}, "kept": kept}),
        FollowupAction(ACTION_OF[intent]),
    ]


def named(text: str, choices: list[Shown] | None) -> Shown | None:
    """Return the choice whose title was typed word for word, or None."""
    return next((choice for choice in choices or () if _words(choice["title"]) == _words(text)), None)


def picked(text: str, choices: list[Shown] | None) -> Shown | None:
    """Return the one choice a short message points at: by its place, or by words only its title has."""
    if not choices:
        return None
    if exact := named(text, choices):
        return exact
    words = _words(text)
    if not words or len(words) > 6:
        return None
    telling = [word for word in words if word not in FILLERS]
    if len(telling) == 1:
        if telling[0] in LAST:
            return choices[-1]
        for place, names in enumerate(ORDINALS[: len(choices)]):
            if telling[0] in names:
                return choices[place]
    meant = [word for word in (telling or words) if word not in FILLERS or word == "option"]
    hits = [choice for choice in choices if meant and set(meant) <= set(_words(choice["title"]))]
    return hits[0] if len(hits) == 1 else None


def only_reading(choices: list[Shown] | None) -> Shown | None:
    """Return the single request among the choices shown, which a plain yes then means."""
    requests = [choice for choice in choices or () if choice["intent"] in READINGS]
    return requests[0] if len(requests) == 1 else None


def likely(turn: Turn) -> list[str]:
    """Return the request a message was likeliest to be, and the second likeliest if it comes close; maybe none."""
    found = [
        (reading["name"], float(reading["confidence"]))
        for reading in turn.ranking
        if reading["name"] in READINGS and float(reading["confidence"]) >= LIKELY
    ][:2]
    return [name for name, share in found if share >= CLOSE * found[0][1]]


def readings(intents: list[str]) -> list[Choice]:
    """Return a button for each of these requests, and one for anything else."""
    return [*(Choice(READINGS[name], name) for name in intents), SOMETHING_ELSE] if intents else []


def _words(text: str) -> list[str]:
    return re.findall(r"[\w',]+", text.lower().replace("’", "'"))
