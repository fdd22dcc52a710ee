"""What the training examples are: how many an intent, and how many of a request's own name its own keyword.

A model that hears "upgrade" only where "upgrade" is written has learnt a word, not a wish: fewer than half of a request's
examples may contain its keyword.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from plandesk_engine.examples import Example
from plandesk_engine.report.lines import OUTSIDE, share

ACTS = (
    "affirm", "bot_challenge", "change_answer", "deny", "goodbye", "greet", "help", "stop_request", "thank",
)  # fmt: skip

KEYWORDS = {
    "upgrade_plan": "upgrad",
    "downgrade_plan": "downgrad",
    "pause_plan": "paus",
    "cancel_plan": "cancel",
    "claim_spike": "spike|claim|protection",
    "enable_overage": "overage",
    "ask_plan_advice": "advi[cs]|recommend",
    "ask_over_quota": "quota|limit",
    "ask_overage_charge": "overage",
    "ask_spike_policy": "spike|protection",
    "ask_upgrade_requirements": "require|upgrad",
    "check_account": "account",
    "ticket_status": "ticket|status",
    "billing_dispute": "disput",
    "technical_problem": "technical|problem",
    "talk_to_human": "human|person",
}
"""The words of each request's own name, as the beginnings of words in lower case."""


class NoKeyword(ValueError):
    """A request has no keyword to be measured by."""

    def __init__(self, intent: str) -> None:
        super().__init__(
            f"{intent} has no keyword. Add it to KEYWORDS in plandesk_engine/report/training.py."
        )


def is_request(intent: str) -> bool:
    """Return whether the intent asks for something, rather than being an act in between or none of ours."""
    return intent not in ACTS and intent != OUTSIDE


def table(examples: Iterable[Example], development: Iterable[str]) -> list[dict[str, Any]]:
    """Return for each intent its examples, its development lines, and the share of examples with its keyword."""
    texts = defaultdict(list)
    for text, intent in examples:
        texts[intent].append(text)
    held_back = Counter(development)
    return [
        {
            "intent": intent,
            "examples": len(texts[intent]),
            "lines": held_back[intent],
            "own_keyword": with_keyword(texts[intent], intent) if is_request(intent) else None,
        }
        for intent in sorted({*texts, *held_back})
    ]


def learnt_lines(examples: Iterable[Example], lines: Iterable[str]) -> list[str]:
    """Return the lines that are training examples, but for capitals, marks and spaces."""
    known = {_bare(text) for text, _ in examples}
    return [line for line in lines if _bare(line) in known]


def _bare(text: str) -> str:
    """Return the words of a text in small letters; a text without any, such as a smiley, stays as it is."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()


def with_keyword(texts: list[str], intent: str) -> float:
    """Return the share of `texts` that contain the intent's own keyword, or raise `NoKeyword`."""
    if intent not in KEYWORDS:
        raise NoKeyword(intent)
    keyword = re.compile(rf"\b(?:{KEYWORDS[intent]})", re.IGNORECASE)
    return share(sum(bool(keyword.search(text)) for text in texts), len(texts))
