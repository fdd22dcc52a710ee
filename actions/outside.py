"""OUTSIDE: which neighbouring subject a message that is not ours is about, so that the answer fits it."""

from __future__ import annotations

import re

_MAIL = r"(?:newsletters?|e-?mails?|mailings?|campaigns?|subject lines?|templates?)"
_OTHERS = (
    r"vodafone|telekom|comcast|verizon|netflix|spotify|disney|hulu|amazon|aws|azure|google|paypal|electric(?:ity)?|gas|"
    r"water|energy|power|phone|mobile|internet|broadband|wifi|cable|hospital|dentist|council|credit card|insurance|"
    r"parking|heating|gym|doctor['’]?s?|vet['’]?s?|plumber['’]?s?"
)
_PAPER = r"bills?|invoices?|subscription|contract|tariff|plan|statement"
_OTHER_BILL = re.compile(
    rf"\b(?:{_OTHERS}) (?:{_PAPER})\b|\b(?:{_PAPER}) (?:from|by|with|of|at) (?:my |the |our )?(?:{_OTHERS})\b",
    re.IGNORECASE,
)
_OURS = re.compile(r"\b(?:overage|messages|e-?mails?|mailings?|quota|pd-\w+)\b", re.IGNORECASE)
SUBJECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("utter_outside_other_bill", _OTHER_BILL),
    (
        "utter_outside_marketing",
        re.compile(
            rf"\b(?:write|draft|design|proofread|improve|suggest|create|translate|review|ideas? for|tips? (?:for|on)|"
            rf"good|better|best|catchy)\b[^.?!]*\b{_MAIL}\b"
            rf"|\bhow (?:do|can|could|should|to|would)\b[^.?!]*\b{_MAIL}\b"
            r"|\b(?:open rates?|click(?:-through)? rates?|marketing|seo|audience|segment\w*|a/?b test\w*|mailing list|"
            r"more (?:subscribers|readers|customers|followers)|copywrit\w+|best (?:time|day) to send|"
            r"social media|advertis\w+)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_outside_product",
        re.compile(
            r"\b(?:sms|text messages|whatsapp|web ?sites?|hosting|web shop|domain names?|crm|outlook|gmail account|"
            r"phone plans?|"
            r"mailbox(?:es)?|inbox|calendar|app|plugin|wordpress|shopify|printer|laptop|iphone|android|router|t-?shirts?|"
            r"shoes|vouchers?|gift cards?|parcels?|delivery|package|order number)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_outside_law",
        re.compile(
            r"\b(?:gdpr|privacy (?:law|policy|rules)|lawyers?|legal(?:ly)?|sue|lawsuit|data protection|tax law|court|"
            r"copyright)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "utter_outside_business",
        re.compile(
            r"\b(?:jobs?|vacanc\w+|hiring|career|internship|my cv|partnership|sponsor\w*|affiliate|invest\w*|backlinks?|"
            r"guest post|our (?:agency|services) (?:can|could|offer))\b",
            re.IGNORECASE,
        ),
    ),
)


def sentence_for(text: str) -> str | None:
    """Return the response that fits a message which is not ours, or None when it is about nothing near."""
    return next((response for response, pattern in SUBJECTS if pattern.search(text)), None)


def is_other_bill(text: str) -> bool:
    """Return whether a message plainly speaks of another company's bill or contract, and of nothing of ours."""
    return bool(_OTHER_BILL.search(text)) and not _OURS.search(text)
