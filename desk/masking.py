"""MASKING: what nobody should have typed into a chat is taken out before it is kept anywhere.

Card numbers, passwords, and keys that open something. It errs towards the customer's figures: "28000 31000 29000"
is usage, "my password is not working" gives nothing away.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

CARD, PASSWORD, KEY = "card number", "password", "key"
_RUN = re.compile(r"(?<![\w,+])\d+(?:[ \u00a0.\u2010-\u2015-]\d+)*(?![\w]|,\d)")
_GROUPINGS = {
    (4, 4, 4, 4, 3), (4, 4, 4, 4, 2), (4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 5), (6, 13), (8, 8), (1,) * 16, (1,) * 15,
    *((length,) for length in range(13, 20)),
}  # fmt: skip
_WIDEST = max(map(len, _GROUPINGS))

_NAMED = r"(?:pass ?words?|pass ?phrases?|pass ?codes?|passwd|pwd|pw)"
_QUOTED = r"\"[^\"\n]{1,200}\"|'[^'\n]{1,200}'|“[^”\n]{1,200}”|`[^`\n]{1,200}`"
_PASSWORD = re.compile(
    rf"(?<![\w-])(?P<name>{_NAMED})(?P<link>\s*(?:=>|->|[:=])\s*|\s+(?:is|was)\s*[:=]?\s+|\s+)"
    rf"(?P<value>{_QUOTED}|[^\s\"“]\S{{0,199}})",
    re.IGNORECASE,
)
_SAID = re.compile(
    "a|about|again|all|also|always|an|and|any|at|bad|being|by|case|correct|different|does|dont|down|empty|fails|fine|"
    "for|gone|good|has|here|i|if|in|it|its|just|know|long|longer|lost|manager|missing|my|needed|never|new|no|not|"
    "now|of|ok|okay|old|on|only|or|our|out|page|please|policy|right|same|secret|secure|short|so|still|strong|safe|"
    "that|the|their|there|they|this|to|too|unknown|valid|invalid|very|was|we|weak|what|when|where|with|working|"
    "wrong|incorrect|yes|you|your|link|reset|resets|change|changes|rules|screen|form|field|box|protected|recovery|"
    "is|was|isnt|wasnt|but|because|cannot|cant|could|should|would|will|wont|hint|prompt|\\w+(?:ed|ing|ly)",
    re.IGNORECASE,
)

_KEY = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    r"|(?<![\w-])(?:"
    r"eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*"
    r"|(?:[sprw]k|rk|whsec|pat|key|api|token)[_-](?:live[_-]|test[_-]|proj-|ant-)?[A-Za-z0-9_-]{16,}"
    r"|SG\.[\w-]{10,}\.[\w-]{10,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}"
    r"|xox[abeoprs]-[\w-]{10,}|A[KS]IA[0-9A-Z]{16}|AIza[\w-]{30,}|ya29\.[\w-]{20,}"
    r"|(?=[A-Za-z_-]*\d)(?=[\d_-]*[A-Za-z])[A-Za-z0-9_-]{32,}"
    r")(?![\w-])",
    re.DOTALL,
)
_NAMED_KEY = re.compile(
    r"(?<![\w-])(?P<name>(?:api|access|secret|private|auth|client|smtp|account)[ _-]?(?:key|token|secret)s?"
    r"|bearer|token|secret)"
    r"(?P<link>\s*(?:=>|->|[:=])\s*|\s+(?:is|was)\s*:?\s+|\s+)(?P<value>[^\s\"']{8,500}|\"[^\"\n]{8,}\"|'[^'\n]{8,}')",
    re.IGNORECASE,
)
_IN_URL = re.compile(r"(?P<start>\b[a-z][a-z0-9+.-]*://[^\s/:@]+:)(?P<value>[^\s/@]+)(?=@)", re.IGNORECASE)


@dataclass(frozen=True)
class Masked:
    """A text without its secrets, and which kinds of secret were in it."""

    text: str
    kinds: tuple[str, ...] = ()


def mask(text: str) -> Masked:
    """Return `text` with every card number, password and key replaced by a word that says what was there."""
    kinds: list[str] = []

    def removed(kind: str) -> str:
        if kind not in kinds:
            kinds.append(kind)
        return f"[{kind} removed]"

    def replace(pattern: re.Pattern[str], kind: str, is_secret: Callable[[re.Match[str]], bool]) -> None:
        nonlocal text
        text = pattern.sub(lambda found: _kept(found) + removed(kind) if is_secret(found) else found[0], text)

    replace(_KEY, KEY, lambda found: True)
    replace(_IN_URL, PASSWORD, lambda found: True)
    replace(_NAMED_KEY, KEY, _is_key)
    replace(_PASSWORD, PASSWORD, _is_password)
    text = _RUN.sub(lambda found: _without_cards(found[0], removed), text)
    return Masked(text, tuple(kinds))


def is_card(text: str) -> bool:
    """Return whether the digits in `text` have a card's length, first digit and check digit."""
    digits = [int(character) for character in text if character.isdecimal()]
    if not 13 <= len(digits) <= 19 or digits[0] not in (2, 3, 4, 5, 6) or len(set(digits)) == 1:
        return False
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def _without_cards(run: str, removed: Callable[[str], str]) -> str:
    """Return a run of digit groups without the cards in it: the usual groupings, never just any figures in a row."""
    groups = list(re.finditer(r"\d+", run))
    kept, done, at = "", 0, 0
    while at < len(groups):
        for width in range(min(_WIDEST, len(groups) - at), 0, -1):
            found = groups[at : at + width]
            start, end = found[0].start(), found[-1].end()
            if tuple(len(group[0]) for group in found) in _GROUPINGS and is_card(run[start:end]):
                kept, done, at = kept + run[done:start] + removed(CARD), end, at + width
                break
        else:
            at += 1
    return kept + run[done:]


def _kept(found: re.Match[str]) -> str:
    """Return what stands before the secret and says what it is; it stays."""
    return found[0][: found.start("value") - found.start()] if "value" in found.re.groupindex else ""


def _is_password(found: re.Match[str]) -> bool:
    value, link = found["value"], found["link"].strip()
    if value.startswith(("[", "(")) or value[0] in "\"'“`":
        return not value.startswith(("[", "("))
    bare = value.strip(".,;:!?")
    if any(sign in link for sign in ":=>"):
        return bool(bare)
    if _has_digit_and_letter(bare):
        return True
    if not link:
        return False
    return bool(bare) and not _SAID.fullmatch(bare.replace("'", "").replace("’", ""))


def _is_key(found: re.Match[str]) -> bool:
    value = found["value"].strip("\"'")
    return not value.startswith("[") and _has_digit_and_letter(value)


def _has_digit_and_letter(text: str) -> bool:
    return any(c.isdigit() for c in text) and any(c.isalpha() for c in text)
