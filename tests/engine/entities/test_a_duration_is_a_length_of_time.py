"""Durations come out as ISO 8601; rates and habits do not."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("two months", "P2M"),
        ("for two months", "P2M"),
        ("for 6 weeks", "P6W"),
        ("suspend 8 weeks", "P8W"),
        ("6wks", "P6W"),
        ("a quarter", None),
        ("for a quarter", "P3M"),
        ("half a year", "P6M"),
        ("half year", "P6M"),
        ("3 mo", "P3M"),
        ("3 mths", "P3M"),
        ("a couple of weeks", "P2W"),
        ("couple of months", "P2M"),
        ("10 days", "P10D"),
        ("ten days", "P10D"),
        ("a year and a half", "P18M"),
        ("one and a half years", "P18M"),
        ("1.5 years", "P18M"),
        ("two and a half months", "P2M15D"),
        ("a fortnight", "P2W"),
        ("for a month", "P1M"),
        ("taking a year off", "P1Y"),
        ("another month", "P1M"),
        ("a 3-month break", "P3M"),
        ("12 months", "P12M"),
        ("ninety days", "P90D"),
        ("two or three months", "P3M"),
        ("2-3 months", "P3M"),
        ("5 years", "P5Y"),
    ],
)
def test_a_length_of_time_is_read_however_it_is_worded(read, text, duration):
    """Lengths keep the unit they were said in; halves become whole smaller units."""
    assert read(text) == ([("duration", duration)] if duration else [])


@pytest.mark.parametrize(
    "text",
    [
        "45k a month",
        "15,000 per month",
        "twice a month",
        "every two weeks",
        "one mail weekly",
        "my 3 year old",
        "three months in a row",
        "for the last six months",
        "after 31 years of bakery",
        "a quarter of a million",
    ],
)
def test_rates_habits_and_histories_are_no_duration(read, text):
    """ "A month" after a figure says how often, not how long."""
    assert [row for row in read(text) if row[0] in ("duration", "absurd")] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two", [("duration", "P2M")]),
        ("2", [("duration", "P2M")]),
        ("3m", [("duration", "P3M")]),
        ("six weeks", [("duration", "P6W")]),
        ("a month", [("duration", "P1M")]),
        ("a quarter", [("duration", "P3M")]),
        ("-2", [("absurd", "-2", "negative")]),
        ("1e400", [("absurd", "1e400", "too_far")]),
        ("5000", [("absurd", "5000", "too_far")]),
    ],
)
def test_a_bare_figure_is_months_when_a_duration_was_asked_for(read, text, expected):
    """Asked for how long, a figure without a unit counts months."""
    assert read(text, "duration") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for 500 years", [("absurd", "500 years", "too_far")]),
        ("pause for -3 months", [("absurd", "-3 months", "negative")]),
        ("pause for minus two weeks", [("absurd", "minus two weeks", "negative")]),
    ],
)
def test_an_absurd_duration_is_named(read, text, expected):
    """A length no plan can have comes out as typed, with the reason."""
    assert read(text) == expected
