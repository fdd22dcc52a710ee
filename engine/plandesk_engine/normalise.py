"""One spelling for the eye and for the encoder: what a customer typed, without what cannot be seen.

Only what the models read is changed. The customer's own words are stored and shown as they came.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
_SPACES = re.compile(r"\s+")
_MARKS = re.compile(
    r"([\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{2})[\u0300-\u036f\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)
_SIGNS = {
    "👍": "yes",
    "👌": "ok",
    "✅": "yes",
    "✔": "yes",
    "👎": "no",
    "❌": "no",
    "🙏": "thanks",
    "👋": "hello",
}
"""Signs that stand for a word; the encoder knows no picture."""
_SIGN = re.compile("[" + "".join(_SIGNS) + "]")
_COMMAND = re.compile(r"^[\s/\\]+")


def plain(text: str) -> str:
    """Return `text` in compatibility form, without control or invisible characters, at most `LONGEST` long.

    A leading slash is dropped: `/help` means "help", and `/cancel_plan{...}` is only odd wording.
    """
    text = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST]
    text = "".join(" " if unicodedata.category(one) in _INVISIBLE else one for one in text)
    text = _SIGN.sub(lambda found: f" {_SIGNS[found.group()]} ", text)
    text = _SPACES.sub(" ", _MARKS.sub(r"\1", text)).strip()[:LONGEST]
    return _COMMAND.sub("", text) or text
