"""What a message says by its own words, before any classifier is believed: yes, no, again, the first one.

A bare "45k", "at the end of the year" or "yes, let your people check" is an answer whatever intent it resembles.
"""

from __future__ import annotations

import re

from actions.turn import Turn


def word_set(words: str) -> frozenset[str]:
    """Return the words of a text, each once."""
    return frozenset(words.split())


LEAD = re.compile(
    r"^(?:[\W_]|\b(?:actually|well|hmm+|umm*|uh|oh|ah|so|then|now|and|alright|all right|great|cool|just|thanks|thx|"
    r"please|pls|plz)\b)+",
    re.IGNORECASE,
)
YES = re.compile(
    r"^(yes|yea|yeah|yeh|yep|yup|ya|aye|y|sure|absolutely|definitely|certainly|indeed|of course|by all means|"
    r"please do|go ahead|go for it|do it|do that|do so|make it so|"
    r"file (?:it|this|that|the \w+|now|please|any ?way)|file$|submit|send (?:it|that|this)|request it|"
    r"i agree|agreed|confirmed?|approved?|you bet\w*|hell yes|s[ií]|oui|ja|jawohl)\b",
    re.IGNORECASE,
)
WEAK_YES = re.compile(
    r"^(ok|okay|okey|k|kk|fine|al+ ?right|great|perfect|why not|correct|right|exactly|sounds (?:good|great)|looks good|"
    r"works for me|that works|good idea|go on|go|let'?s (?:do|go)|whatever|good|cool|deal|done)\b",
    re.IGNORECASE,
)
"""Agreement, unless more is said than agreement."""
THUMB_UP, THUMB_DOWN = re.compile(r"^\W*[👍👌✅✔]"), re.compile(r"^\W*[👎❌✖🚫]")
NO = re.compile(
    r"^(no(?! (?:problem|worries|rush))|nope|nah|na|nay|n|"
    r"not (?:now|yet|really|today)|don'?t|do not|i don'?t want|rather not|better not|never|"
    r"no way|leave it|leave that|nein|non)\b",
    re.IGNORECASE,
)
HOLDS_BACK = re.compile(
    r"\b(but|wait|hold on|hang on|before|unless|except|instead|actually|only if|not|don'?t|no(?! (?:problem|worries|rush))|"
    r"question|how|what|why|where|which|tell me|can you|could you|rather|change|make it)\b|\?",
    re.IGNORECASE,
)
COURTESY = {"please", "pls", "plz"}
AGAIN = re.compile(
    r"\b(again|repeat|once more|remind me|say that|come again|what was (?:it|that)|how much (?:is|was) (?:it|that))\b"
    r"|^\W*(?:what|pardon|sorry|huh|eh|come again)\W*$",
    re.IGNORECASE,
)
WHY = re.compile(
    r"^\W*(?:why(?! not)|how come|how so|explain|please explain|what does (?:that|this|it) mean|"
    r"how does (?:that|this|it) work|how (?:do|did) you (?:get|arrive|come|know|work)|"
    r"where does (?:that|this|it|the \S+) come from|"
    r"how (?:is|was) (?:that|this|it) (?:calculated|worked out|made up))\b",
    re.IGNORECASE,
)
FOR_WHAT = re.compile(
    r"\bwhy (?:do|must|should|would|have) (?:i|we|you)\b[^.?!]{0,12}"
    r"\b(?:give|say|tell|know|name|set|pick|choose|enter|ask)\b",
    re.IGNORECASE,
)
RECALL = re.compile(
    r"\bwhat (?:did|have|was) i (?:just )?(?:ask|say|said|writ|asking|saying|type)|\bmy last (?:question|message)",
    re.I,
)
MORE = r"(?:later|earlier|sooner|longer|shorter|more|less|fewer|bigger|larger|smaller|higher|lower|cheaper)"
BEFORE_MORE = (
    r"(?:make it|(?:should|must|has to|needs? to) be|try|rather|a bit|a little|much|somewhat|even|something)"
)
COMPARES = re.compile(
    rf"\b{MORE} than (?:that|this|it)\b|\b{BEFORE_MORE} (?:a (?:bit|little) |much |somewhat )?{MORE}\b|"
    rf"^\W*(?:no|nope|nah)\s?[,.;:-]\W*{MORE}\W*$|\ba {MORE} (?:one|pause|break|hold)\b",
    re.IGNORECASE,
)
CORRECTS = re.compile(
    r"\b(?:wrong|incorrect|a mistake|mistaken|typo)\b|"
    r"\b(?:another|a different|the other|some other) (?:day|date|plan|month|amount|figure|length|volume|size)\b|"
    r"\bnot (?:that|this|the (?:right|correct)) (?:day|date|plan|month|amount|figure|length|volume|size|one)\b|"
    r"\bthat(?:'s| is|s) not (?:right|correct|it|what i)\b|"
    r"\b(?:change|correct|edit|fix|amend|alter|adjust) (?:it|that|this|the|my|something|one|an?)\b(?! mind)",
    re.IGNORECASE,
)
KEEPS = re.compile(
    r"^\W*(?:(?:no|ok|actually|well|then|just|please|oh)\W+)*(?:keep|leave|let) (?:it|that|this|everything|the \w+)\b|"
    r"\bas it (?:is|was)\b|^\W*(?:nothing|none|neither|never ?mind)\W*$",
    re.IGNORECASE,
)
WAITS = re.compile(
    r"^\W*(?:(?:no|ok|yes)\W+)?(?:please )?(?:wait|hold on|hang on|one (?:moment|sec|second|minute)|"
    r"just a (?:sec|moment|minute)|"
    r"(?:i'?m |i am )?not (?:so |quite )?sure|unsure|maybe|perhaps|i don'?t know|idk|dunno|"
    r"let me (?:think|check|ask|see)|(?:i (?:need|have|want) to|i'?ll|i will|i must) think|give me a)\b",
    re.IGNORECASE,
)
GOES_ON = re.compile(r"\b(?:what|how|which|who|where|instead|rather)\b", re.IGNORECASE)
RETURNED = re.compile(
    r"bounc|return|reject|undeliver|not (?:being )?deliver|com(?:e|es|ing) back|blocked|stopped|not sending|"
    r"(?:not|n't|nt) (?:go|get|going|getting) (?:out|through)|stuck",
    re.IGNORECASE,
)
"""Words of someone whose mail does not arrive."""
OTHER_LANGUAGE = re.compile(
    r"[¿¡ßñ]|\b(?:ich|mein|meine|meinen|nicht|bitte|und|möchte|kündigen|rechnung|hola|quiero|mi|factura|gracias|por favor|"
    r"español|hablas|deutsch|français|je|suis|mon|voudrais|bonjour|merci|facture|vous|ciao|vorrei|grazie|"
    r"obrigado|quero|conta|ik|wil|graag|mijn|"
    r"kostet|wie ?viel|pro monat|hallo|ist|der|das|f[uü]r|combien|cu[aá]nto|cuesta|forfait|s'il vous)\b|"
    r"[\u0400-\u04ff\u0590-\u06ff\u0900-\u0dff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]{2,}",
    re.IGNORECASE,
)
SMALL_WORDS = word_set(
    """
    a about actually am an and around at be beginning begin by for from have i i'd i'll i'm id im in
    is it its it's just let's like lets make maybe me my no of oh ok okay on one ones or our per
    please plan prob probably roughly say so sorry start starting take that thats the then there
    think this till to until up us was we we're well were will with would yes you meant mean instead
    month monthly messages emails mails sent sending usually
    """
)
AGREEING = word_set(
    """
    yes yeah yep ok okay sure please pls then thanks thank you do it that this so go ahead for on file claim the request
    submit send now already by me with fine good great i'm im let's lets a lot very much and not why mate sir
    ask them have write
    """
)
PRICING = word_set("how much what whats price prices cost costs pay does do would is")
LEFT_OVER = 1
FOREIGN_WORDS = 2
SHORT = 8


