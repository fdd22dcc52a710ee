"""NOTHING OPEN: again, skip, start over and what did I say, where no request is open."""

from __future__ import annotations

from actions.steering import steer
from actions.talk import Talk
from actions.words import shortened

ANSWERED_OTHERWISE = {"ticket_status"}


def say_nothing_open(talk: Talk) -> bool:
    """Answer a word about the conversation itself where nothing is open; return whether it was one.

    What was offered stays offered.
    """
    turn = talk.turn
    what = steer(turn.text) if turn.requested is None and turn.confidence < 1.0 else None
    if what is None or (what == "so_far" and turn.intent in ANSWERED_OTHERWISE):
        return False
    talk.offer, talk.offered = turn.slots.get("offer"), turn.slots.get("offered")
    if what == "again" and turn.told_before:
        for text in turn.told_before:
            talk.say("utter_said_again", said=text)
    elif what == "so_far" and turn.text_before:
        talk.say("utter_you_said", said=shortened(turn.text_before, 200))
    else:
        talk.say(f"utter_{what}_outside")
    return True
