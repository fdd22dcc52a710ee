"""ASIDES: what is seen to before a message is taken for what it was read as: annoyance alone, a finger at nothing.

And the one sentence that says the annoyance was noticed, before the answer, at most once in an episode.
"""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk.events import SlotSet

from actions import answers, wishes
from actions.choosing import READINGS
from actions.facts import fact_for
from actions.mood import Mood, is_rant, mood
from actions.outside import is_other_bill
from actions.talk import Choice, Talk
from actions.turn import Turn

PERSON = Choice("A person, please", "talk_to_human")
NOTICED = {Mood.REPEATS: "utter_noticed_repeating", Mood.ANGRY: "utter_noticed_annoyance"}
SPEAKS_FOR_ITSELF = {"talk_to_human", "goodbye"}
PLAIN = 0.6
UNSURE = {"nlu_fallback", "out_of_scope", "help"}
TO_BE_FILED = {"upgrade_plan", "downgrade_plan", "claim_spike"}
NEXT = re.compile(
    r"^\W*(?:(?:and|ok|okay|so|then|well|fine|great|good|right|yes|but)\W+)*"
    r"(?:what (?:now|next|then|do i do(?: now| next)?)|"
    r"now what|what(?:'s| is) (?:the )?next(?: step)?|"
    r"(?:(?:can|could|will|would|do) )?(?:you|i|we) (?:\w+ )?"
    r"(?:file|submit|claim|do|send|request|get) (?:it|that|this)\b[^.!]*|"
    r"how (?:do|can) (?:i|we) (?:file|submit|claim|get|do|order|request) (?:it|that|this|one)\b[^.!]*)\W*$",
    re.IGNORECASE,
)
NOWHERE = re.compile(
    r"^\W*(?:(?:and|ok|okay|so|then|well|no|yes|hm+|i'?ll take|i want|give me|"
    r"take|let'?s (?:take|do)|what about|how about)\W+)*"
    r"(?:(?:the|that|this) (?:(?:first|second|third|fourth|last|other|next|previous|"
    r"latter|former|1st|2nd|3rd|same) ?(?:one|option|thing)?"
    r"|one)|(?:the )?(?:former|latter|other one|others?|"
    r"both|both of them|neither|option [a-d1-4]|number (?:one|two|three|\d)))"
    r"(?: please| then| instead| too)*\W*$"
    r"|^\W*(?:and|so|ok|okay)(?: then| now| what| what now| what next)\W*$"
    r"|^\W*(?:and )?then(?: what)?\W*\?+\W*$|^\W*(?:what (?:next|now|then)|now what)\W*$",
    re.IGNORECASE,
)


def seen_to(talk: Talk) -> bool:
    """Say what a rant or a pointing finger calls for; return whether the message was one."""
    turn = talk.turn
    if turn.confidence >= 1.0 or turn.intent in SPEAKS_FOR_ITSELF:
        return False
    if only_rants(turn):
        _answer_rant(talk)
        return True
    fact = fact_for(turn)
    if (turn.account_id is not None or not fact) and wishes.seen_to(talk):
        return True
    if not any(letter.isalnum() for letter in turn.text) and turn.intent in UNSURE:
        talk.say("utter_no_words")
        return True
    if answers.is_plainly_foreign(turn.text):
        talk.say("utter_english_only")
        return True
    if asks_what_next(turn):
        talk.say("utter_next_visitor")
        talk.sign_in_told += 1
        return True
    if fact:
        talk.say(fact)
        return True
    if turn.intent in {*READINGS, "nlu_fallback"} and is_other_bill(turn.text):
        talk.say("utter_outside_other_bill")
        return True
    if points_at_nothing(talk):
        talk.say("utter_points_at_nothing")
        return True
    return False


def asks_what_next(turn: Turn) -> bool:
    """Return whether a visitor asks how to go on from a figure that a customer could have filed."""
    last = turn.slots.get("last") or {}
    worked_out = turn.account_id is None and not turn.requested and last.get("intent") in TO_BE_FILED
    return worked_out and bool(NEXT.match(turn.text))


def only_rants(turn: Turn) -> bool:
    """Return whether a message is annoyance and nothing else; one that plainly ends what is open is more."""
    ends = turn.intent == "stop_request" and turn.confidence >= PLAIN and bool(turn.requested)
    return turn.confidence < 1.0 and turn.intent != "talk_to_human" and not ends and is_rant(turn.text)


def points_at_nothing(talk: Talk) -> bool:
    """Return whether a short message points at something ("the second one") and nothing was shown or is open."""
    slots = talk.turn.slots
    open_now = talk.turn.requested or slots.get("offer") or slots.get("last") or slots.get("choices")
    return not open_now and bool(NOWHERE.match(talk.turn.text)) and not answers.is_bare(talk.turn)


def noticed(talk: Talk) -> list[dict[str, Any]]:
    """Put one sentence before the answer and a person's button behind it, when the customer has had enough."""
    turn, messages = talk.turn, talk.dispatcher.messages
    if (
        not messages
        or turn.slots.get("noticed")
        or turn.confidence >= 1.0
        or turn.intent in SPEAKS_FOR_ITSELF
    ):
        return []
    shown = mood(turn.text, turn.earlier, about_a_bill=turn.intent in ("claim_spike", "billing_dispute"))
    if shown is None:
        return []
    talk.say(NOTICED[shown])
    messages.insert(0, messages.pop())
    if talk.offer != "person" and PERSON not in talk.shown:
        messages[-1]["buttons"].append(PERSON.as_button())
        talk.shown = [*(talk.shown or talk.kept), PERSON]
    return [SlotSet("noticed", True)]


def _answer_rant(talk: Talk) -> None:
    """Say what the desk can do; with a question open, that question follows and is enough."""
    again = bool(talk.turn.slots.get("noticed"))
    if talk.turn.requested:
        talk.say("utter_help_open" if again else "utter_rant_open")
    elif again:
        talk.say("utter_rant_again", choices=[PERSON])
    else:
        talk.say("utter_rant_can_do")
