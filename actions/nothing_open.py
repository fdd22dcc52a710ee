"""NOTHING OPEN: again, skip, start over and what did I say, where no request is open."""

from __future__ import annotations

import re

from actions import answers
from actions.steering import steer
from actions.talk import Choice, Talk
from actions.words import count, shortened

ANSWERED_OTHERWISE = {"ticket_status"}
OWN_WORDS = re.compile(r"\bi\b.*\b(?:say|said|tell|told|ask|asked|wrote|type|typed)\b", re.IGNORECASE)
"""What tells a question about the customer's own words from one about a request on file."""
BARE = {"affirm", "deny", "help", "nlu_fallback", "out_of_scope"}
"""What a lone "why" may be read as; a question of its own has an answer of its own."""
LOST = re.compile(
    r"^\W*(?:sorry,? )?(?:i )?(?:don'?t|do not) (?:understand|get it)(?: (?:that|this|it|you))?\W*$",
    re.IGNORECASE,
)


def say_nothing_open(talk: Talk) -> bool:
    """Answer a word about the conversation itself where nothing is open; return whether it was one.

    What was offered stays offered.
    """
    turn = talk.turn
    if turn.requested is None and turn.confidence < 1.0 and _say_why(talk):
        return True
    what = _about(talk) if turn.requested is None and turn.confidence < 1.0 else None
    if what is None or (
        what == "so_far" and turn.intent in ANSWERED_OTHERWISE and not OWN_WORDS.search(turn.text)
    ):
        return False
    talk.offer, talk.offered = turn.slots.get("offer"), turn.slots.get("offered")
    if what == "again" and turn.told_before:
        *others, last = turn.told_before
        for text in others:
            talk.say("utter_said_again", said=text)
        shown = [Choice.from_slot(choice) for choice in turn.slots.get("choices") or () if talk.offer]
        talk.say("utter_said_again", said=last, choices=shown)
    elif what == "so_far" and turn.text_before:
        talk.say("utter_you_said", said=shortened(turn.text_before, 200))
    else:
        talk.say(f"utter_{what}_outside")
    return True


def _about(talk: Talk) -> str | None:
    """Return what a message says about the conversation itself; "why" to an offer asks for its reasons again."""
    turn = talk.turn
    if turn.slots.get("offer") and turn.told_before and turn.intent in BARE and answers.asks_why(turn.text):
        return "again"
    return steer(turn.text)


def _say_why(talk: Talk) -> bool:
    """Say the rule behind what was told last, to whoever is lost or asks why mail stops; return whether there was one."""
    turn = talk.turn
    lost = bool(LOST.match(turn.text.replace("’", "'")))
    if not (lost or answers.asks_why(turn.text)):
        return False
    choices = [Choice.from_slot(choice) for choice in turn.slots.get("choices") or ()]
    if lost and turn.slots.get("offer") == "claim":
        spike = talk.desk.policy.spike
        figures = {"allowance": talk.money(spike.allowance), "days": str(spike.claim_days)}
        talk.say("utter_spike_policy", choices=choices, months=str(spike.months), **figures)
        talk.offer, talk.offered = "claim", turn.slots.get("offered")
        return True
    option = any(choice.intent == "enable_overage" for choice in choices)
    if option and talk.account is not None and not turn.slots.get("offer"):
        talk.say("utter_why_limit", choices=choices, plan=count(talk.account.plan))
        return True
    return False
