"""What nobody should have typed into a chat never gets as far as being kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.masking import CARD, KEY, PASSWORD, is_card, mask

CARDS = [
    "4111111111111111",
    "5555555555554444",
    "378282246310005",
    "30569309025904",
    "4222222222222",
    "6011000990139424",
]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        pytest.param(
            "my card is 4111111111111111, ok?",
            "my card is [card number removed], ok?",
            id="sixteen digits in a row",
        ),
        pytest.param("4111 1111 1111 1111", "[card number removed]", id="in fours with spaces"),
        pytest.param(
            "4111-1111-1111-1111.", "[card number removed].", id="in fours with dashes, ending a sentence"
        ),
        pytest.param(
            "4111\u00a01111\u00a01111\u00a01111", "[card number removed]", id="with no-break spaces"
        ),
        pytest.param("3782 822463 10005", "[card number removed]", id="American Express groups"),
        pytest.param("4222222222222", "[card number removed]", id="thirteen digits"),
        pytest.param("6304000000000000000", "[card number removed]", id="nineteen digits"),
        pytest.param("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "[card number removed]", id="digit by digit"),
        pytest.param("٤١١١١١١١١١١١١١١١", "[card number removed]", id="Arabic digits"),
        pytest.param(
            "card 4111111111111111 and 5555555555554444",
            "card [card number removed] and [card number removed]",
            id="two of them",
        ),
        pytest.param(
            "4111111111111111 12/27 123", "[card number removed] 12/27 123", id="with its date behind it"
        ),
        pytest.param(
            "in 2026 4111 1111 1111 1111 12", "in 2026 [card number removed] 12", id="among other figures"
        ),
        pytest.param("my password is hunter2", "my password is [password removed]", id="password is"),
        pytest.param("Password is swordfish", "Password is [password removed]", id="a word as password"),
        pytest.param("password: swordfish", "password: [password removed]", id="password with a colon"),
        pytest.param("pw: hunter2 please help", "pw: [password removed] please help", id="pw with a colon"),
        pytest.param("pwd=letmein", "pwd=[password removed]", id="pwd with an equals sign"),
        pytest.param("PASSWORD hunter2!", "PASSWORD [password removed]", id="without a link"),
        pytest.param(
            'my passphrase is "correct horse battery"',
            "my passphrase is [password removed]",
            id="several words in quotes",
        ),
        pytest.param("key sk_live_51H8xYzAbCdEfGhIjKlMn", "key [key removed]", id="a payment key"),
        pytest.param("AKIAIOSFODNN7EXAMPLE", "[key removed]", id="a cloud key"),
        pytest.param(
            "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",
            "[key removed]",
            id="a mail key",
        ),
        pytest.param(
            "token: eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl",
            "token: [key removed]",
            id="a signed token",
        ),
        pytest.param("api key is 9f8e7d6c5b4a", "api key is [key removed]", id="an API key by name"),
        pytest.param("API_KEY=9f8e7d6c5b4a", "API_KEY=[key removed]", id="an API key as a setting"),
        pytest.param(
            "Authorization: Bearer abc123def456ghi",
            "Authorization: Bearer [key removed]",
            id="a bearer token",
        ),
        pytest.param("0123456789abcdef0123456789abcdef", "[key removed]", id="thirty-two hex digits"),
        pytest.param(
            "smtp://me:s3cret@mail.example",
            "smtp://me:[password removed]@mail.example",
            id="a password in an address",
        ),
        pytest.param(
            "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
            "[key removed]",
            id="a private key",
        ),
    ],
)
def test_a_secret_is_taken_out_and_the_rest_stays(text: str, kept: str):
    """Only the secret goes; the sentence around it stays readable."""
    assert mask(text).text == kept


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("4111111111111112", id="a wrong check digit"),
        pytest.param("411111111111", id="twelve digits"),
        pytest.param("41111111111111111111", id="twenty digits"),
        pytest.param("0000 0000 0000 0000", id="zeros"),
        pytest.param("28000 31000 29000", id="three months of usage"),
        pytest.param("12000, 40000, 9000, 30000", id="usage with commas"),
        pytest.param("2026-10-01 2026-11-01", id="two dates"),
        pytest.param("$1,000,000,000,000", id="a trillion"),
        pytest.param("my password is not working", id="a password that does not work"),
        pytest.param("The password was rejected, my password is wrong", id="a rejected password"),
        pytest.param("password reset link", id="a reset"),
        pytest.param("how do I change my password?", id="a question"),
        pytest.param("What is the password policy", id="a policy"),
        pytest.param("I forgot my password and my plan is 45000", id="a forgotten one before a figure"),
        pytest.param("my API key stopped working", id="a key that stopped"),
        pytest.param("ticket PD-1042, bill ob-2026-10", id="our own references"),
        pytest.param("call me at +49 151 1234 5678 90", id="a phone number"),
        pytest.param("billing-department-of-harbor-books-limited@harbor.example", id="a long address"),
        pytest.param("the secret santa party", id="an innocent secret"),
    ],
)
def test_what_gives_nothing_away_stays_as_it_was(text: str):
    """Figures, dates and complaints about passwords are what the desk works with."""
    assert mask(text).text == text
    assert mask(text).kinds == ()


def test_the_kinds_are_named_once_each():
    """The customer is told what was taken out, in the order of the text's kinds."""
    found = mask("4111111111111111 5555555555554444 password: x1 AKIAIOSFODNN7EXAMPLE")
    assert set(found.kinds) == {CARD, PASSWORD, KEY}
    assert len(found.kinds) == 3


@given(st.text(max_size=300))
def test_masking_twice_is_masking_once(text: str):
    """What was masked holds nothing more to mask, whatever was typed."""
    once = mask(text)
    assert mask(once.text) == type(once)(once.text)


@given(st.sampled_from(CARDS), st.text("abc ,!", max_size=20), st.text("abc ,!", max_size=20))
def test_no_card_survives_a_sentence(card: str, before: str, after: str):
    """A card number set apart from the words around it is gone, wherever it stands."""
    assert card not in mask(f"{before} {card} {after}").text


@given(st.integers(10**12, 10**18), st.integers(0, 9))
def test_the_check_digit_decides(number: int, digit: int):
    """Of the ten last digits a number can have, exactly one makes it a card's."""
    head = "4" + str(number)[:15]
    assert sum(is_card(head + str(last)) for last in range(10)) == 1
