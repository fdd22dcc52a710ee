"""Money: any usual way of writing an amount gives an exact string with two decimals."""

from __future__ import annotations

import pytest

A = "amount"


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("$5,000", "5000.00"),
        ("$ 5,000", "5000.00"),
        ("US$5,000.50", "5000.50"),
        ("5000$", "5000.00"),
        ("5k dollars", "5000.00"),
        ("$5k", "5000.00"),
        ("$2.5k", "2500.00"),
        ("$1.2 million", "1200000.00"),
        ("five grand", "5000.00"),
        ("5 grand??? fix this", "5000.00"),
        ("a grand", "1000.00"),
        ("5000 USD", "5000.00"),
        ("5000usd", "5000.00"),
        ("USD 5000", "5000.00"),
        ("€1.234,56", "1234.56"),
        ("1.234,56 EUR", "1234.56"),
        ("12.345,67", "12345.67"),
        ("5,000.00", "5000.00"),
        ("1 234,56 €", "1234.56"),
        ("1'234.50 CHF", "1234.50"),
        ("£900", "900.00"),
        ("25 bucks", "25.00"),
        ("twenty-five bucks", "25.00"),
        ("eight hundred and six dollars", "806.00"),
        ("fifteen hundred dollars", "1500.00"),
        ("50 cents", "0.50"),
        ("0.05 EUR", "0.05"),
        ("$0", "0.00"),
        ("a fiver", "5.00"),
        ("a 0 dollar bill", "0.00"),
        ("＄５，０００", "5000.00"),
        ("charged me 5000", "5000.00"),
        ("they billed us 640", "640.00"),
        ("the bill was 812 actually", "812.00"),
        ("an invoice of 1220", "1220.00"),
        ("we owe you 5,000", "5000.00"),
        ("I had to pay 98.50", "98.50"),
        ("the extra alone was 2,310", "2310.00"),
        ("refund of 45", "45.00"),
        ("the wrong sum, it's 1,200", "1200.00"),
    ],
)
def test_an_amount_is_read_however_it_is_written(read, text, amount):
    """A currency sign, a currency word or a word of billing near by makes an amount."""
    assert read(text) == [(A, amount)]


@pytest.mark.parametrize(
    ("text", "expects", "expected"),
    [
        ("5k", "amount", [(A, "5000.00")]),
        ("5", "amount", [(A, "5.00")]),
        ("five", "amount", [(A, "5.00")]),
        ("it was 5,000", "amount", [(A, "5000.00")]),
        ("1.234,56", "amount", [(A, "1234.56")]),
        ("12,5", "amount", [(A, "12.50")]),
        ("1e400", "amount", [("absurd", "1e400", "too_large")]),
        ("-5", "amount", [("absurd", "-5", "negative")]),
    ],
)
def test_a_bare_figure_is_an_amount_when_one_was_asked_for(read, text, expects, expected):
    """The answer to "how much was the bill?" needs no sign."""
    assert read(text, expects) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("$1,000,000,000,000", [("absurd", "$1,000,000,000,000", "too_large")]),
        ("-$50", [("absurd", "-$50", "negative")]),
        ("$-50", [("absurd", "$-50", "negative")]),
        ("minus 50 dollars", [("absurd", "minus 50 dollars", "negative")]),
        ("$1e400", [("absurd", "$1e400", "too_large")]),
    ],
)
def test_an_absurd_amount_is_named(read, text, expected):
    """An amount nobody can be billed comes out as typed, with the reason."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the usual overage is 5", [(A, "5.00", "usual")]),
        ("$640 against a usual $8", [(A, "640.00", "bill"), (A, "8.00", "usual")]),
        ("usual extra $10, now $980", [(A, "10.00", "usual"), (A, "980.00", "bill")]),
        ("Last month $7, this one $1,102.", [("date", "2026-10-01"), (A, "7.00"), (A, "1102.00")]),
        ("normally 5 bucks over, this time 5,000", [(A, "5.00", "usual"), (A, "5000.00", "bill")]),
        ("the month costs 3.100 extra", [(A, "3100.00")]),
        ("Usual overage about $9, this one is $655.", [(A, "9.00", "usual"), (A, "655.00", "bill")]),
        ("a $7 month became a $1,207 month", [(A, "7.00", "usual"), (A, "1207.00", "bill")]),
        ("invoice 2024-118 shows $19", [(A, "19.00")]),
        ("upgrade to 45k for $66", [("plan_volume", 45000, "to"), (A, "66.00")]),
        ("sent 200k messages and got a bill for $2,400", [("volume", 200000), (A, "2400.00")]),
    ],
)
def test_several_amounts_in_one_sentence(read, text, expected):
    """Every amount of a sentence comes out, beside the plans and volumes."""
    assert read(text) == expected


def test_money_is_never_a_float(read):
    """Values of amounts are strings from end to end."""
    assert all(isinstance(value, str) for _, value in read("$0.10 and $0.20 and 0,30 EUR"))
