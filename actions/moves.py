"""MOVES: what a form does about a message, once it is heard what the message means.

Each takes the form, the talk and what is known, and returns the slot asked for next, or None when there is no more to ask.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from actions import wishes
from actions.choosing import READINGS
from actions.fields import CHANGE, Field
from actions.talk import Choice, Talk
from actions.turn import REQUEST_SLOTS
from actions.wish_words import Wish
from actions.words import listing

if TYPE_CHECKING:
    from actions.forms import RequestForm

Known = dict[str, Any]
Move = Callable[["RequestForm", Talk, Known], str | None]


def take_in(form: RequestForm, talk: Talk, known: Known, changes: Known) -> str | None:
    """Take the values in; a yes given to the old ones no longer holds."""
    known.update({"confirmed": None, **changes})
    return form.ask(talk, known)


def agree(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Take the yes."""
    known["confirmed"] = True
    return form.ask(talk, known)


def decline(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Take the no."""
    known["confirmed"] = False
    return form.ask(talk, known)


def hold(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Give time; the question stands."""
    talk.say("utter_no_hurry")
    return bring_back(form, talk, known)


def reopen(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Ask what to change; the yes no longer holds, the values do until they are replaced."""
    known["confirmed"] = None
    return form.reopen(talk, known)


def change(form: RequestForm, talk: Talk, known: Known, field: Field) -> str | None:
    """Ask for one value again; the old one stands until a new one is given."""
    known["confirmed"] = None
    if not talk.brief:
        talk.say("utter_stands", label=field.title, value=field.shown(talk, known[field.slot]))
    talk.brief = True
    form.question(talk, known, field.slot)
    return field.slot


def keep(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Leave the value that was to be changed as it is."""
    field = form.changing(talk, known)
    if field:
        talk.say("utter_left_as_it_is", value=field.shown(talk, known[field.slot]))
    talk.brief = True
    return form.ask(talk, known)


def refuse(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Say why a figure cannot be worked with."""
    say_refused(talk)
    return bring_back(form, talk, known)


def skip(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Leave a value out where that is possible; else say why it is needed, and the ways out."""
    slot = talk.turn.requested or "confirmed"
    if slot == CHANGE or form.changing(talk, known):
        return keep(form, talk, known)
    if (instead := form.left_out(slot)) is not None:
        known[slot] = instead
        talk.say(f"utter_left_out_{slot}")
        talk.brief = True
        return form.ask(talk, known)
    talk.say("utter_cannot_leave_out")
    talk.explain(slot)
    return bring_back(form, talk, known)


def so_far(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """List what was told and what is missing, and ask on."""
    told = [f"{field.label}, {field.shown(talk, known[field.slot])}" for field in form.told(talk, known)]
    missing = listing(field.label for field in form.fields(talk) if known[field.slot] is None)
    state = ("told" if told else "nothing") + ("_missing" if missing else "")
    talk.say(f"utter_so_far_{state}", told="; ".join(told), missing=missing, topic=talk.topic)
    return bring_back(form, talk, known)


def bring_back(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Ask again in a few words."""
    talk.brief = True
    return form.resume(talk, known)


def answer_aside(form: RequestForm, talk: Talk, known: Known, wish: Wish) -> str | None:
    """Answer what no request covers, and go on."""
    wishes.answered_aside(talk, wish)
    talk.back = True
    return bring_back(form, talk, known)


def say_why(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Say how the figure comes about, and ask again in a few words."""
    form.why(talk, known)
    return bring_back(form, talk, known)


def explain(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Say what the value that was told last, or is asked for, is needed for."""
    told = form.told(talk, known)
    slot = told[-1].slot if told and talk.turn.requested in ("confirmed", CHANGE) else talk.turn.requested
    talk.say(f"utter_explain_{slot}")
    return bring_back(form, talk, known)


def ask_on(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Ask for what is missing, or read back; a value that was to be changed stays."""
    talk.brief = True
    return form.ask(talk, known)


def say_in_full(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Ask again in full."""
    return form.resume(talk, known)


def lapse(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Give a question up for the request it came in the middle of."""
    known.update(dict.fromkeys(REQUEST_SLOTS))
    return None


def start_over(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Forget what was told and ask from the beginning."""
    known.update(dict.fromkeys(REQUEST_SLOTS))
    talk.turn = talk.turn.fresh()
    talk.say("utter_start_over")
    return form.ask(talk, known)


def doubt(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Offer the reading that is in doubt, and ask again."""
    reading = talk.turn.intent
    talk.say("utter_did_you_mean_aside", choices=[Choice(READINGS[reading], reading)])
    return bring_back(form, talk, known)


def say_refused(talk: Talk) -> bool:
    """Say of a figure that cannot be worked with why it cannot; return whether there was one."""
    refused = talk.turn.first("absurd")
    if refused:
        slot = talk.turn.requested or "confirmed"
        talk.refuse(slot, f"utter_refused_{refused.get('reason', 'value')}", value=refused["text"])
    return bool(refused)
