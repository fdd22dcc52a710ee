"""CUES: what the words around a figure say it is.

The noun after it decides first, then the nearest cue word before it, with the preposition
between them ("paid for 30,000" is a plan, "paid 300" an amount).
"""

from __future__ import annotations

from typing import NamedTuple

from .text import Reading
from .vocabulary import (
    APPROXIMATELY,
    ARTICLES,
    BETWEEN_NUMBER_AND_NOUN,
    CUES,
    DIRECTIONS,
    MESSAGES,
    OVER,
    PLAN_NOUNS,
    may_follow,
    words,
)

KINDS = ("plan_volume", "volume", "amount")
_JOINING = words("to onto on from of with not than or instead for at is =")
_WISHES = words("would i'd we'd id wed you'd should")
_CLAIMS = words("want wants wanted ask asked asking demand")
_HOLDERS = words("customer client account user member my")
_STANDING_ON = words("""
we're i'm are am is be was were us me it them currently now still stay staying back account plan already
here put get
""")


class Verdict(NamedTuple):
    """What a figure is, how sure that is, and the direction named before it."""

    kind: str | None
    strong: bool = False
    role: str | None = None
    direct: bool = False
    counted: bool = False  # a noun after it says what it counts


def noun_after(reading: Reading, end: int) -> tuple[str | None, bool]:
    """Return what the figure ending at `end` is said to count, and whether that is nothing of ours."""
    kind = None
    position = end
    for index, word in enumerate(reading.after(end, 5)):
        gap = reading.folded[position : word.start]
        glued = not gap and index == 0 and word.text not in MESSAGES and word.text != "er"
        if glued or gap.strip(" -/'\""):
            break
        if word.text in MESSAGES:
            return ("plan_volume" if reading.next_word(word.end) in PLAN_NOUNS else "volume"), False
        if word.text in PLAN_NOUNS:
            return "plan_volume", False
        if index == 0 and word.text in OVER:
            kind = "extra" if word.text == "extra" else "over"
        if word.text not in BETWEEN_NUMBER_AND_NOUN:
            return kind, index == 0 and not may_follow(word.text) and not word.text.isdigit()
        position = word.end
    return kind, False


def cue_before(reading: Reading, start: int) -> Verdict:
    """Weigh the words before a figure: the nearest cue wins, the direction beside it gives the role."""
    role, preposition, led_by = None, "", ""
    approximate, skipped = False, 0
    beyond = False
    before = list(reading.before(start, 9))
    for index, word in enumerate(before):
        if word == "like" and before[index + 1 : index + 2] and before[index + 1] in _WISHES:
            return Verdict("plan_volume", True, role, skipped == 0)
        led = before[index + 1 : index + 2]
        if word in _CLAIMS and led in (["you"], ["they"]) and not skipped and not preposition:
            return Verdict("amount", True, None, True)
        if word == "id" and (preposition in ("is", "=") or (led and led[0] in _HOLDERS)):
            return Verdict("other")
        if (
            word.startswith("cover")
            and led in (["plan"], ["tier"], ["package"])
            and before[index + 2 : index + 3] != ["what"]
        ):
            return Verdict("plan_volume", True, role, True)
        if word in CUES and not (word.startswith("average") and not preposition and skipped):
            cue = _Cue(word, preposition, role, approximate, skipped)
            return cue.verdict()
        if word in DIRECTIONS and not preposition:
            preposition, role = word, DIRECTIONS[word] or None
            led_by = before[index + 1] if index + 1 < len(before) else ""
        elif word == "instead" and preposition == "of":
            preposition, role = "instead", "from"
        elif word in APPROXIMATELY:
            approximate = approximate or not beyond
        elif word.isdigit():
            beyond = True
        elif word not in ARTICLES:
            skipped += 1
    if preposition in ("to", "onto", "on", "from") and not approximate:
        direct = preposition in ("to", "onto") or (preposition == "on" and led_by in _STANDING_ON)
        return Verdict("plan_volume", False, role, direct or (preposition == "from" and not skipped))
    return Verdict("volume" if approximate else None, False, role if preposition == "instead" else None)


class _Cue(NamedTuple):
    """A cue word left of a figure, and what stood between them."""

    word: str
    preposition: str
    role: str | None
    approximate: bool
    skipped: int

    def verdict(self) -> Verdict:
        kind = CUES[self.word]
        if kind == "other":
            return Verdict("other" if self.skipped < 3 or self.preposition else None)
        if kind == "amount":
            return self._of_money()
        if kind == "volume" and self.preposition in ("on", "onto"):
            return Verdict("plan_volume", False, self.role, True)
        stated = self.preposition in ("", "is", "be") and self.word != "thinking"
        if kind == "plan_volume" and self.approximate and stated:
            return Verdict("volume")
        reach = 1 if self.preposition == "is" else 3
        direct = self.skipped == 0 or (self.preposition in _JOINING and self.skipped < reach)
        return Verdict(kind, self.skipped < 5, self.role if kind == "plan_volume" else None, direct)

    def _of_money(self) -> Verdict:
        if self.preposition in ("to", "onto") and self.word not in ("reduced", "came") and not self.skipped:
            return Verdict("plan_volume", False, "to")
        priced = self.preposition == "of" and self.word.startswith(("price", "cost", "fee"))
        if priced or self.preposition in ("for", "on", "onto", "from"):
            return Verdict("plan_volume", True, self.role, True)
        return Verdict("amount", self.skipped < 4, None, self.skipped == 0)
