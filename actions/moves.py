"""MOVES: what a form does about a message, once it is heard what the message means.

Each takes the form, the talk and what is known, and returns the slot asked for next, or None when there is no more to ask.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from actions.choosing import READINGS
from actions.talk import Choice, Talk
from actions.turn import REQUEST_SLOTS

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
    """Ask what to change; the yes no longer holds."""
    known["confirmed"] = None
    return form.reopen(talk, known)


def refuse(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Say why a figure cannot be worked with."""
    say_refused(talk)
    return bring_back(form, talk, known)


def bring_back(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Ask again in a few words."""
    talk.brief = True
    return form.ask(talk, known)


def say_in_full(form: RequestForm, talk: Talk, known: Known) -> str | None:
    """Ask again in full."""
    return form.ask(talk, known)


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
        talk.say(f"utter_refused_{refused.get('reason', 'value')}", value=refused["text"])
    return bool(refused)
