"""TOLD: a request filed in the customer's own words, asked for when the first message said too little."""

from __future__ import annotations

import re
from typing import ClassVar

from actions.answers import SMALL_WORDS, asks_again, is_no, is_yes, word_set
from actions.fields import Field
from actions.forms import CONFIRM, Known, RequestForm
from actions.hearing import UNSURE
from actions.talk import Talk
from actions.turn import Turn
from actions.words import shortened

NOT_TELLING = {"stop_request", "talk_to_human", "change_answer", "affirm", "deny"}
TELLING_WORDS = 4
TELLING = 2
ENDS = (".", "!", "?")
PROBLEM = Field(
    "problem", "what is wrong", lambda talk, told: f'"{shortened(told, 300)}"', "words|text|story"
)
SAYS_NOTHING = SMALL_WORDS | word_set(
    """
    can could you your someone somebody something anything some there's not don't doesn't does do
    did won't wont isn't want need like dispute contest complain complaint report question charge
    charged charges charging bill billed billing invoice payment amount wrong incorrect problem
    problems trouble issue issues technical error bug broken fault work works working help fix look
    into get got has have having hi hello hey please with to and this that still again very really
    here now today
    """
)
"""Words that say that something is wrong, and not what."""


class ToldForm(RequestForm):
    """A request filed in the customer's own words: asks for them when the first message said too little."""

    word: ClassVar[str]

    def fields(self, talk: Talk) -> tuple[Field, ...]:
        """Return the customer's own words."""
        return (PROBLEM,)

    def question(self, talk: Talk, known: Known, slot: str) -> None:
        """Ask what is wrong."""
        talk.ask(slot, f"utter_question_{self.word}", expects="text")

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear the whole message as the account of what is wrong; more of the story is added to it."""
        corrects = turn.intent in ("deny", "change_answer") and bool(turn.values("amount", "date"))
        if turn.intent in NOT_TELLING and not corrects:
            return {}
        if turn.confidence >= 1.0 and not turn.entities and turn.requested != "problem":
            return {}
        told = turn.slots.get("problem")
        if turn.requested == "problem" or (turn.requested is None and says_what(turn)):
            return {"problem": turn.text}
        if turn.requested == "confirmed" and self._goes_on(turn):
            return {
                "problem": f"{told}{' ' if told.endswith(ENDS) else '. '}{turn.text}" if told else turn.text
            }
        return {}

    def _goes_on(self, turn: Turn) -> bool:
        """Return whether a message at the confirmation is more of the story rather than an answer or a question."""
        text = turn.text
        if is_yes(text) or asks_again(text) or len(text.split()) < TELLING_WORDS or "?" in text:
            return False
        if is_no(text) or turn.intent in ("deny", "change_answer"):
            return bool(turn.values("amount", "date"))
        return turn.intent == self.intent or turn.intent in UNSURE

    def digresses(self, turn: Turn) -> bool:
        """While telling, nothing but a stop or a wish for a person is about something else."""
        if turn.requested == "problem":
            return turn.intent in ("stop_request", "talk_to_human")
        return super().digresses(turn)

    def explained(self, talk: Talk) -> bool:
        """Say what the account's own records already explain; return whether they did."""
        raise NotImplementedError

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Ask what is wrong, read it back, ask whether to file."""
        if talk.account is None:
            talk.say(f"utter_{self.word}_visitor")
            talk.say_sign_in()
            return None
        if known["confirmed"] is not None:
            return None
        if talk.turn.requested is None and not talk.brief and self.explained(talk):
            return None
        if known["problem"] is None:
            self.question(talk, known, "problem")
            return "problem"
        problem = shortened(known["problem"], 300)
        talk.brief = talk.brief and known["quoted"] == problem
        known["quoted"] = problem
        talk.ask("confirmed", f"utter_{self.word}_confirm", problem=problem, choices=CONFIRM)
        return "confirmed"

    def reopen(self, talk: Talk, known: Known) -> str | None:
        """Ask for it in other words; what was told stands until then."""
        if talk.account is None or known["problem"] is None:
            return self.ask(talk, known)
        talk.say("utter_question_told_again", expects="text")
        return "problem"


def says_what(turn: Turn) -> bool:
    """Return whether a first message tells what is wrong, and not only that something is."""
    told = [word for word in re.findall(r"[a-z']+", turn.text.lower()) if word not in SAYS_NOTHING]
    return len(told) >= TELLING or (bool(turn.values("amount", "date")) and len(told) > 1)
