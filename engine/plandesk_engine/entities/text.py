"""TEXT: the customer's message, folded for reading without moving a single character.

Folding lower-cases, turns every script's digits and every kind of space, dash and quote
into the plain ASCII one, and keeps the length: a position in the folded text is the same
position in what the customer typed. Only the first `LIMIT` characters are read.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

LIMIT = 2_000
HOLE = "\x01"  # stands where something was already understood; matches no pattern

_PLAIN = {
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u200a": " ", "\u202f": " ", "\u2002": " ", "\u2003": " ",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2212": "-",
    "\u2018": "'", "\u2019": "'", "\u02bc": "'", "\u00b4": "'", "`": "'",
    "\u2192": ">", "\u066b": ".", "\u066c": ",", HOLE: " ",
}  # fmt: skip
_ARROW = re.compile(r"(?<=\w)[-=]>(?=\w)")
_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")


class Word(NamedTuple):
    """One word or run of digits, and the sentence it stands in."""

    start: int
    end: int
    text: str
    sentence: int


def fold(text: str) -> str:
    """Return `text` in plain lower-case characters, exactly as long as it was."""
    text = _ARROW.sub(" >", text)
    if text.isascii():
        return text.lower().replace("`", "'").replace(HOLE, " ")
    return "".join(map(_fold_character, text))


def _fold_character(character: str) -> str:
    if character < "\x80" and character not in _PLAIN:
        return character.lower()
    if character in _PLAIN:
        return _PLAIN[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 and not plain.isspace() else character


class Reading:
    """A message being read: its folded text, its words, and what has been understood so far."""

    def __init__(self, text: str) -> None:
        self.text = text[:LIMIT]
        self.folded = fold(self.text)
        self.open = self.folded
        self.words = list(_words(self.folded))
        self._starts = [word.start for word in self.words]

    def close(self, start: int, end: int) -> None:
        """Keep what stands in [start, end) from being understood a second time."""
        self.open = f"{self.open[:start]}{HOLE * (end - start)}{self.open[end:]}"

    def is_open(self, start: int, end: int) -> bool:
        """Tell whether nothing in [start, end) has been understood yet."""
        return HOLE not in self.open[start:end]

    def before(self, position: int, most: int) -> Iterator[str]:
        """Yield up to `most` words left of `position` in its sentence, the nearest first."""
        index = bisect_left(self._starts, position) - 1
        sentence = self._sentence_at(position, index)
        for word in reversed(self.words[max(0, index - most + 1) : index + 1]):
            if word.sentence != sentence:
                return
            yield word.text

    def after(self, position: int, most: int) -> Iterator[Word]:
        """Yield up to `most` words right of `position` in its sentence, in reading order."""
        index = bisect_left(self._starts, position)
        sentence = self._sentence_at(position, index - 1)
        for word in self.words[index : index + most]:
            if word.sentence != sentence:
                return
            yield word

    def next_word(self, position: int) -> str:
        """Return the word joined to what ends at `position` by spaces or a hyphen, or an empty string."""
        for word in self.after(position, 1):
            gap = self.folded[position : word.start]
            return word.text if not gap.strip(" -'") else ""
        return ""

    def _sentence_at(self, position: int, index: int) -> int:
        if index < 0:
            return 0
        word = self.words[index]
        following = self.words[index + 1].sentence if index + 1 < len(self.words) else word.sentence
        return following if _ends_sentence(self.folded[word.end : position]) else word.sentence


def _words(folded: str) -> Iterator[Word]:
    sentence, end = 0, 0
    for match in _TOKEN.finditer(folded):
        if end and _ends_sentence(folded[end : match.start()]):
            sentence += 1
        end = match.end()
        yield Word(match.start(), end, match.group(), sentence)


def _ends_sentence(gap: str) -> bool:
    return gap not in (" ", "") and ("." in gap[:-1] or any(mark in gap for mark in "!?;\n"))
