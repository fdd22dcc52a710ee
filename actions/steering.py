"""STEERING: what a customer says about the conversation itself: again, skip, from the start, what have I told you.

Each pattern takes a whole message, with courtesies around it, so that none swallows an answer or a real question.
"""

from __future__ import annotations

import re
from typing import Literal

Steer = Literal["over", "again", "skip", "so_far"]

COURTESY = (
    r"(?:(?:ok|okay|so|well|hmm+|um+|uh|oh|no|wait|sorry|please|pls|and|but|actually|hey|hang on|excuse me|pardon|"
    r"my bad|just|then)\b\W*)*"
)
ASKING = (
    r"(?:(?:can|could|may|would|will|shall) (?:you|we|i)(?: please| just| maybe)? |"
    r"i(?:'d| would)? (?:want|like|rather|prefer)(?: to)? (?=\w)|i'?ll |let'?s |let us |let me |lets )?(?:please |just )*"
)
BEFORE = rf"^[^\w/]*{COURTESY}{ASKING}"
AFTER = r"(?:\W+(?:please|pls|now|then|thanks|thank you|ok|for me|sorry|mate|if (?:i|we) (?:can|may)))*\W*$"
IT = r"(?:it|this|that|all of (?:it|this|that)|this all|everything|the (?:whole )?(?:thing|request|form))"
PART = r"(?:question|one|part|step|field|bit|thing)"
START = r"(?:(?:the (?:very )?)?(?:start|beginning|top)|scratch|zero)"
ANEW = r"(?:over|again|anew|afresh|fresh)"
SAID = r"(?: the (?:last )?(?:question|figures?|answer|offer|quote)| your (?:last )?question)"
ONCE_MORE = r"(?:again|once more|one more time|another time)"
NOW = r"(?: so far| until now| up to now| before| already| as yet| noted| down)*"
TOLD = (
    r"(?:say|said|ask|asked|tell|told|enter(?:ed)?|answer(?:ed)?|give|given|get|got|gotten|note|noted|write|written|type|typed|"
    r"put|put in|pick|picked|choose|chosen)"
)


def _whole(*patterns: str) -> re.Pattern[str]:
    return re.compile(f"{BEFORE}(?:{'|'.join(patterns)}){AFTER}", re.IGNORECASE)


PATTERNS: dict[Steer, re.Pattern[str]] = {
    "over": _whole(
        rf"(?:re)?(?:start|begin|do {IT})(?: {IT})?(?: all)? {ANEW}(?: again| from {START})?",
        rf"(?:start|begin|go|take it)(?: {IT})?(?: over| again| back| all the way)* (?:from|to|at) {START}",
        rf"from {START} again|(?:restart|reset)(?: {IT})?",
        rf"(?:scrap|scratch|forget|drop) {IT}(?:,| and)? (?:let'?s )?(?:start|begin) {ANEW}",
    ),
    "again": _whole(
        rf"(?:repeat|say|tell me|ask(?: me)?|give me|show me)(?: {IT}|{SAID})?(?: to me)? {ONCE_MORE}",
        rf"repeat(?: {IT}| yourself|{SAID})?|(?:come |once |say )again|once more|one more time",
        r"what(?:'s| is| was| were) (?:the|your)(?: last)? question(?: again)?(?: you (?:asked|wanted))?",
        r"what(?:'s| is| was) (?:that|it) again|what was (?:that|it)",
        r"what did you (?:just )?(?:say|ask|want)(?: to know| from me)?(?: again| just now)?",
        r"what do you (?:want|need)(?: to know)? from me|what (?:are|were) you asking(?: me)?",
        r"(?:i )?(?:didn'?t|did not|don'?t) (?:catch|get|hear|follow) (?:that|you|the question|it)",
        r"remind me(?: what (?:the question was|you asked))?|where were we|what did i miss",
        r"i (?:forgot|missed|lost) (?:the|your) question",
    ),
    "skip": _whole(
        rf"(?:skip|pass|next)(?:(?: it| this| that| the)?(?: {PART})?)?",
        rf"(?:leave|keep)(?: it| this| that)?(?: {PART})? (?:blank|empty|out|open)",
        r"not (?:to )?(?:say|answer)(?: that| this)?|no answer|no comment",
        rf"(?:move|go) on(?: to)? (?:the )?next(?: {PART})?",
        rf"do i (?:have|need) to (?:answer|say|give|tell you) (?:that|this|it)(?: {PART})?",
        rf"is (?:this|that|it)(?: {PART})? (?:really )?(?:needed|necessary|required|optional|mandatory)",
    ),
    "so_far": _whole(
        rf"what (?:have|did) (?:i|you) (?:just |already )?{TOLD}(?: you)?{NOW}",
        rf"what do you have(?: (?:from|for|on|of) (?:me|this|my request))?{NOW}|what do you know{NOW}",
        r"(?:what|which)(?:'s| is| one is) (?:still )?missing|what(?:'s| is) (?:left|noted)",
        r"what (?:else do you need|do you (?:still|also) need)(?: from me)?",
        r"(?:sum|recap|summari[sz]e)(?: it| this| that| everything)?(?: up)?(?: so far| for me)?",
        r"(?:a |the )?(?:summary|recap)(?: so far)?|where (?:are|do) we(?: stand)?(?: (?:so far|now))?",
        r"(?:show|read)(?: me)?(?: back)? what (?:i (?:said|told you|gave you)|you have)(?: so far)?",
    ),
}


def steer(text: str) -> Steer | None:
    """Return what a message says about the conversation itself, or None when it is about something else."""
    return next((what for what, pattern in PATTERNS.items() if pattern.match(text)), None)
