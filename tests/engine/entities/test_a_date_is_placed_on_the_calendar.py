"""Dates: worded in any usual way, resolved against Saturday 21 November 2026."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2027-03-04T10:00:00Z", "2027-03-04"),
        ("2027/03/04", "2027-03-04"),
        ("3/4/2027", "2027-03-04"),
        ("3/4/27", "2027-03-04"),
        ("13/4/2027", "2027-04-13"),
        ("4-13-2027", "2027-04-13"),
        ("3.4.2027", "2027-04-03"),
        ("31.12.2026", "2026-12-31"),
        ("March 3rd", "2027-03-03"),
        ("March 3", "2027-03-03"),
        ("March the 3rd", "2027-03-03"),
        ("march third", "2027-03-03"),
        ("3 March", "2027-03-03"),
        ("3rd of March", "2027-03-03"),
        ("the third of March", "2027-03-03"),
        ("the twenty-first of March", "2027-03-21"),
        ("5 Sept 2027", "2027-09-05"),
        ("Sept 5", "2027-09-05"),
        ("Sept. 5, 2027", "2027-09-05"),
        ("5-Sep-2027", "2027-09-05"),
        ("Dec 1 '27", "2027-12-01"),
        ("30 november", "2026-11-30"),
        ("20 november", "2027-11-20"),
        ("the 1st", "2026-12-01"),
        ("the 25th", "2026-11-25"),
        ("the 31st", "2026-12-31"),
        ("the 5th of next month", "2026-12-05"),
        ("the 15 of next month", "2026-12-15"),
        ("the first of next month", "2026-12-01"),
        ("next Friday", "2026-11-27"),
        ("this friday", "2026-11-27"),
        ("friday", "2026-11-27"),
        ("Saturday", "2026-11-28"),
        ("this saturday", "2026-11-21"),
        ("monday next week", "2026-11-23"),
        ("last friday", "2026-11-20"),
        ("last saturday", "2026-11-14"),
        ("today", "2026-11-21"),
        ("tonight", "2026-11-21"),
        ("tomorrow", "2026-11-22"),
        ("tmrw", "2026-11-22"),
        ("the day after tomorrow", "2026-11-23"),
        ("yesterday", "2026-11-20"),
        ("the day before yesterday", "2026-11-19"),
        ("in two weeks", "2026-12-05"),
        ("in 2 weeks' time", "2026-12-05"),
        ("in a week", "2026-11-28"),
        ("in a fortnight", "2026-12-05"),
        ("10 days from now", "2026-12-01"),
        ("in three months", "2027-02-21"),
        ("in half a year", "2027-05-21"),
        ("in a year and a half", "2028-05-21"),
        ("two weeks ago", "2026-11-07"),
        ("a month ago", "2026-10-21"),
        ("12 days ago", "2026-11-09"),
        ("next week", "2026-11-23"),
        ("next month", "2026-12-01"),
        ("next quarter", "2027-01-01"),
        ("next year", "2027-01-01"),
        ("last week", "2026-11-09"),
        ("last month", "2026-10-01"),
        ("last year", "2025-01-01"),
        ("end of March", "2027-03-31"),
        ("the end of next month", "2026-12-31"),
        ("end of the month", "2026-11-30"),
        ("month end", "2026-11-30"),
        ("eom", "2026-11-30"),
        ("end of the year", "2026-12-31"),
        ("end of the week", "2026-11-22"),
        ("end of the quarter", "2026-12-31"),
        ("end of 2027", "2027-12-31"),
        ("end of summer", "2027-08-31"),
        ("beginning of next month", "2026-12-01"),
        ("the beginning of the month", "2026-12-01"),
        ("mid January", "2027-01-15"),
        ("mid-January", "2027-01-15"),
        ("the middle of February", "2027-02-15"),
        ("early March", "2027-03-01"),
        ("late March", "2027-03-21"),
        ("in September", "2027-09-01"),
        ("next June", "2027-06-01"),
        ("last June", "2026-06-01"),
        ("March 2027", "2027-03-01"),
        ("in 2027", "2027-01-01"),
        ("Christmas", "2026-12-25"),
        ("christmas eve", "2026-12-24"),
        ("New Year", "2027-01-01"),
        ("New Year's Eve", "2026-12-31"),
        ("Easter", "2027-03-28"),
        ("thanksgiving", "2026-11-26"),
        ("black friday", "2026-11-27"),
        ("next summer", "2027-06-01"),
        ("29 February", "2028-02-29"),
    ],
)
def test_a_date_is_read_however_it_is_worded(read, text, date):
    """The coming occurrence is meant unless the words say otherwise."""
    assert [(kind, value) for kind, value, *_ in read(text)] == [("date", date)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("until the end of March", [("2027-03-31", "until")]),
        ("til march", [("2027-03-01", "until")]),
        ("through March", [("2027-03-31", "until")]),
        ("until next August 15th", [("2027-08-15", "until")]),
        ("starting Monday", [("2026-11-23", "from")]),
        ("from January", [("2027-01-01", "from")]),
        ("from November", [("2026-11-21", "from")]),
        ("as of next month", [("2026-12-01", "from")]),
        ("with effect from 1 October", [("2027-10-01", "from")]),
        ("after Christmas", [("2026-12-26", "from")]),
        ("after march", [("2027-04-01", "from")]),
        ("by the 10th", [("2026-12-10", "until")]),
        ("before 1 May", [("2027-04-30", "until")]),
        ("on December 5th", [("2026-12-05", "on")]),
        ("until spring", [("2027-03-01", "until")]),
        ("back in september", [("2027-09-01", "until")]),
        ("we open again dec 1", [("2026-12-01", "until")]),
        ("from June to August", [("2027-06-01", "from"), ("2027-08-31", "until")]),
        ("may thru november", [("2027-05-01", "from"), ("2027-11-30", "until")]),
        ("make that september til may instead", [("2027-09-01", "from"), ("2028-05-31", "until")]),
        ("1 Nov – 28 Feb", [("2027-11-01", "from"), ("2028-02-28", "until")]),
        ("from 24 June until 2 September", [("2027-06-24", "from"), ("2027-09-02", "until")]),
        ("between 1 Dec and 15 Jan", [("2026-12-01", "from"), ("2027-01-15", "until")]),
        ("between 07/01 and 30/03", [("2027-01-07", "from"), ("2027-03-30", "until")]),
        ("10-20 March", [("2027-03-10", "from"), ("2027-03-20", "until")]),
        ("March 3-10", [("2027-03-03", "from"), ("2027-03-10", "until")]),
        ("from the 5th to the 20th of March", [("2027-03-05", "from"), ("2027-03-20", "until")]),
        ("from 5th to end of next month", [("2026-12-05", "from"), ("2026-12-31", "until")]),
        ("from June to August 2028", [("2028-06-01", "from"), ("2028-08-31", "until")]),
        ("from June 15 and switch it back on Aug 30", [("2027-06-15", "from"), ("2027-08-30", "until")]),
        ("from the first of December until mid-April", [("2026-12-01", "from"), ("2027-04-15", "until")]),
        ("2026-12-01 to 2027-02-01", [("2026-12-01", "from"), ("2027-02-01", "until")]),
        ("skip july and august", [("2027-07-01", "from"), ("2027-08-31", "until")]),
        ("pause june + july pls", [("2027-06-01", "from"), ("2027-07-31", "until")]),
        ("over summer", [("2027-06-01", "from"), ("2027-08-31", "until")]),
        ("over the winter", [("2026-12-01", "from"), ("2027-02-28", "until")]),
        ("off for summer", [("2027-06-01", "from"), ("2027-08-31", "until")]),
        ("for July", [("2027-07-01", "from"), ("2027-07-31", "until")]),
        ("from December 31 until the end of February", [("2026-12-31", "from"), ("2027-02-28", "until")]),
    ],
)
def test_a_date_plays_its_part(read, text, expected):
    """Prepositions tell the first day from the last; a range and a whole season give both."""
    assert [(value, role) for _, value, role in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("received on the 3rd", "2026-11-03"),
        ("we got the bill on the 25th", "2026-10-25"),
        ("got the bill yesterday", "2026-11-20"),
        ("the invoice came on Tuesday", "2026-11-17"),
        ("the bill of 3 March", "2026-03-03"),
        ("my September overage", "2026-09-01"),
        ("no answer since monday", "2026-11-16"),
        ("our cancellation from Monday", "2026-11-16"),
        ("invoice 14 February, overage", "2026-02-14"),
        ("on 3rd May we received a bill", "2026-05-03"),
        ("i cancelled in june", "2026-06-01"),
        ("over the last year", "2025-01-01"),
        ("we were hit by a flood of fake signups in march", "2026-03-01"),
        ("the bounces on the 2nd were embarrassing", "2026-11-02"),
        ("I wrote on the fourth", "2026-11-04"),
        ("asked last Wednesday", "2026-11-18"),
        ("we applied on the 6th", "2026-11-06"),
        ("On Sunday evening, after the mass, I sent you a letter", "2026-11-15"),
        ("subscriber base doubled since spring", "2026-03-01"),
        ("It was in december", "2025-12-01"),
        ("received 29 February", "2024-02-29"),
    ],
)
def test_words_of_the_past_turn_a_date_back(read, text, date):
    """What was received, asked or sent lies behind today."""
    assert [value for kind, value, *_ in read(text) if kind == "date"] == [date]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("I asked you to pause until the 30th", "2026-11-30"),
        ("before the next payment on the 12th", "2026-12-12"),
        ("what I told: the end of the pause is 30 September", "2027-09-30"),
        ("can it be cancelled on the 5th", "2026-12-05"),
        ("our last day is the 31st of march", "2027-03-31"),
    ],
)
def test_a_request_still_looks_ahead(read, text, date):
    """A word of the past in the sentence does not turn back the day something shall happen."""
    assert [value for kind, value, *_ in read(text) if kind == "date"] == [date]


@pytest.mark.parametrize(
    "text",
    [
        "may I ask something",
        "May I ask something",
        "it may be that we stop",
        "15 may not be enough",
        "we march on",
        "march on",
        "Happy new year!",
        "our Christmas market",
        "the spring appeal went well",
        "Regards, Jan",
        "the second time",
        "the 2nd one sounds right",
        "when does summer time begin this year",
        "every Sunday",
        "the 3rd attempt",
        "every month on repeat",
        "on the 5th of every month",
        "24/7 support",
        "the sun shines",
        "a fall in numbers",
        "this month",
        "we mar nothing",
        "they wed happily",
    ],
)
def test_words_that_only_look_like_dates(read, text):
    """Verbs, names, greetings and habits are no dates."""
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 February", [("absurd", "30 February", "no_such_date")]),
        ("February 30th", [("absurd", "February 30th", "no_such_date")]),
        ("29 Feb 2027", [("absurd", "29 Feb 2027", "no_such_date")]),
        ("31 June", [("absurd", "31 June", "no_such_date")]),
        ("2027-02-30", [("absurd", "2027-02-30", "no_such_date")]),
        ("13/13/2027", [("absurd", "13/13/2027", "no_such_date")]),
        ("until the 32nd", [("absurd", "32nd", "no_such_date")]),
        ("from 1 March to 31 April", [("absurd", "1 March to 31 April", "no_such_date")]),
        ("in 200 years", [("absurd", "in 200 years", "too_far")]),
        ("in 99999999999 days", [("absurd", "in 99999999999 days", "too_far")]),
        ("2999-01-01", [("absurd", "2999-01-01", "too_far")]),
        ("founded in 1950", []),
    ],
)
def test_an_absurd_date_is_named_and_never_bent(read, text, expected):
    """A day on no calendar, or in a time no plan reaches, comes out as typed with its reason."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expects", "expected"),
    [
        ("March", "date", [("date", "2027-03-01")]),
        ("may", "date", [("date", "2027-05-01")]),
        ("fri", "date", [("date", "2026-11-27")]),
        ("3/4", "date", [("date", "2027-03-04")]),
        ("the 15", "date", [("date", "2026-12-15")]),
        ("2027", "date", [("date", "2027-01-01")]),
        ("spring", "date", [("date", "2027-03-01")]),
        ("March", "date_from", [("date", "2027-03-01", "from")]),
        ("end of May", "date_until", [("date", "2027-05-31", "until")]),
        ("until May", "date_from", [("date", "2027-05-01", "until")]),
        ("the 3rd", "date_received", [("date", "2026-11-03")]),
        ("tuesday", "date_received", [("date", "2026-11-17")]),
        ("45k", "date", []),
        ("31/02", "date", [("absurd", "31/02", "no_such_date")]),
    ],
)
def test_a_bare_date_answers_what_was_asked(read, text, expects, expected):
    """Asked for a date, a month's name or a day's number is enough; the role asked for is given."""
    assert read(text, expects) == expected
