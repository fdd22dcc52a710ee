"""Round trips: a value written in any of its usual shapes is read back as itself."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from plandesk_engine.entities import extract

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
TODAY = NOW.date()
CENTS = st.integers(min_value=0, max_value=99_999_999)
PLANS = st.integers(min_value=1, max_value=999).map(lambda thousands: thousands * 1000)
SENT = st.integers(min_value=10, max_value=9_999_999)
DAYS = st.integers(min_value=0, max_value=20 * 365).map(
    lambda days: date(2016, 11, 21) + timedelta(days=days)
)
NEAR = st.integers(min_value=1, max_value=364).map(lambda days: TODAY + timedelta(days=days))

AMOUNT_SHAPES = {
    "dollar sign": lambda value: f"${value:,}",
    "plain dollars": lambda value: f"{value} dollars",
    "euro before": lambda value: f"€{_european(value)}",
    "euro after": lambda value: f"{_european(value)} EUR",
    "swiss": lambda value: f"CHF {value:,}".replace(",", "'"),
    "spaces": lambda value: f"{value:,} €".replace(",", "\u202f"),
    "in a sentence": lambda value: f"Why on earth was I charged ${value:,} this time?",
}
VOLUME_SHAPES = {
    "plain": str,
    "commas": lambda value: f"{value:,}",
    "points": lambda value: f"{value:,}".replace(",", "."),
    "spaces": lambda value: f"{value:,}".replace(",", " "),
    "thin spaces": lambda value: f"{value:,}".replace(",", "\u2009"),
    "apostrophes": lambda value: f"{value:,}".replace(",", "'"),
    "arabic digits": lambda value: str(value).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "full width": lambda value: str(value).translate(str.maketrans("0123456789", "０１２３４５６７８９")),
}
DATE_SHAPES = {
    "iso": date.isoformat,
    "month first": lambda day: f"{day.month}/{day.day}/{day.year}",
    "points": lambda day: f"{day:%d.%m.%Y}",
    "month name": lambda day: f"{day:%B} {day.day}, {day.year}",
    "short month": lambda day: f"{day.day} {day:%b} {day.year}",
    "ordinal": lambda day: f"the {_ordinal(day.day)} of {day:%B} {day.year}",
}
DATE_SHAPES_WITHOUT_A_YEAR = {
    "month day": lambda day: f"on {day:%B} {_ordinal(day.day)}",
    "day month": lambda day: f"on {day.day} {day:%B}",
    "numbers": lambda day: f"on {day.month}/{day.day}",
}


def _european(value: Decimal) -> str:
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def _ordinal(day: int) -> str:
    ending = "th" if 11 <= day <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _values(text: str, expects: str | None = None) -> list[tuple[str, object]]:
    entities = extract(text, now=NOW, time_zone="America/New_York", expects=expects)
    return [(entity["entity"], entity["value"]) for entity in entities]


@pytest.mark.parametrize("shape", AMOUNT_SHAPES.values(), ids=AMOUNT_SHAPES)
@settings(max_examples=60, deadline=None)
@given(cents=CENTS)
@example(cents=0)
@example(cents=100_000)
@example(cents=99_999_999)
def test_an_amount_written_is_the_amount_read(shape, cents):
    """Exact to the cent, whatever the grouping and the decimal sign."""
    value = (Decimal(cents) / 100).quantize(Decimal("0.01"))
    assert _values(shape(value)) == [("amount", str(value))]


@pytest.mark.parametrize("shape", VOLUME_SHAPES.values(), ids=VOLUME_SHAPES)
@settings(max_examples=60, deadline=None)
@given(sent=SENT)
def test_a_volume_written_is_the_volume_read(shape, sent):
    """Whatever the script and the grouping, "we sent N emails" is N."""
    assert _values(f"we sent {shape(sent)} emails") == [("volume", sent)]


@pytest.mark.parametrize("shape", VOLUME_SHAPES.values(), ids=VOLUME_SHAPES)
@settings(max_examples=60, deadline=None)
@given(plan=PLANS)
def test_a_plan_written_is_the_plan_read(shape, plan):
    """A plan by itself, in a request and with "k" is the same plan."""
    wanted = ("plan_volume", plan)
    assert _values(f"upgrade to {shape(plan)} please") == [wanted]
    assert _values(shape(plan), expects="plan_volume") == [wanted]
    assert _values(f"the {plan // 1000}k plan") == [wanted]


@settings(max_examples=150, deadline=None)
@given(number=st.integers(min_value=10, max_value=9_999_999))
@example(1_000_000)
@example(100_000)
@example(111_111)
def test_a_number_said_in_words_is_the_number_read(number):
    """Forty-five thousand is 45,000, with or without "and" (but "a thousand one" may be a thing)."""
    assert _values(f"we sent {_words(number)} emails") == [("volume", number)]
    if number % 100 != 1:
        assert _values(f"we sent {_words(number).replace(' and ', ' ')} emails") == [("volume", number)]


@pytest.mark.parametrize("shape", DATE_SHAPES.values(), ids=DATE_SHAPES)
@settings(max_examples=80, deadline=None)
@given(day=DAYS)
@example(day=date(2028, 2, 29))
def test_a_date_written_is_the_date_read(shape, day):
    """A full date is itself, past or coming, leap day or not."""
    assert _values(shape(day)) == [("date", day.isoformat())]


@pytest.mark.parametrize("shape", DATE_SHAPES_WITHOUT_A_YEAR.values(), ids=DATE_SHAPES_WITHOUT_A_YEAR)
@settings(max_examples=80, deadline=None)
@given(day=NEAR)
def test_a_date_without_its_year_is_the_coming_one(shape, day):
    """Every day of the coming year is named by its day and month alone."""
    assert _values(shape(day)) == [("date", day.isoformat())]


_NAMES = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen
"""
_SMALL = _NAMES.split()
_TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _words(number: int) -> str:
    """Return `number` as one says it."""
    for scale, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= scale:
            head, rest = divmod(number, scale)
            joint = " and " if rest and rest < 100 else " "
            return f"{_words(head)} {name}" + (f"{joint}{_words(rest)}" if rest else "")
    if number >= 20:
        tens, unit = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[unit]}" if unit else "")
    return _SMALL[number]


PRINTED = {
    "amount": lambda value: f"${value}",
    "plan_volume": lambda value: f"the {value:,} plan",
    "volume": lambda value: f"we sent {value:,} messages",
    "date": str,
    "ticket": str,
    "domain": lambda value: f"https://{value}/",
    "email": str,
}
TOLD = """
usually 20 bucks this time 5,000 from 30k up to 45k pause until 15 September 1 July by Friday half a
million not PD-7F3K2 pd 1001 www.shop.example me@foo.example the first week of May Q3 2027 19,90 EUR
1'234.50 CHF 30.000 emails sent couple hundred dollars and 50 cents in a fortnight two weeks Monday
we're on and want instead of bill is , . 2028-02-29 end next month 1.8. lakh 0
"""
SAID = st.lists(st.sampled_from(TOLD.split()), max_size=14).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(said=SAID)
@example(said="usually 20 bucks , this time 5,000 until 2028-02-29")
@example(said="PD-7F3K2 www.shop.example me@foo.example 19,90 EUR 30.000 emails sent")
def test_a_value_printed_is_the_value_read_again(said):
    """Whatever was read out of a sentence is itself when it is written as this desk writes it."""
    for kind, value in _values(said):
        if kind in PRINTED:
            assert _values(PRINTED[kind](value)) == [(kind, value)]