def is_yes(text: str) -> bool:
    """Return whether a message plainly agrees and holds nothing back."""
    if THUMB_UP.match(text) or text.strip(" .!").lower() in COURTESY:
        return True
    rest = LEAD.sub("", text) or text.strip()
    if agreed := YES.match(rest) or YES.match(text.strip()):
        rest = agreed.string
        return not HOLDS_BACK.search(rest, agreed.end())
    agreed = WEAK_YES.match(rest)
    return (
        bool(agreed)
        and set(re.findall(r"[\w']+", rest[agreed.end() :].lower())) <= AGREEING
        and "?" not in rest
    )


def is_no(text: str) -> bool:
    """Return whether a message plainly declines."""
    return bool(THUMB_DOWN.match(text) or NO.match(LEAD.sub("", text)))


def holds_back(text: str) -> bool:
    """Return whether a message that seems to agree does so with a but, or asks for time."""
    rest = LEAD.sub("", text)
    agreed = YES.match(rest) or WEAK_YES.match(rest)
    return waits(text) or bool(HOLDS_BACK.search(rest, agreed.end() if agreed else 0))


def waits(text: str) -> bool:
    """Return whether a message asks for time: "wait", "let me think"."""
    return bool(WAITS.match(text) or WAITS.match(LEAD.sub("", text))) and not GOES_ON.search(text)


def asks_again(text: str) -> bool:
    """Return whether a short message asks to hear the last answer once more."""
    return len(text.split()) <= SHORT and bool(AGAIN.search(text))


def asks_why(text: str) -> bool:
    """Return whether a short message asks how the last figure comes about."""
    return len(text.split()) <= SHORT and bool(WHY.match(text))


def asks_for_what(text: str) -> bool:
    """Return whether a message asks what an answer is needed for: "why do we have to give an end?"."""
    return bool(FOR_WHAT.search(text))


def compares(text: str) -> bool:
    """Return whether a message wants something later, longer or larger than what was told."""
    return len(text.split()) <= SHORT and bool(COMPARES.search(text))


def corrects(text: str) -> bool:
    """Return whether a short message says that something told is wrong, and not what is right."""
    return compares(text) or (len(text.split()) <= SHORT and bool(CORRECTS.search(text)))


def keeps(text: str) -> bool:
    """Return whether a message leaves as it is what was to be changed."""
    return bool(KEEPS.match(text)) or is_no(text)


def recalls(text: str) -> bool:
    """Return whether a customer asks what they said before."""
    return len(text.split()) <= SHORT and bool(RECALL.search(text))


def is_other_language(text: str) -> bool:
    """Return whether a message that nothing was made of looks like another language than English."""
    return bool(OTHER_LANGUAGE.search(text))


def is_plainly_foreign(text: str) -> bool:
    """Return whether a message is in another language whatever it was read as: two words of it at least."""
    return len({word.lower() for word in OTHER_LANGUAGE.findall(text)}) >= FOREIGN_WORDS


def is_bare(turn: Turn, besides: frozenset[str] = frozenset()) -> bool:
    """Return whether a message is nothing but a value: only small words, or words `besides` them, are left."""
    if not turn.entities:
        return False
    text = turn.text
    for found in sorted(turn.entities, key=lambda each: each.get("start", 0), reverse=True):
        if "start" not in found or "end" not in found:
            return True
        text = text[: found["start"]] + " " + text[found["end"] :]
    left = [word for word in re.findall(r"[\w']+", text.lower()) if word not in SMALL_WORDS | besides]
    return len(left) <= LEFT_OVER
