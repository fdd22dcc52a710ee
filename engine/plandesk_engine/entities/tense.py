"""TENSE: which end of a stretch a date is, and whether it lies ahead or behind.

The future is preferred, unless a word near by speaks of the past ("received on the 3rd",
"since Monday", "the bill of 3 March"). A date to come back on ("reopen in May") is an end.
"""

from __future__ import annotations

from itertools import pairwise, zip_longest
from typing import NamedTuple

from .moments import Moment
from .text import Reading
from .vocabulary import by_word, words

_ROLES = by_word(
    {
        "from": "from starting start starts beginning commencing effective since after between",
        "until": "until till til to through thru by before ending ends",
        "on": "on dated",
        "span": "for over during throughout",
        "": "in at of",
    }
)
_SKIPPED = words("""
the about around say like just only maybe sometime early our this whole all as or
""")
_BILLS = words("""
bill bills invoice invoices statement charge charged overage payment email mail letter message claim
billed enquiry inquiry request application order cancellation ticket case
""")
_LETTERS = words("mail email letter message")
_PAST = words("""
received recieved got arrived came dated ago was were wasn't happened asked wrote filed opened reported
told sent went billed charged paid since had did didn't requested ordered promised called hit reached
bounced used notified invoiced said earlier previously landed dropped applied submitted decided voted
complained agreed noticed entered tried posted emailed mailed contacted upgraded downgraded moved
switched signed joined pushed spent dispatched stopped ran broke crashed worked
""")
_FUTURE = words("""
will would can could please pls plz shall want wants need needs like going must should let i'd we'd
we'll i'll pause stop cancel terminate hold freeze suspend start plan planning next want end ends begin
begins again
""")
_TO_BE_DONE = words("""
paused cancelled canceled closed terminated ended suspended changed reduced raised resumed reactivated deleted
needed wanted planned scheduled required expected supposed limited unlimited need feed deed indeed speed
""")
_PASSIVE = words("be get being nothing not to no never")
_RETURNS = words("""
back resume resumes resuming return returns returning reopen reopens reopening restart restarts again
unpause
""")
_BILLED_AFTER = words("bill invoice statement overage charge bills invoices usage")
_WILL = frozenset(("must", "will", "shall"))
_TELLERS = words("i we you they he she")


_UNTIL = frozenset(("until", "till", "til"))
_DATED = frozenset(("from", "of", "dated", "on", "in", "for"))
_AHEAD = words("from until till til to through thru by starting before")


class Tense(NamedTuple):
    """The role a date plays, the preposition that says so, and whether it lies in the past."""

    role: str | None
    preposition: str
    past: bool


def tense_of(reading: Reading, moment: Moment) -> Tense:
    """Read the words around `moment`."""
    before = list(reading.before(moment.start, 10))
    whole = before[:1] == ["of"] and before[1:2] != [] and before[1] in ("whole", "all")
    skipped = _SKIPPED | {"of"} if whole else _SKIPPED
    place = next((index for index, word in enumerate(before) if word not in skipped), len(before))
    preposition = before[place] if place < len(before) and before[place] in _ROLES else ""
    if before[:1] == ["of"] and before[1:2] == ["as"]:
        preposition = "from"
    role = _ROLES.get(preposition) or ("span" if whole and not preposition else None)
    if preposition == "after" and before[place + 1 : place + 2] and before[place + 1] in _UNTIL:
        role = "until"
    if before[place : place + 2] == ["than", "later"]:
        role, preposition = "until", "by"
    rest = before[place + 1 : place + 9] if preposition else before[:8]
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
    if preposition in _DATED and "next" not in rest[:3] and _speaks_of_a_bill(preposition, rest):
        return not (preposition == "from" and any(word in _RETURNS for word in rest))
    if preposition in _AHEAD:
        return False
    if reading.next_word(moment.end) in _BILLED_AFTER:
        return True
    if not preposition and rest[:1] != [] and rest[0] in _BILLS:
        return True
    following = [word.text for word in reading.after(moment.end, 2)]
    if len(following) == 2 and following[0] in _TELLERS and following[1] in _WILL:
        return False
    for word, left in zip_longest(rest, rest[1:], fillvalue=""):
        if word in _FUTURE:
            return False
        done = word.endswith("ed") and (word not in _TO_BE_DONE or left in _TELLERS)
        if (word in _PAST or done) and left not in _PASSIVE:
            return True
    return _told_afterwards(reading, moment.end)


def _speaks_of_a_bill(preposition: str, rest: list[str]) -> bool:
    """Tell whether a dated paper stands before the date; "shut mail off for March" names none."""
    papers = _BILLS - _LETTERS if preposition == "for" else _BILLS
    return any(word in papers for word in rest[:2])


def _told_afterwards(reading: Reading, end: int) -> bool:
    """Tell whether "I sent", "we got" follows: "On Sunday, after the mass, I sent you ..."."""
    following = [word.text for word in reading.after(end, 8)]
    if following[:1] in (["was"], ["were"], ["didn't"]):
        return True
    return any(one in _TELLERS and two in _PAST for one, two in pairwise(following))
