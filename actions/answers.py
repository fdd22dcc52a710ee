"""Is a message the answer to the open question? Decided from its own words before any classifier is believed.

A bare "45k", "at the end of the year" or "yes, let your people check" is an answer whatever intent it resembles.
"""

from __future__ import annotations

import re

from actions.turn import Turn

YES = re.compile(
    r"^\W*(yes|yea|yeah|yep|yup|ya|sure|ok|okay|okey|alright|absolutely|definitely|of course|please do|go ahead|"
    r"go for it|do it|do that|file it|correct|right|exactly|perfect|sounds good|confirmed?|agreed)\b",
    re.IGNORECASE,
)
NO = re.compile(
    r"^\W*(no|nope|nah|na|not now|not yet|don'?t|do not|rather not|better not|never)\b", re.IGNORECASE
)
HOLDS_BACK = re.compile(
    r"\b(but|wait|hold on|first|before|unless|except|instead|actually|only if)\b|\?", re.IGNORECASE
)
SMALL_WORDS = frozenset(
    """
    a about actually am an and around at be beginning begin by for from have i i'd i'll i'm id im in is
    it its it's just let's like lets make maybe me my no of oh ok okay on one ones or our per please
    plan prob probably roughly say so sorry start starting take that thats the then there think this
    till to until up us was we we're well were will with would yes you meant mean instead month monthly
    messages emails mails sent sending usually
    """.split()
)
LEFT_OVER = 1


def is_yes(text: str) -> bool:
    """Return whether a message plainly agrees and holds nothing back."""
    return bool(YES.match(text)) and not HOLDS_BACK.search(text)


def is_no(text: str) -> bool:
    """Return whether a message plainly declines."""
    return bool(NO.match(text))


def is_bare(turn: Turn) -> bool:
    """Return whether a message is nothing but a value: besides it only small words are left."""
    if not turn.entities:
        return False
    text = turn.text
    for found in sorted(turn.entities, key=lambda each: each.get("start", 0), reverse=True):
        if "start" not in found or "end" not in found:
            return True
        text = text[: found["start"]] + " " + text[found["end"] :]
    left = [word for word in re.findall(r"[\w']+", text.lower()) if word not in SMALL_WORDS]
    return len(left) <= LEFT_OVER
