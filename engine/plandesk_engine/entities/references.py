"""REFERENCES: ticket references, e-mail addresses and domains.

A ticket needs a cue ("PD", "ticket", "#"), so that no house number or price becomes one. A
domain needs a known ending; endings that are English words too ("fix this.it") also need a
cue such as "www." or the word "domain" before them, because customers forget spaces.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .expectations import Expectation
from .findings import Entity, found
from .text import Reading
from .vocabulary import words

_TICKET = re.compile(
    r"""(?<![\w])(?:
        pd\s?[-_#:.]?\s?\#?(?P<own>\d{1,9}|(?=[a-z]*\d)(?=\d*[a-z])(?!\d+k\b)[a-z\d]{4,9})
      | (?:tickets?|ref(?:erence)?|tkt)(?:\s?(?:no\.?|number|num\.?|nr\.?|id|is|was|:|\.|-)){0,3}
        \s?\#?\s?(?P<ticket>\d{2,9})
      | (?:case|request|claim|complaint|issue)\s?(?:(?:no\.?|number|num\.?|nr\.?|id|:)\s?\#?|\#)
        \s?(?P<case>\d{2,9})
      | \#\s?(?P<hash>\d{2,9})
    )(?!\w|[.,']\d|\s(?:k|thousand|grand|million|dollars|usd|emails?|messages?|a\smonth)\b|\s?[$€£%])
    """,
    re.VERBOSE,
)
_OTHER_NUMBERS = words("acct account customer client invoice inv bill order po room plan suite unit apt")
_BARE = re.compile(r"(?<![\w.,$€£-])(?:\d{2,9}|\d[a-z\d]{3,8}(?<!k))(?![\w%]|[.,]\d)")
_EMAIL = re.compile(
    r"""(?<![\w.%+-])(?P<name>[\w.%+-]{1,64})
    (?:@|\s?[\[(]\s?at\s?[\])]\s?|\sat\s(?=[\w-]+(?:(?:\.|\sdot\s)[\w-]+)+))
    (?P<host>(?:[\w-]{1,63}(?:\.|\s?[\[(]\s?dot\s?[\])]\s?|\sdot\s)){1,8}[\w-]{2,63})""",
    re.VERBOSE,
)
_DOT = re.compile(r"\s?[\[(]\s?dot\s?[\])]\s?|\sdot\s")
_SPELLED_HOST = re.compile(r"(?<![\w.@-])[\w-]{1,63}(?:(?:\sdot\s|\.)[\w-]{2,63}){1,8}(?!\w)")
_BRACKETS = re.compile(r"[\[(]\s?at")
_WRITE_TO = words("email mail e-mail address write reach contact reply")
_DOMAIN = re.compile(
    r"(?<![\w.@+-])(?P<scheme>https?://)?(?P<host>(?:[\w-]{1,63}\.){1,8}[\w-]{2,63})"
    r"(?::\d{1,5})?(?:/\S*)?(?![@\w])"
)
_CUE = re.compile(
    r"\b(?:domains?|site|website|url|dns|spf|dkim|web|page|homepage|www|host|address|from) "
    r"(?:name |is |of |for |on |at |called |: ?)*$"
)

_SURE = words("""
com org net edu gov mil biz coop museum aero asia jobs travel dev tech blog example test invalid
localhost co uk de fr es pt pl nl dk se fi cz sk hu ro bg hr rs si gr tr ua ru lt lv ee ie ch eu ca
mx br ar cl pe ve uy py bo ec au nz jp cn kr tw hk sg th vn ph pk lk bd np za ng ke gh eg ma tn il ae sa
qa kw jo lb ir iq kz uz ge az mt cy lu li mc ad sm va io ai tv fm cc ws xyz london berlin paris nyc
charity foundation ngo ong
""")
_WORDS_TOO = words("""
is it to in at my so me am be by no as us do id la an info name club shop store online site app pro media
email mobi cat md sh gl ag im pm re st tk world life live news today team works center company agency
church school band farm garden restaurant cafe hotel
""")


def read_references(reading: Reading, expected: Expectation) -> Iterator[Entity]:
    """Yield every reference in `reading`, and close what it stood on."""
    if "@" in reading.open or " at " in reading.open or "at)" in reading.open or "at]" in reading.open:
        yield from _emails(reading, expected)
    if "." in reading.open:
        yield from _domains(reading, expected)
    if expected.kind == "domain" and " dot " in reading.open:
        for match in _SPELLED_HOST.finditer(reading.open):
            if is_domain(host := _DOT.sub(".", match.group()), sure=True):
                yield found(reading, "domain", host.removeprefix("www."), *match.span())
                reading.close(*match.span())
    yield from _tickets(reading, expected)


def _emails(reading: Reading, expected: Expectation) -> Iterator[Entity]:
    for match in _EMAIL.finditer(reading.open):
        start, name = match.start(), match["name"].lstrip(".-+%")
        start += len(match["name"]) - len(name)
        host = _DOT.sub(".", match["host"])
        spelled_out = "@" not in match.group() and not _BRACKETS.search(match.group())
        if spelled_out and expected.kind != "email" and not _WRITE_TO.intersection(reading.before(start, 5)):
            continue
        if name and not name.endswith(".") and ".." not in name and is_domain(host, sure=True):
            yield found(reading, "email", f"{name}@{host}", start, match.end())
            reading.close(match.start(), match.end())
        elif "@" in match.group():
            reading.close(match.start(), match.end())


def _domains(reading: Reading, expected: Expectation) -> Iterator[Entity]:
    for match in _DOMAIN.finditer(reading.open):
        host, start = match["host"], match.start("host")
        typed_ending = reading.text[start : match.end("host")].rpartition(".")[2]
        sure = bool(match["scheme"]) or host.startswith("www.") or expected.kind in ("domain", "email")
        sure = sure or bool(_CUE.search(reading.folded, max(0, start - 40), start))
        if not is_domain(host, sure=sure and not (typed_ending.istitle() and not match["scheme"])):
            continue
        yield found(reading, "domain", host.removeprefix("www."), start, match.end("host"))
        reading.close(match.start(), match.end())


def is_domain(host: str, *, sure: bool) -> bool:
    """Tell whether `host` can be a domain; `sure` accepts endings that are English words."""
    labels = host.split(".")
    ending = labels[-1]
    if any(not label or label[0] in "-_" or label[-1] in "-_" or "_" in label for label in labels):
        return False
    if len(labels[0]) == 1 and len(labels) == 2 and ending not in ("com", "org", "net"):
        return False
    if ending.startswith("xn--") or not ending.isascii():
        return ending.replace("-", "").isalnum() and not ending.isdigit()
    return ending in _SURE or (ending in _WORDS_TOO and (sure or len(labels) > 2))


def _tickets(reading: Reading, expected: Expectation) -> Iterator[Entity]:
    for match in _TICKET.finditer(reading.open):
        if match["hash"] and next(reading.before(match.start(), 1), "") in _OTHER_NUMBERS:
            continue
        digits = match["own"] or match["ticket"] or match["case"] or match["hash"]
        yield found(reading, "ticket", f"PD-{digits.upper()}", *match.span())
        reading.close(*match.span())
    if expected.kind == "ticket":
        for match in _BARE.finditer(reading.open):
            yield found(reading, "ticket", f"PD-{match.group().upper()}", *match.span())
            reading.close(*match.span())
