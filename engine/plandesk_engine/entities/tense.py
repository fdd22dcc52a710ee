"""TENSE: which end of a stretch a date is, and whether it lies ahead or behind.

The future is preferred, unless a word near by speaks of the past ("received on the 3rd",
"since Monday", "the bill of 3 March"). A date to come back on ("reopen in May") is an end.
"""

from __future__ import annotations

from typing import NamedTuple

from .moments import Moment
from .text import Reading

_ROLES = {
    "from": "from", "starting": "from", "start": "from", "starts": "from", "beginning": "from", "commencing": "from",
    "effective": "from", "since": "from", "after": "from", "between": "from",
    "until": "until", "till": "until", "til": "until", "to": "until", "through": "until", "thru": "until", "by": "until",
    "before": "until", "ending": "until", "ends": "until",
    "on": "on", "dated": "on", "in": "", "at": "", "for": "span", "over": "span", "during": "span", "throughout": "span",
    "of": "",
}  # fmt: skip
_SKIPPED = frozenset(
    ["the", "about", "around", "say", "like", "just", "only", "maybe", "sometime", "early", "our", "this", "whole", "all", "of", "as"]
)
_BILLS = frozenset(
    ["bill", "bills", "invoice", "invoices", "statement", "charge", "charged", "overage", "payment", "email", "letter", "message", "claim", "billed"]
)
_PAST = frozenset(
    ["received", "recieved", "receive", "got", "arrived", "came", "dated", "ago", "was", "were", "wasn't", "happened", "asked", "wrote", "filed", "opened", "reported", "told", "sent", "went", "billed", "charged", "paid", "since", "had", "did", "didn't", "requested", "ordered", "promised", "called", "hit", "reached", "bounced", "used", "signed", "notified", "invoiced", "said", "last", "earlier", "previously", "landed", "dropped"]
)
_RETURNS = frozenset(
    ["back", "resume", "resumes", "resuming", "return", "returns", "returning", "reopen", "reopens", "reopening", "restart", "restarts", "again", "unpause"]
)
_BILLED_AFTER = frozenset(["bill", "invoice", "statement", "overage", "charge", "bills", "invoices", "usage"])


class Tense(NamedTuple):
    """The role a date plays, the preposition that says so, and whether it lies in the past."""

    role: str | None
    preposition: str
    past: bool


def tense_of(reading: Reading, moment: Moment) -> Tense:
    """Read the words around `moment`."""
    before = list(reading.before(moment.start, 7))
    place = next((index for index, word in enumerate(before) if word not in _SKIPPED), len(before))
    preposition = before[place] if place < len(before) and before[place] in _ROLES else ""
    if before[:1] == ["of"] and before[1:2] == ["as"]:
        preposition = "from"
    role = _ROLES.get(preposition) or None
    rest = before[place + 1 : place + 6] if preposition else before[:5]
    if any(word in _RETURNS for word in rest[:4]) and preposition in (
        "",
        "in",
        "on",
        "at",
        "by",
        "from",
        "of",
    ):
        return Tense("until", preposition, False)
    return Tense(role, preposition, _is_past(reading, moment, preposition, rest))


def _is_past(reading: Reading, moment: Moment, preposition: str, rest: list[str]) -> bool:
    if preposition == "since":
        return True
    if preposition in ("from", "of", "dated", "on", "in", "for") and any(word in _BILLS for word in rest[:2]):
        return preposition != "from" or not any(word in _RETURNS for word in rest)
    if preposition in ("from", "until", "till", "til", "to", "through", "thru", "by", "starting", "before"):
        return False
    if reading.next_word(moment.end) in _BILLED_AFTER:
        return True
    return any(word in _PAST for word in rest)
