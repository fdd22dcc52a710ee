"""FACTS: short questions around plans that one sentence settles, or that are plainly not in our records.

Each pattern takes the words of a question, whatever it was read as: such questions resemble many requests and are none.
"""

from __future__ import annotations

import re

from actions.turn import Turn

LONGEST = 16
_ASKED = r"\b(?:is|are|do|does|can|could|may|will|would|what|which|how|when|if)\b[^.!?]*"
FACTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "utter_fact_list_size",
        re.compile(
            r"\b(?:price|priced|pricing|costs?|pay|charged?|depends?|matters?|counts?)\b[^.!?\d]*"
            r"\b(?:subscribers|contacts|recipients|list size|size of (?:my|our|the) list)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_fact_trial",
        re.compile(
            r"\b(?:is there|do you (?:have|offer|do)|can (?:i|we) (?:get|have|try))\b[^.!?\d]*\btrial\b"
            r"|\bwhat (?:happens|comes|do (?:i|we) pay) (?:after|when|once) (?:the|my|our) (?:free )?trial\b"
            r"|^\W*free trial\W*$",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_fact_discount",
        re.compile(
            r"\b(?:any|have|offer|get|give|got|for|is there an?|are there) (?:\w+ ){0,2}"
            r"(?:discounts?|coupons?|promo(?:tion|s| codes?)?)\b"
            r"|\bcheaper (?:if|when) (?:i|we) (?:pay|pre-?pay|sign)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_fact_per_month",
        re.compile(
            r"\b(?:per|a|by the) (?:month|year) or (?:per |a |by the )?(?:month|year)\b"
            r"|\b(?:monthly|yearly|annual(?:ly)?) or (?:monthly|yearly|annual(?:ly)?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_fact_tax",
        re.compile(
            rf"{_ASKED}\b(?:(?:with|without|plus|incl\w*|before|after) (?:the )?(?:sales )?(?:tax(?:es)?|vat)|"
            r"(?:tax(?:es)?|vat) (?:incl\w*|extra|on top)|add (?:tax|vat))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_fact_payment",
        re.compile(
            r"\b(?:can|could|may|how (?:can|do)) (?:i|we) pay (?:by|with|via|through|on) \w+"
            r"|\b(?:do you (?:take|accept)|can (?:i|we) use) (?:an? )?"
            r"(?:cards?|credit cards?|paypal|cheques?|checks?|bank \w+)\b"
            r"|\bwhat (?:payment methods|ways (?:to|of) pay\w*)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_fact_hours",
        re.compile(
            r"\b(?:what|which) (?:hours?|times?)\b[^.!?]*\b(?:call|ring|phone|reach|open)\b"
            r"|\b(?:opening|office|phone|business) hours\b|\bwhen (?:can|may|could) (?:i|we) (?:call|ring|phone)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_fact_how_long",
        re.compile(
            r"^\W*(?:(?:and|ok|so|but|then)\W+)*how (?:long|soon|fast|quickly) (?:will|would|does|do) "
            r"(?:it|that|this|they|you|the team|a request|the review) (?:all |usually |normally )?"
            r"(?:take|be|need|answer|reply|decide)\b(?! (?:me|to (?:send|deliver)))",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_fact_other_customers",
        re.compile(
            r"\b(?:your|other|which|how many|all|any) (?:(?:your|other|of your|biggest|largest|the) )*"
            r"(?:customers?|clients?|companies)\b[^.!?]*"
            r"(?:\b(?:had|have|has|do you have|pay|pays|paid|claim\w*|get|gets|use|uses|are there|spend)\b|\W*$)"
            r"|\b(?:is|are) \S+ (?:also )?(?:a |one of your )(?:customers?|clients?)(?: of yours)?\b",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_fact_sign_up",
        re.compile(
            rf"{_ASKED}\b(?:sign(?:ing)? up|open an? (?:new )?account|become a customer|get started|create an account)\b"
            r"|\b(?:sign(?:ing)? up|open an? (?:new )?account|become a customer)\b[^!]*\bhow\b",
            re.IGNORECASE,
        ),
    ),
)
SIGN_IN = re.compile(
    r"\b(?:how|where) (?:do|can|could|should|to|would) ?(?:i|we)? (?:sign|log) ?(?:in|on)\b", re.IGNORECASE
)


def fact_for(turn: Turn) -> str | None:
    """Return the response that settles a short question of this kind, or None."""
    if len(turn.text.split()) > LONGEST:
        return None
    if turn.account_id is None and SIGN_IN.search(turn.text):
        return "utter_fact_sign_in"
    return next((response for response, pattern in FACTS if pattern.search(turn.text)), None)
