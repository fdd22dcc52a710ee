"""BURSTS: short messages typed one after another are one turn, and a message that is whole waits for nothing.

"i want to" / "upgrade my plan" is one request. Each message is kept and acknowledged by itself, the engine hears
them joined, and one answer follows the last. What is waited for is decided by the words, not by a fixed pause:

- A message that looks whole is answered at once, with the unfinished ones before it. Whole is what ends in . ! or ?,
  what ends in a figure, a yes or a no, whatever is short after a question of ours, four words and more, and a request
  or a question in brief ("cancel my plan", "what is overage").
- A message that looks unfinished waits BURST_MS (700 ms) for the next, and each next one begins that wait anew. While
  the customer's page says that they are typing it waits on, LONGEST_HOLD at most. Unfinished is what ends in a comma
  or three dots or in a word no sentence ends in ("my", "to", "because"), and a word or three that nothing asked for.
- A press is whole, is never joined to anything, and ends the wait of what was typed before it.

Messages that come while a turn is in flight wait for it anyway and are grouped by the same words, so the grouping does
not depend on how slow the engine was: unfinished ones join their neighbours, two whole ones stay two questions with
two answers. Of the 228 lines customers type in tests/conversations 5 are held; with "fewer than four words" alone it
would be 109, nearly all of them plain answers to a question. Measured over HTTP on two busy cores: a whole message is
answered in 60 ms, an unfinished one in 890 ms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta

from desk.conversations import LONGEST_MESSAGE, Message

TYPING_HOLD = timedelta(seconds=2.5)
LONGEST_HOLD = timedelta(seconds=10)
FEW_WORDS = 4
JOINT = "\n"

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_TRAILS_OFF = re.compile(r"(?:\.\.+|\u2026|[,:;(]|\s[-\u2013\u2014])\s*$")
_ENDS = re.compile(r"[.!?\u061f\u3002][\s\"')\u201d\u2019]*$")
_FIGURE = re.compile(r"\d\S*\s*$")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NEVER_LAST = _words(
    "a an the my our your his her their its to for from of at by with into than as and or but because cause cuz bc if "
    "although though unless until i we im i'm ive i've i'd we're we've they is are was were am wanna gonna"
)
_SHORT_ANSWERS = _words(
    "yes y yeah yep yup yea sure ok okay k fine correct right agreed absolutely definitely confirm confirmed no n nope "
    "nah never stop cancel quit back undo help thanks thank thx ty bye goodbye none neither both zero one two three "
    "four five six seven eight nine ten eleven twelve"
)
_OPENS_A_REQUEST = _words(
    "cancel upgrade downgrade pause resume unpause show tell give change switch enable disable turn file claim refund "
    "dispute explain list check stop start help talk speak call get make move lower raise reduce what what's whats how "
    "how's why when where who who's which is are do does did can could will would am was"
)


def looks_unfinished(text: str, asked: bool) -> bool:
    """Return whether more is likely to follow `text` at once; `asked`: a question of ours is open."""
    words = [word.lower().replace("\u2019", "'") for word in _WORD.findall(text)]
    if _TRAILS_OFF.search(text):
        return True
    if not words or _ENDS.search(text) or _FIGURE.search(text):
        return False
    if words[-1] in _NEVER_LAST:
        return True
    if asked or len(words) >= FEW_WORDS or words[0] in _SHORT_ANSWERS:
        return False
    return not (len(words) > 1 and words[0] in _OPENS_A_REQUEST)


def first_burst(waiting: Sequence[Message], asked: bool) -> int:
    """Return how many of the messages waiting, from the first on, are one turn; `asked` as the first met it."""
    size, length = 1, len(waiting[0].text)
    whole = _is_whole(waiting[0], asked)
    while size < len(waiting):
        following = waiting[size]
        length += len(JOINT) + len(following.text)
        next_whole = _is_whole(following, asked=False)
        if (
            (whole and next_whole)
            or length > LONGEST_MESSAGE
            or _is_press(waiting[0])
            or _is_press(following)
        ):
            break
        size, whole = size + 1, next_whole
    return size


def joined(messages: Sequence[Message]) -> str:
    """Return what the engine is asked: the messages of a turn in order, as one."""
    return JOINT.join(message.text for message in messages)


def _is_press(message: Message) -> bool:
    return message.choice is not None or message.retries is not None


def _is_whole(message: Message, asked: bool) -> bool:
    return _is_press(message) or not looks_unfinished(message.text, asked)
