"""Ticket references, e-mail addresses and domains."""

from __future__ import annotations

import pytest

T, D, E = "ticket", "domain", "email"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PD-1042", [(T, "PD-1042")]),
        ("pd 1042", [(T, "PD-1042")]),
        ("pd1042", [(T, "PD-1042")]),
        ("pd‑1042", [(T, "PD-1042")]),
        ("PD#1042??", [(T, "PD-1042")]),
        ("ticket 1042", [(T, "PD-1042")]),
        ("ticket no. 1042", [(T, "PD-1042")]),
        ("ticket number 1042", [(T, "PD-1042")]),
        ("ticket #1042", [(T, "PD-1042")]),
        ("#1042", [(T, "PD-1042")]),
        ("reference 1042", [(T, "PD-1042")]),
        ("ref: 1042", [(T, "PD-1042")]),
        ("request number 604, progress?", [(T, "PD-604")]),
        ("case no 77", [(T, "PD-77")]),
        ("PD-1190, PD-1191", [(T, "PD-1190"), (T, "PD-1191")]),
        ("any news on PD-2207?", [(T, "PD-2207")]),
        ("1042 Main Street", []),
        ("your #1 plan", []),
        ("downsize acct #7719 to 15k", []),
        ("we updated 1042 things", []),
        ("cpd 1042", []),
    ],
)
def test_a_ticket_is_read_in_any_usual_form(read, text, expected):
    """A house number, a price or a rank is never a ticket."""
    assert [row for row in read(text) if row[0] == T] == expected


def test_a_bare_number_is_a_ticket_when_one_was_asked_for(read):
    """The answer to "which request?" may be just its number."""
    assert read("1042", "ticket") == [(T, "PD-1042")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("harbor.example", [(D, "harbor.example")]),
        ("Harbor.Example.", [(D, "harbor.example")]),
        ("www.foo.co.uk", [(D, "foo.co.uk")]),
        ("it's https://foo.com/bar?x=45k, ok", [(D, "foo.com")]),
        ("http://Foo.com:8080/", [(D, "foo.com")]),
        ("mail.my-shop.de", [(D, "mail.my-shop.de")]),
        ("bücher.example", [(D, "bücher.example")]),
        ("xn--bcher-kva.example", [(D, "xn--bcher-kva.example")]),
        ("пример.рф", [(D, "пример.рф")]),
        ("our domain is fix.it", [(D, "fix.it")]),
        ("www.about.me", [(D, "about.me")]),
        ("a.com and b.org", [(D, "a.com"), (D, "b.org")]),
        ("please fix this.it is broken", []),
        ("e.g. this", []),
        ("3.5 of them", []),
        ("hello.thanks", []),
        ("invoice.pdf", []),
        ("at 5 p.m. or so", []),
        ("wait...what", []),
        ("our domain.It is", []),
        ("-bad-.com", []),
        ("1.2.3.4", []),
    ],
)
def test_a_domain_needs_an_ending_that_exists(read, text, expected):
    """A forgotten space after a full stop does not make a domain."""
    assert [row for row in read(text) if row[0] in (D, E)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bob@Harbor.Example", [(E, "bob@harbor.example")]),
        ("<billing@harbor.example>", [(E, "billing@harbor.example")]),
        ("mailto:a.b+c@x.co.uk.", [(E, "a.b+c@x.co.uk")]),
        ("write to bob@foo.com or amy@bar.org", [(E, "bob@foo.com"), (E, "amy@bar.org")]),
        ("info (at) foo (dot) com", [(E, "info@foo.com")]),
        ("info[at]foo.com", [(E, "info@foo.com")]),
        ("write to info at foo.com", [(E, "info@foo.com")]),
        ("its info@ not office@", []),
        ("a@b", []),
        ("@harbor", []),
        ("bob@foo..com", []),
    ],
)
def test_an_address_is_one_entity(read, text, expected):
    """The domain inside an e-mail address is not a second entity."""
    assert [row for row in read(text) if row[0] in (D, E)] == expected
