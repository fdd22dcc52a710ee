"""What people type is read one way or refused with what to type instead."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing_rules import InputError, TypedFigureError, typed


@pytest.mark.parametrize(
    ("text", "volume"),
    [
        ("30000", 30_000),
        ("30,000", 30_000),
        ("30k", 30_000),
        ("30K", 30_000),
        (" 30000 ", 30_000),
        ("1.5k", 1_500),
        ("1.5m", 1_500_000),
        ("1,000,000", 1_000_000),
        ("0", 0),
        ("1000000000", 1_000_000_000),
    ],
)
def test_volumes(text: str, volume: int):
    """Digits, thousands commas, k and m."""
    assert typed.read_volume(text) == volume


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-5",
        "-5 emails",
        "1e400",
        "NaN",
        "12.345,67",
        "30.5",
        "1.0005k",
        "3,00",
        "30 000",
        "٤٥٠٠٠",
        "1000000001",
        "9" * 5000,
        "\0",
        "\ud800",
        "0x10",
        "1_000",
        "+5",
        "30kk",
        "½",
        "²",
    ],
)
def test_no_volume(text: str):
    """The value is named, cut where it is long, and the limit said."""
    with pytest.raises(TypedFigureError, match="type one from 0 to 1,000,000,000") as refused:
        typed.read_volume(text)
    assert len(str(refused.value)) < 200


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("5000", "5000"),
        ("5,000.00", "5000.00"),
        ("$5,000", "5000"),
        ("5000 USD", "5000"),
        ("USD 5000.5", "5000.5"),
        ("0.01", "0.01"),
        ("999999999.99", "999999999.99"),
    ],
)
def test_amounts(text: str, amount: str):
    """Plain, with thousands commas, with the sign or code of the currency."""
    assert typed.read_money(text, "USD") == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("-5", "is no amount", id="negative"),
        pytest.param("NaN", "is no amount", id="not a number"),
        pytest.param("1e400", "is no amount", id="exponent"),
        pytest.param("5.001", "at most two decimals", id="finer than a cent"),
        pytest.param("12.345,67", "is no amount", id="the other way round"),
        pytest.param("5,00", "is no amount", id="a comma for a point"),
        pytest.param("5k", "is no amount", id="thousands in letters"),
        pytest.param("٥٠٠٠", "is no amount", id="other digits"),
        pytest.param("$1,000,000,000,000", "at most 999,999,999.99", id="absurdly large"),
        pytest.param("1000000000", "at most 999,999,999.99", id="one above the limit"),
        pytest.param("€5", "another currency than USD", id="another sign"),
        pytest.param("5 EUR", "another currency than USD", id="another code"),
        pytest.param("", "is no amount", id="nothing"),
    ],
)
def test_no_amount(text: str, words: str):
    """The value is named with what to type."""
    with pytest.raises(TypedFigureError, match=words):
        typed.read_money(text, "USD")


def test_lists():
    """Commas or semicolons; a "?" is a month that is not on file."""
    assert typed.read_paid("5, 5,?", "USD") == (Decimal(5), Decimal(5), None)
    assert typed.read_paid("1,000.00; 5", "USD") == (Decimal(1000), Decimal(5))
    assert typed.read_paid("", "USD") == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("5,,5", "empty place", id="a figure left out"),
        pytest.param("5,", "empty place", id="a comma at the end"),
        pytest.param(
            "1,000.00,5", "thousands commas in a comma list", id="a thousands comma read as two figures"
        ),
        pytest.param("5,x", "'x' is no amount", id="one that is no amount"),
        pytest.param("1," * 2000, "at most 1,200", id="absurdly many"),
    ],
)
def test_no_list(text: str, words: str):
    """Never a list of other figures than were meant."""
    with pytest.raises(TypedFigureError, match=words):
        typed.read_paid(text, "USD")


@pytest.mark.parametrize(
    "text", ["2026-02-30", "30 February", "yesterday", "2026-1-1", "20261001", "٢٠٢٦-١٠-٠١", "0000-01-01"]
)
def test_no_day(text: str):
    """Only year-month-day, and only days that exist."""
    with pytest.raises(TypedFigureError, match="type year-month-day"):
        typed.read_day(text)


READERS = [typed.read_volume, typed.read_day, typed.read_billed_month, typed.read_service_month]
READERS += [lambda text: typed.read_money(text, "USD"), lambda text: typed.read_paid(text, "EUR")]


@given(st.sampled_from(READERS), st.text() | st.text("0123456789.,-+kmKM$€ ;?eE", max_size=30))
def test_any_text_is_a_figure_or_an_input_error(read, text: str):
    """Nothing else ever comes out of what people type."""
    try:
        read(text)
    except InputError as refused:
        assert "type" in str(refused)


@given(st.integers(0, 1_000_000_000))
def test_a_volume_reads_back_however_it_is_written(volume: int):
    """Plain and with commas are the same number."""
    assert typed.read_volume(str(volume)) == typed.read_volume(f"{volume:,}") == volume


@given(st.integers(0, 99_999_999_999).map(lambda cents: Decimal(cents).scaleb(-2)))
def test_an_amount_reads_back_however_it_is_written(amount: Decimal):
    """Plain, with commas and with a sign are the same amount."""
    for text in (f"{amount:.2f}", f"{amount:,.2f}", f"${amount:,.2f}"):
        assert typed.read_money(text, "USD") == amount
