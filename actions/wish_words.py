"""WISH WORDS: the words by which a wish that no request covers is known; exact, so that no request is taken for one."""

from __future__ import annotations

import re
from dataclasses import dataclass

WITHIN = 24
"""How many letters may stand between two words that belong together."""


def near(*groups: str, within: int = WITHIN) -> str:
    """Return a pattern of words of these groups in this order, near each other in one sentence."""
    gap = rf"\b[^.?!]{{0,{within}}}\b"
    return r"\b" + gap.join(f"(?:{group})" for group in groups) + r"\b"


def words(*groups: str) -> str:
    """Return a pattern of one of these words or phrases."""
    return rf"\b(?:{'|'.join(groups)})\b"


@dataclass(frozen=True, slots=True)
class Wish:
    """A wish by its words; `about` is what the team is asked, None where the answer is enough.

    The response is `utter_wish_<name>`. `open` says whether it is heard with a request open (True), without (False), or
    both (None); `loops` are the only forms it is heard in.
    """

    name: str
    pattern: re.Pattern[str]
    about: str | None = None
    open: bool | None = None
    loops: tuple[str, ...] = ()


def _wish(
    name: str,
    *patterns: str,
    about: str | None = None,
    open: bool | None = None,
    loops: tuple[str, ...] = (),
) -> Wish:
    return Wish(name, re.compile("|".join(patterns), re.IGNORECASE), about, open, loops)


_WE = "i|we|you|they|it|this|that|he|she"
_IT = "it|this|that|them|these|such"
_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december|christmas|xmas"
)
_ONE_MONTH = (
    rf"(?:only|just)(?: for| in)? (?:one|a single|1|this|next|{_MONTHS})|for (?:one|a single|1) month only"
)
_ASKS = "can|could|may|shall|is it possible|am i able|are we able"
_DATA = "data|contacts|lists|(?:my|our) list|templates|subscribers|statistics|history|archive"
_PERSON = "colleagues?|co-?workers?|team ?mates?|users?|employees?|assistant|accountant|another (?:person|login|user)"
_PAY_BY = (
    "credit card|debit card|card|payment (?:method|details)|bank (?:account|details)|direct debit|paypal"
)
_DETAILS = (
    "e-?mail address|billing (?:address|e-?mail|contact)|company name|(?:our|my) address|phone number|"
    "vat (?:number|id)|domain"
)
_FILED = r"request|ticket|claim|pd-?\s?\w+|what i (?:just )?filed"
_LATER = "later|again|afterwards|early|earlier|short|shorter|sooner|at any time|any ?time|whenever|next month"
_CHANGES = (
    "extend|shorten|cut|undo|change|switch|turn|reverse|go back|downgrade|upgrade|stop|end|withdraw|cancel|"
    "come back|resume|make"
)

