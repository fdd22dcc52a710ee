"""MOOD: whether a message shows that the customer has had enough of this desk.

Anger at a bill is a claim, and somebody else's anger is a fact; neither is meant here. Exact words only: a customer who
is not annoyed and is told that they are, soon is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from actions.answers import SMALL_WORDS, word_set


class Mood(Enum):
    """What shows it."""

    REPEATS = "repeats"
    ANGRY = "angry"


_BAD = (
    r"useless|hopeless|worthless|stupid|dumb|idiotic|moronic|rubbish|garbage|crap|crappy|trash|pathetic|terrible|"
    r"awful|horrible|the worst|no help|unhelpful|incompetent|clueless|ridiculous|a joke|an? (?:idiot|moron)|broken"
)
_VERY = r"(?:(?:so|such|just|really|absolutely|completely|totally|utterly|beyond|bloody|fucking|quite|simply|a|an|all) )*"
_US = (
    r"bot|robot|machine|chat ?bot|chat|assistant|thing|computer|program|support|service|help ?desk|answers?|help|"
    r"conversation"
)
_TOLD = re.compile(
    r"\bi(?:['’]ve| have)? (?:already|just|literally just) (?:told|asked|answered|explained|gave|given|wrote|written|said)"
    r"(?: (?:you|that|this|it|so|all|everything|to you|yes|no)\b|\W*$|\W*[.!,])"
    r"|\b(?:told|asked|given) you (?:already|before|twice|\w+ times|that|so)\b"
    r"|\b(?:for the|the) (?:second|third|fourth|fifth|sixth|tenth|hundredth|umpteenth|nth|\d+(?:nd|rd|th)) time\b"
    r"(?! (?:this|in|since|we|our|my))"
    r"|\bhow (?:many times|often) (?:do|must|should|shall) i\b"
    r"|\b(?:like|as) i(?:['’]ve)? (?:already |just )?(?:said|told|wrote|explained)"
    r"|\bi(?:['’]ve)? said (?:that |it |this )?already\b"
    r"|\bi(?:['’]ve| have) (?:said|asked|explained|written|told you) (?:this|that|it)?\s?(?:to you )?"
    r"(?:twice|\w+ times|over and over|again and again)\b"
    r"|\b(?:keep|stop) (?:asking|repeating|saying|telling|giving|sending) (?:me )?(?:the same|this|that|it|yourself)\b"
    r"|\b(?:same|that) (?:question|answer|thing|paragraph|sentence)s? (?:again|over and over|every time)\b"
    r"|^\W*(?:what|oh no|not|this|that|the same|seriously)?\W*(?:this |that )?again\s*(?:\?!|!\?|!!|\?\?)"
    r"|\byou (?:just )?(?:already )?asked (?:me )?that\b",
    re.IGNORECASE,
)
_AT_US = re.compile(
    rf"\b(?:{_BAD}) (?:{_US})\b(?! (?:is|isn|gives|shows|of))"
    rf"|\byou(?:['’]re| are|r| guys are)? {_VERY}(?:{_BAD})\b"
    rf"|^\W*(?:well |ok |oh )?(?:this|that|it|the bot|this (?:{_US}))(?:['’]s| is) "
    rf"{_VERY}(?:{_BAD}|insane|unbelievable|hell)\W*$"
    r"|\bare (?:you|u) (?:fucking |freaking |bloody |actually |even )?(?:kidding|joking|serious)(?: me)?\b"
    r"|\byou (?:must be|have to be|are|'re|gotta be) (?:kidding|joking)\b"
    rf"|^\W*(?:(?:fine|ok|okay|great|thanks|well|oh|so)\W+)*{_VERY}(?:useless|ridiculous|unbelievable|pathetic|hopeless|rubbish|garbage|crap|bullshit)\W*$"
    r"|\bwast(?:e|ing) (?:of )?(?:my |everyone['’]?s |our )?(?:\w+ )?time\b"
    r"|\b(?:are|do|did|can) you even (?:reading|read|listening|listen|understand|there|work|working)\b"
    r"|\byou(?:['’]re| are) not (?:even )?(?:listening|reading|helping|understanding|getting it)\b"
    r"|\byou (?:don['’]?t|never|can['’]?t|won['’]?t) (?:even )?(?:listen|read|understand|get it|help)\b"
    r"|\b(?:sick|tired|sick and tired|fed up) (?:of|with) (?:this|you|your|repeating|typing|talking|the same|explaining)\b"
    r"|\b(?:i give up|losing (?:my )?patience|out of patience|last nerve|driv(?:es|ing) me (?:mad|crazy|nuts|insane))\b"
    r"|\b(?:going|getting|goes|gets|gone) (?:round in circles|around in circles|in circles|nowhere)\b"
    r"|\bread (?:what i|my) (?:wrote|said|message)\b|\bthis (?:is )?(?:not|isn['’]t) helping\b",
    re.IGNORECASE,
)
_HOT = re.compile(
    r"\b(?:fuck\w*|f\*+\w*|shit\w*|bullshit|wtf|ffs|goddamn\w*|god ?dammit|dammit|damn (?:it|you|this|thing|bot)|"
    r"for (?:god|christ|fuck|heaven|pete)['’]?s sake|jesus christ|bloody hell|what the (?:hell|heck)|screw (?:you|this)|"
    r"piss(?:ed)? off|pissed|arse\w*|asshole\w*|bastards?|sod off|go to hell)(?!\w)"
    r"|\b(?:ridiculous|unacceptable|outrageous|disgraceful|unbelievable|infuriating|beyond a joke)\b"
    r"|\bi(?:['’]m| am) (?:\w+ ){0,2}(?:angry|furious|annoyed|frustrated|livid|fuming|mad at)\b"
    r"|[?!]{4,}|[🤬😡😠🤯🖕]",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"\b(?:damn|bloody|fucking|freaking|goddamn|shit|ridiculously|unbelievably|outrageously) "
    r"(?:\w+ )?(?:good|great|nice|fine|brilliant|useful|fast|quick|well|clever|helpful|easy|amazing|awesome)\b"
    r"|\b(?:thank\w*|thx|awesome|brilliant|amazing|love|perfect|great|hooray|congrat\w*|"
    r"hello|hi|hey|yes+|not (?:so )?bad)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:my|our|the|his|her) (?:\w+ )?(?:boss|wife|husband|ceo|cfo|chef|director|manager|board|customers?|clients?|"
    r"accountant|treasurer|partner|members?|readers?|users?|committee|colleagues?|vicar|auditor)\b|\b(?:he|she|they) "
    r"(?:is|are|was|were|says?|said|thinks?|calls?)\b",
    re.IGNORECASE,
)
_BILL = re.compile(
    r"\b(?:bill(?:s|ed)?|invoices?|charg(?:e|es|ed|ing)|overages?|owe|dollars?|bucks|grand|euros?|pounds?|refund\w*|"
    r"prices?|fees?|pay|cost\w*|money|spam\w*|hack\w*)\b|[$€£]\s?\d|\d[\d.,]*\s?[$€£]",
    re.IGNORECASE,
)
_RANT_WORDS = SMALL_WORDS | word_set(
    """
    bot robot machine chat thing support service help desk answer answers you your you're youre u ur are not dont don't
    do does what why how he hell this that's whole stupid stuff god omg seriously really so very absolutely
    totally completely me him there here company guys people can't cant even all ever again never always
    has have had been being be am was were get got getting going just conversation useless man wow jesus christ
    reading listening told already said asked time times third second same question i've ive first enough
    """
)
_WORD = re.compile(r"[^\W\d_][\w'’]*|\d+")
FEWEST_WORDS = 4
ALIKE = 0.8
LOOK_BACK = 4
LOUD_WORDS, LOUD_LETTERS, LOUD_SHARE = 5, 20, 0.8


def mood(text: str, said: Sequence[str] = (), *, about_a_bill: bool = False) -> Mood | None:
    """Return what shows that the customer has had enough: in their words, or in saying the same as before.

    `about_a_bill`: the message was read as one about a bill, which is then what the anger is at.
    """
    if _TOLD.search(text) or any(_alike(text, earlier) for earlier in said[-LOOK_BACK:]):
        return Mood.REPEATS
    if _AT_US.search(text):
        return Mood.ANGRY
    about_else = about_a_bill or _BILL.search(text) or _OTHERS.search(text) or _PRAISE.search(text)
    return Mood.ANGRY if (_HOT.search(text) or _is_loud(text)) and not about_else else None


def is_rant(text: str) -> bool:
    """Return whether a message is annoyance and nothing else: there is no request in it."""
    if mood(text) is None:
        return False
    rest = text
    for pattern in (_TOLD, _AT_US, _HOT):
        rest = pattern.sub(" ", rest)
    left = [word for word in _WORD.findall(rest.lower().replace("’", "'")) if word not in _RANT_WORDS]
    return len(left) <= 1


def _alike(text: str, earlier: str) -> bool:
    """Return whether two messages are nearly word for word the same; short answers may well be."""
    if min(len(text.split()), len(earlier.split())) < FEWEST_WORDS:
        return False
    one, other = (set(_WORD.findall(each.lower())) for each in (text, earlier))
    if not one or not other:
        return False
    return len(one & other) / len(one | other) >= ALIKE


def _is_loud(text: str) -> bool:
    """Return whether a long message is written in capitals."""
    letters = [each for each in text if each.isalpha()]
    if len(letters) < LOUD_LETTERS or len(text.split()) < LOUD_WORDS:
        return False
    return sum(each.isupper() for each in letters) / len(letters) >= LOUD_SHARE
