"""HEARING: what a message means to the form that is open, in the order in which a patient clerk would take it.

A move is what the form does about the message. No move leaves the message to the rules: it is about something else.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from actions import answers, moves, wishes
from actions.asides import only_rants
from actions.choosing import ACTION_OF, READINGS, named, picked
from actions.fields import CHANGE
from actions.following import FOLLOWABLE, WHAT_IFS
from actions.moves import Known, Move
from actions.steering import steer
from actions.talk import Choice, Talk
from actions.turn import Turn

if TYPE_CHECKING:
    from actions.forms import RequestForm


ACTS = {
    "affirm", "deny", "change_answer", "greet", "thank", "goodbye", "help", "stop_request", "bot_challenge",
}  # fmt: skip
UNSURE = {"nlu_fallback", "out_of_scope"}
BELIEVED = 0.5
SURE = 0.7
ENDS = re.compile(r"\b(?:stop|forget|cancel|abort|drop|quit|end|leave|never ?mind)\b", re.IGNORECASE)
"""Words of someone who wants to be done with it, also where they begin with "wait"."""
FEW_WORDS = 4
ASKS = re.compile(
    r"^\W*(?:and |but |so )?(?:what (?:happens|if|would|does|do|is)|how (?:much|many|does|do)|why)\b", re.I
)
FIGURE = re.compile(r"\d")
"""What is more than a no: another value, even one that could not be read."""
POINTS_AT = re.compile(r"^\W*(?:the|that|this)(?: \w+)? one\W*$", re.IGNORECASE)
DENIED = re.compile(
    r"\b(?:not|isn'?t|wasn'?t|rather than|instead of)\s+(?:(?:from|on|in|for|at|the|my|a|by|to)\s+)*$",
    re.IGNORECASE,
)
STEERED: dict[str, Move] = {
    "over": moves.start_over, "again": moves.say_in_full, "skip": moves.skip, "so_far": moves.so_far,
}  # fmt: skip
INTENT_OF = {action: intent for intent, action in ACTION_OF.items()}


def move(form: RequestForm, talk: Talk, known: Known) -> Move | None:
    """Return what `form` does about the message, or None when the message is not for it."""
    talk.turn = turn = without_denied_ones(without_stray_ones(talk.turn))
    choice = named(turn.text, turn.slots.get("choices"))
    if choice and choice["intent"] in {*ACTS, form.intent} and turn.intent != choice["intent"]:
        talk.turn = turn = turn.meaning(choice["intent"], choice["entities"])
    if steered := STEERED.get(steer(turn.text) or ""):
        return moves.bring_back if steered is moves.so_far and form.says_all else steered
    if form.intent != "talk_to_human" and (wish := wishes.found(turn)):
        return lambda form, talk, known: moves.answer_aside(form, talk, known, wish)
    if changed := _change(form, talk, known):
        return changed
    if form.intent in FOLLOWABLE and turn.slots.get("interrupted") and turn.intent in ("affirm", "deny"):
        return moves.lapse
    if only_rants(turn):
        return moves.bring_back
    digresses = form.digresses(turn)
    if not digresses and turn.first("absurd"):
        return moves.refuse
    asks = turn.intent not in {*ACTS, form.intent} and bool(ASKS.match(turn.text))
    if asks and form.intent in FOLLOWABLE | WHAT_IFS and turn.said("volume", "plan_volume"):
        asks = False  # "what if on the 45k plan?" is an answer where a figure is asked for
    heard = {} if digresses or asks else form.hear(talk, turn)
    changes = {slot: value for slot, value in heard.items() if value != known[slot]}
    if changes:
        return lambda form, talk, known: moves.take_in(form, talk, known, changes)
    if answers.asks_for_what(turn.text):
        return moves.explain
    if answers.asks_why(turn.text):
        return moves.say_why
    if not heard and form.told(talk, known) and _corrects(turn, digresses):
        return moves.reopen
    if turn.requested == CHANGE or form.changing(talk, known):
        if heard or answers.keeps(turn.text) or (turn.intent in ("affirm", "deny") and not digresses):
            return moves.keep
    elif turn.requested == "confirmed" and (decision := _decision(turn, digresses)) is not None:
        return decision
    if _needs_time(turn, plainly=not digresses):
        return moves.hold
    if turn.intent == "change_answer":
        return moves.reopen
    if answers.asks_again(turn.text) and not turn.entities and turn.intent != "stop_request":
        return moves.say_in_full
    if heard:
        return moves.ask_on
    if turn.intent == form.intent or turn.intent == "affirm":
        return moves.bring_back
    return moves.doubt if is_doubtful(form.intent, turn) else None


def _change(form: RequestForm, talk: Talk, known: Known) -> Move | None:
    """Return the move that asks for the one value the customer chose to change, or None."""
    turn = talk.turn
    chosen = turn.value("field")
    if chosen is None and turn.requested == CHANGE:
        choice = picked(turn.text, turn.slots.get("choices"))
        chosen = choice["entities"].get("field") if choice else None
    field = next((field for field in form.told(talk, known) if field.slot == chosen), None)
    return (lambda form, talk, known: moves.change(form, talk, known, field)) if field else None


def _corrects(turn: Turn, digresses: bool) -> bool:
    """Return whether a message objects to what was told without saying what it should be."""
    if turn.intent == "stop_request" or turn.confidence >= 1.0:
        return False
    return answers.corrects(turn.text) and (not digresses or answers.is_no(turn.text))


def _needs_time(turn: Turn, *, plainly: bool) -> bool:
    """Return whether a message asks for time: "let me think about it first" is no end, whatever it was read as."""
    thinking = turn.intent == "stop_request" and not ENDS.search(turn.text)
    return answers.waits(turn.text) and (plainly or thinking)


def is_digression(own: str, turn: Turn) -> bool:
    """Return whether the message is about something else: another request or a question of its own."""
    if turn.intent == "stop_request":
        return True
    if turn.intent in ACTS or turn.intent in UNSURE or turn.intent == own:
        return False
    if turn.requested == "plan_to" and turn.intent == "ask_overage_charge":
        return not answers.is_bare(turn, answers.PRICING)  # "45,000, how much?"
    return turn.confidence >= BELIEVED and not answers.is_bare(turn)


def is_doubtful(own: str, turn: Turn) -> bool:
    """Return whether the message may be a question of its own, but was read too unsurely to answer it as one."""
    return turn.intent in READINGS and turn.intent != own and turn.confidence < BELIEVED


def choices_pointed_at(turn: Turn) -> list[Choice]:
    """Return the choices a message such as "the cheaper one" points at without telling which; mostly none."""
    choices = [choice for choice in turn.slots.get("choices") or () if choice["intent"] in READINGS]
    if len(choices) < 2 or turn.confidence >= 1.0 or not POINTS_AT.match(turn.text):
        return []
    return [Choice.from_slot(choice) for choice in choices]


def without_stray_ones(turn: Turn) -> Turn:
    """Return the turn without the "one" of "the next one" read as a volume."""
    kept = tuple(
        found
        for found in turn.entities
        if found["entity"] not in ("volume", "plan_volume")
        or (found.get("text", "").lower() != "one" and (found["value"] != 1 or "1" in found.get("text", "1")))
    )
    return turn if len(kept) == len(turn.entities) else replace(turn, entities=kept)


def without_denied_ones(turn: Turn) -> Turn:
    """Return the turn without the values it denies: of "not May, April" only April is told."""
    denied = [
        found
        for found in turn.entities
        if found.get("role") == "not" or ("start" in found and DENIED.search(turn.text[: found["start"]]))
    ]
    if not denied or turn.requested == "problem":
        return turn
    kept = tuple(found for found in turn.entities if found not in denied)
    return replace(turn, entities=kept, intent=turn.intent if kept else "change_answer")


def agrees(turn: Turn) -> bool:
    """Return whether a message agrees for certain: by its words, by its button, or read so surely and without a but."""
    if turn.confidence >= 1.0 or answers.is_yes(turn.text):
        return turn.intent == "affirm" or answers.is_yes(turn.text)
    unclear = answers.holds_back(turn.text) or answers.asks_why(turn.text)
    return turn.intent == "affirm" and turn.confidence >= SURE and not unclear


def _decision(turn: Turn, digresses: bool) -> Move | None:
    """Return what follows from the answer to the yes-or-no question; a yes with a but files nothing."""
    plainly = not digresses or len(turn.text.split()) <= FEW_WORDS
    if agrees(turn) and (plainly or turn.intent == "affirm"):
        return moves.agree
    if turn.intent == "affirm":
        return moves.hold if answers.holds_back(turn.text) else moves.bring_back
    if _needs_time(turn, plainly=plainly):
        return moves.hold
    if answers.is_no(turn.text) and FIGURE.search(turn.text):
        return moves.reopen
    if (plainly and answers.is_no(turn.text)) or (turn.intent == "deny" and turn.confidence >= BELIEVED):
        return moves.decline
    return moves.bring_back if turn.intent == "deny" else None