WISHES: tuple[Wish, ...] = (
    _wish(
        "option_off",
        near("switch|turn|take|put|get", "overage", "off"),
        near("(?:switch|turn) off", "overage", within=16),
        near(
            "disable|deactivate|remove|cancel|get rid of|opt out of", "overage(?: option| thing)?", within=12
        ),
        near("(?:don'?t|do not|no longer) (?:want|need)", "overage (?:option|thing)", within=8),
        about="asks to have the overage option switched off",
    ),
    _wish(
        "prevent",
        near(rf"(?:prevent|avoid|stop) (?:{_IT}|another)", "again|happening|future|next|bill|charge"),
        near(rf"how (?:can|do|could) (?:i|we) (?:prevent|avoid) (?:{_IT}|overage)"),
        near("is|will|can|could|does", "it|this|that", "(?:happen|come) again", within=14),
        near("make sure", _IT, "never|doesn'?t|does not|won'?t", within=8),
        about="asks to have the overage option switched off, so that no such bill can come again",
    ),
    _wish(
        "invoice_copy",
        near("copy|copies|pdf|print", "invoices?|receipts?|bills?"),
        near("invoices?|receipts?", "copy|copies|pdf", within=20),
        near("(?:send|email|mail|resend|forward) (?:me|us)", "invoices?|receipts?", within=20),
        about="asks for a copy of an invoice",
    ),
    _wish(
        "payment",
        near("change|update|replace|new|another|different|expired|add|remove", _PAY_BY)
        + "(?! (?:was|is) charged)",
        near("pay (?:by|with|via|per)", "paypal|invoice|wire|transfer|check|cheque|sepa|card", within=14),
        near("my card", "expired|expires|changed", within=8),
        about="asks to change how they pay",
    ),
    _wish(
        "access",
        near("add|invite|remove|give", _PERSON, within=20),
        near("second|another|additional|more|extra", "users?|logins?|seats?", within=3),
        about="asks to have another person given access to the account",
    ),
    _wish(
        "details",
        near("change|update|correct", _DETAILS, within=16),
        near("we (?:have )?moved", "address|office", within=20),
        about="asks to change the details of the account",
    ),
    _wish(
        "data",
        near("what (?:happens|will happen|becomes|about|happen)", _DATA, within=20),
        near("lose|deleted?|deletes|keep|kept|export|saved?|gone|erased?|get back", _DATA, within=20),
        near(_DATA, "lost|deleted|kept|gone|saved|stay|erased|remain"),
        about="asks what happens to their data",
    ),
    _wish(
        "notice",
        words("notice period", "period of notice", "how much notice", "locked in", "lock-in"),
        near("notice", "cancel", within=16),
        near("minimum|contract", "term|period|duration|length", within=3),
        near("am|are", "i|we", "bound|tied", within=3),
        about="asks whether there is a notice period",
    ),
    _wish(
        "resume_account",
        near(
            "resume|unpause|un-pause|reactivate|re-activate|reopen|unfreeze",
            "account|plan|us|sending|service|it",
        ),
        near("end|lift|stop|finish", "(?:the|my|our) (?:pause|hold|break)", within=4),
        near(
            "paused|on hold",
            "start again|active again|back on|send again|sending again|running again|resume",
            within=40,
        ),
        about="asks to have the account started again",
        open=False,
    ),
    _wish(
        "one_month",
        near(
            "bigger|more|higher|larger|extra|increase|upgrade|limit|need (?:it|this|that)|\\d+k?", _ONE_MONTH
        ),
        near(_ONE_MONTH, "need|bigger|more|and (?:then )?back|then back", within=12),
        near("(?:only|just) (?:need|want)", "(?:this|one|next|a) month", within=12),
        near("temporar(?:y|ily)", "limit|more|increase|upgrade|bigger|volume", within=20),
        near("upgrade|increase|limit|bigger", "temporar(?:y|ily)", within=16),
    ),
    _wish(
        "discount",
        words(
            "discounts?",
            "coupons?",
            "promo(?:tion)? codes?",
            "special (?:price|offer|deal)",
        ),
        near("pay|billed|billing|paying|plan|price", "yearly|annually|annual|per year|a year", within=12),
        near("yearly|annual", "plan|billing|payment|prices?", within=3),
        near("non-?profits?|charity", "price|rate", within=20),
        about="asks for a discount or for other terms of payment",
    ),
    _wish(
        "exception",
        words("an? exception", "bend the rules?"),
        near("that|this|it|thats|its", "not fair|unfair", within=12),
        about="asks for an exception",
        open=False,
    ),
    _wish(
        "due",
        near("when (?:do|must|should|is)", "pay|payment|due", within=14),
        words("due date", "due (?:on|by)", "have to pay (?:it|this|that|the bill)"),
        near("(?:do|must|should|shall) (?:i|we)", "pay", "now|meanwhile|or not|first|yet|already", within=16),
        about="asks when the bill has to be paid, and whether to wait with it",
    ),
    _wish(
        "money_back",
        near("money|cash|payment|refund(?:ed)?", "or (?:a |as )?credit"),
        words("credit or", "(?:i|we)(?:'ve| have)? already paid", "what if (?:i|we)(?:'ve| have)? paid"),
        near("how (?:do|will|would) (?:i|we) (?:get|receive)", "money|credit|refund|adjustment", within=10),
    ),
    _wish(
        "how_long",
        near(
            "how (?:long|fast|quick(?:ly)?|soon)",
            "takes?|until|till|review|before|answer|wait",
            within=14,
        ),
        near(
            f"when (?:do|will|can|should|are|would) (?:{_WE})",
            "hear|answer|reply|news|respond|get back|decide|write",
        ),
        near("when (?:they|you)", "(?:will )?(?:answer|reply|write|respond|contact) (?:me|us)", within=10),
        near("when (?:will|does|is) (?:it|that|this)", "done|ready|on|active|approved|decided", within=6),
    ),
    _wish(
        "what_happens",
        near(
            "what (?:happens|comes|will happen|happen)",
            "next|then|now|after(?:wards)?|say|file|confirm|press",
            within=10,
        ),
        near("who", "decides|handles|checks|reviews|will decide|approves", within=3),
    ),
    _wish(
        "withdraw",
        near("cancel|withdraw|revoke|undo|take back|retract|call off|drop", _FILED, within=14),
        near(f"(?:{_ASKS}) (?:i|we|you)", "undo|withdraw|revoke|retract|reverse", "it|that|this", within=8),
        about="wants to withdraw",
        open=False,
    ),
    _wish(
        "change_filed",
        near("change|correct|move", "the|my|our", "end|start|begin|dates?|day|month|plan", "to", within=14),
        near("change|correct", "(?:the|my|our) (?:request|ticket|pd-?\\w+)", within=8),
        about="wants to change",
        open=False,
    ),
    _wish(
        "later_change",
        near(_ASKS, _CHANGES, _LATER),
        near(f"(?:{_ASKS}) (?:i|we)", "undo|withdraw|revoke|reverse", "it|that|this", within=8),
        near("what if (?:i|we)", "earlier|early|sooner|before|later|my mind", within=30),
    ),
    _wish(
        "projection",
        near("what|which|how|where|never|no", "projections?", within=30),
    ),
    _wish(
        "chances",
        near("what are|any|are there", "chances?|odds", within=5),
        near(
            "will (?:they|he|she|your team|the team)",
            "say yes|accept|agree|approve|do (?:it|that)|grant",
            within=8,
        ),
    ),
    _wish(
        "file_anyway",
        near(
            f"(?:{_ASKS}) (?:i|we|you)",
            "file|upgrade|request|submit",
            "any ?way|already|now|without",
            within=10,
        ),
        open=True,
        loops=("upgrade_form",),
    ),
    _wish(
        "waiting",
        near("price|costs?|pay|charged|cheaper|save|difference", "wait|waiting|start|later", "next month"),
        near("wait|waiting|start|upgrade|change|begin", "next month", within=12),
        words(r"pro-?rat\w+"),
        near("full|whole|half|part of the", "price|month|amount", "this month|already|middle"),
        loops=("upgrade_form",),
    ),
    _wish(
        "pause_cost",
        words("costs?", "pay", "charged?", "billed?", "price", "free"),
        open=True,
        loops=("pause_form",),
    ),
    _wish(
        "cancel_cost",
        words(
            "costs?", "pay", "fees?", "charged?", "billed?", "price", "penalty", r"refund\w*", "money back"
        ),
        open=True,
        loops=("cancel_form",),
    ),
    _wish(
        "written",
        near("want|need|get|have|send", "written|in writing|paper|confirmation", within=14),
        near(
            "send|e-?mail|mail",
            "me|us",
            "an? (?:e-?mail|mail|summary|transcript)|(?:all )?(?:of )?this",
            within=3,
        ),
    ),
    _wish(
        "hours",
        near("opening|office|business|working|support", "hours", within=3),
        near("work|open|there|available|reachable", "weekends?|saturdays?|sundays?|at night|24/7", within=12),
        near("what time (?:do|are)|when (?:are|do)", "you|they", "open|work|close|there", within=3),
    ),
    _wish(
        "addendum",
        near(
            r"(?<![\w ])(?:please |pls |and |also |can you )*(?:add|mention|note|tell (?:them|the team|your team))",
            "that",
            within=10,
        ),
        about="adds to a request",
        open=False,
    ),
    _wish(
        "sign_up",
        words(
            "sign up", "signup", "open an account", "become a customer", "new account", "create an account"
        ),
        open=False,
    ),
    _wish(
        "refunds",
        near("(?:do|does|would) you", "offer|give|do|make|have", "refunds?", within=5),
        near("refund", "policy|rules?", within=3),
    ),
    _wish(
        "records",
        near("what (?:is|are|does|means?)|whats|what's|explain|never heard of", "dkim|spf|dns", within=14),
        near(
            "how (?:do|can|to|would)",
            "set|install|add|create|configure",
            "up|it|that|them|dkim|spf|records?|dns",
            within=14,
        ),
        near("(?:can|could|will) you", "set|do|add", "it|that|this|them|dkim|spf", within=3),
        near("why (?:do|must|should) (?:i|we)", "need|have|set up", "it|that|this|dkim|spf|them", within=6),
    ),
    _wish(
        "trial",
        near("(?:in|during|for|after) (?:my|our|the)", "trial", within=6),
        near("trial", "was|is|month", within=3),
        near("is there|do you (?:have|offer)|can i get|how long is|you said", "trial", within=12),
        near("try|test", "it|you|this|that", "first|for free", within=5),
    ),
    _wish(
        "overage_word",
        r"^\W*(?:and |but |so |ok )*(?:what(?:'s|s| is| does| means?)|explain|define)(?: the| this| that)? (?:word )?overage"
        r"(?: mean(?:s|ing)?| thing| even| exactly)*\W*$",
    ),
)
