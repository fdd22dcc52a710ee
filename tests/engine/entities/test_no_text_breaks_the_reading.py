"""Whatever is typed: no exception, sound spans, the same reading twice, and in linear time."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from plandesk_engine.entities import extract

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
EXPECTS = st.sampled_from(
    [None, "plan_volume", "plan_volume_to", "volume", "amount", "date", "date_until", "date_received",
     "duration", "ticket", "domain", "email", "nothing we know"]
)  # fmt: skip
ZONES = st.sampled_from(["UTC", "America/New_York", "Asia/Tokyo", "Australia/Sydney", "", "x\x00y"])
WORDS = """
from to until the of in on and a an half end mid next last this may march Jan feb 3rd 31st 30 2027 3/4/2027
45k $5 $ € 5,000.00 1.234,56 45.000 thousand million grand hundred forty-five two month months weeks year ago
- -5 % pd #1042 ticket 12 a@b.com foo.example www. https:// it. 1e400 , . ! ? emails plan sent charged
over summer for 0 tomorrow friday Christmas new year eom ٤٥ ４５ . '27 first of twenty-first bill received
since
"""
PIECES = st.sampled_from([*WORDS.split(), "\n", " ", ""])
SENTENCES = st.lists(PIECES, max_size=25).map(" ".join) | st.lists(PIECES, max_size=25).map("".join)
KINDS = {"plan_volume", "volume", "amount", "date", "duration", "ticket", "domain", "email", "absurd"}


def _check(text: str, entities: list[dict]) -> None:
    end = 0
    for entity in entities:
        assert entity["entity"] in KINDS
        assert end <= entity["start"] < entity["end"] <= len(text)
        assert entity["text"] == text[entity["start"] : entity["end"]]
        assert isinstance(entity["value"], int if entity["entity"] in ("plan_volume", "volume") else str)
        assert ("reason" in entity) == (entity["entity"] == "absurd")
        end = entity["end"]


@settings(max_examples=400, deadline=None)
@given(st.text(max_size=200), EXPECTS, ZONES)
@example("\ud800 45k", None, "UTC")
@example("\x0145k\x01", None, "UTC")
@example("İ 45k ﬁ ½ Ⅳ", None, "UTC")
@example("5" + "\u0301" * 50 + "k", "plan_volume", "UTC")
@example("\u202e45k", None, "UTC")
@example("²³ emails ①", "volume", "UTC")
def test_any_text_is_read_without_an_error(text, expects, zone):
    """Nothing a customer can type raises, and every span is the customer's own words."""
    _check(text, extract(text, now=NOW, time_zone=zone, expects=expects))


@settings(max_examples=600, deadline=None)
@given(SENTENCES, EXPECTS, ZONES)
def test_any_sentence_of_telling_words_is_read_without_an_error(text, expects, zone):
    """The words that mean something to a reader, in any order, give sound and separate entities."""
    entities = extract(text, now=NOW, time_zone=zone, expects=expects)
    _check(text, entities)
    assert extract(text, now=NOW, time_zone=zone, expects=expects) == entities


@settings(max_examples=100, deadline=None)
@given(SENTENCES, st.integers(min_value=0, max_value=4_000_000_000))
def test_any_day_is_a_day_to_read_on(text, seconds):
    """The reading works on leap days, at year ends and at every hour."""
    _check(text, extract(text, now=datetime.fromtimestamp(seconds, UTC), time_zone="America/New_York"))


@pytest.mark.parametrize("now", ["0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00"])
@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize(
    "text", ["last year", "next year", "yesterday", "in 3 weeks", "over winter", "Easter", "friday"]
)
def test_the_ends_of_the_calendar_are_survived(text, zone, now):
    """A clock set to the first or last day there is does not break the reading."""
    _check(text, extract(text, now=datetime.fromisoformat(now), time_zone=zone))


FRAGMENTS = """
a|1|1,|1.|1 |1'|1/|1-|1e|0.|45k |$|€|a.|a@|a@a.|@|- |-|#1|one |one hundred and |and |half a |a month |may |
march 3 |to |from 3 |the end of |next |until |3 to |in 2 weeks |over summer |first of |twenty-|pd |ticket |
ref no |www.|http://|(555|4111 |[at] |x at |new year's |'|٤|é|_| |.|12.12.|1 000 |-5 |1e400 |$5 |30 feb |#12 |
a@b.co |x.com |2 days ago
""".replace("\n", "").split("|")


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=repr)
def test_twenty_thousand_characters_are_read_in_no_time(fragment):
    """No repeated fragment makes a pattern run away: under 100 ms, the best of three."""
    text = (fragment * 20_000)[:20_000]
    best = min(_seconds(text) for _ in range(3))
    assert best < 0.1


def _seconds(text: str) -> float:
    started = time.process_time()
    extract(text, now=NOW, time_zone="America/New_York", expects="date")
    return time.process_time() - started


def test_only_the_first_two_thousand_characters_are_read():
    """What stands beyond the limit is not looked at."""
    assert extract("." * 2_000 + " upgrade to 45k", now=NOW) == []
    assert extract("upgrade to 45k" + "." * 20_000, now=NOW)[0]["value"] == 45000
