"""Figures that count messages: the plan that is asked for, and what was sent."""

from __future__ import annotations

import pytest

P, V = "plan_volume", "volume"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("45k", [(P, 45000)]),
        ("pls upgrde my acount to 60k mesages", [(P, 60000, "to")]),
        ("we sent 40,000 emials", [(V, 40000)]),
        ("45K", [(P, 45000)]),
        ("45,000 please", [(P, 45000)]),
        ("45 000", [(P, 45000)]),
        ("45\u00a0000", [(P, 45000)]),
        ("45\u202f000", [(P, 45000)]),
        ("45'000", [(P, 45000)]),
        ("45’000", [(P, 45000)]),
        ("45.000", [(P, 45000)]),
        ("45000", [(P, 45000)]),
        ("٤٥٠٠٠", [(P, 45000)]),
        ("٤٥٬٠٠٠", [(P, 45000)]),
        ("４５，０００", [(P, 45000)]),
        ("45 k", [(P, 45000)]),
        ("45 thousand", [(P, 45000)]),
        ("45 mil", [(P, 45000)]),
        ("1.5 mil", [(P, 1500000)]),
        ("1.2m", [(P, 1200000)]),
        ("1 mio", [(P, 1000000)]),
        ("1,20,000", [(P, 120000)]),
        ("1.000.000", [(P, 1000000)]),
        ("0.5 million", [(P, 500000)]),
        ("forty-five thousand", [(P, 45000)]),
        ("forty five thousand a month", [(P, 45000)]),
        ("a hundred and twenty thousand", [(P, 120000)]),
        ("one hundred twenty thousand", [(P, 120000)]),
        ("one twenty thousand", [(P, 120000)]),
        ("half a million", [(P, 500000)]),
        ("quarter million a month please", [(P, 250000)]),
        ("a quarter of a million", [(P, 250000)]),
        ("three quarters of a million", [(P, 750000)]),
        ("a million", [(P, 1000000)]),
        ("a million and a half", [(P, 1500000)]),
        ("two and a half million", [(P, 2500000)]),
        ("FORTY-FIVE THOUSAND", [(P, 45000)]),
    ],
)
def test_a_plan_is_read_however_its_figure_is_written(read, text, expected):
    """A bare figure is the plan that is wanted, in digits of any script or in words."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("upgrade to 45k", [(P, 45000, "to")]),
        ("from 30k to 45k", [(P, 30000, "from"), (P, 45000, "to")]),
        ("move us from 30,000 to 45,000 messages", [(P, 30000, "from"), (P, 45000, "to")]),
        ("30,000 to 60,000", [(P, 30000, "from"), (P, 60000, "to")]),
        ("45 000 → 60 000 per month thx", [(P, 45000, "from"), (P, 60000, "to")]),
        ("15k > 60k needed", [(P, 15000, "from"), (P, 60000, "to")]),
        ("is it possible to go from 45 to 60 without waiting", [(P, 45000, "from"), (P, 60000, "to")]),
        ("from 45 to 15k pls", [(P, 45000, "from"), (P, 15000, "to")]),
        ("bump us up, from 15 to 30 thousand", [(P, 15000, "from"), (P, 30000, "to")]),
        ("step us up from 5,000", [(P, 5000, "from")]),
        ("drop to fifteen thousand a month", [(P, 15000, "to")]),
        ("knock it down to thirty", [(P, 30000, "to")]),
        ("move me down to 45 right now", [(P, 45000, "to")]),
        ("moving up to a million", [(P, 1000000, "to")]),
        ("the 45 000 package instead of the 15 000", [(P, 45000, "to"), (P, 15000, "from")]),
        ("the 60,000 plan", [(P, 60000)]),
        ("30.000er plan", [(P, 30000)]),
        ("30kplan", []),
        ("the 5k one is too tiny now", [(P, 5000, "from")]),
        ("the five-thousand one is enough", [(P, 5000)]),
        ("so I guess the 45 one", [(P, 45000)]),
        ("give me the 250k plan already", [(P, 250000)]),
        ("a 30,000-message plan", [(P, 30000)]),
        ("the quarter-million plan", [(P, 250000)]),
        ("a half-million allowance", [(P, 500000)]),
        ("We are on 30,000 now", [(P, 30000, "from")]),
        ("we're on 45", [(P, 45000, "from")]),
        ("put us on 30", [(P, 30000)]),
        ("stick us on 15 not 45", [(P, 15000), (P, 45000, "not")]),
        ("a plan of 15k", [(P, 15000)]),
        ("happier on the tier with 250,000", [(P, 250000)]),
        ("sign us up for the one hundred twenty thousand level", [(P, 120000)]),
        ("Where do I click for 500,000?", [(P, 500000)]),
        ("why am I paying for 30,000", [(P, 30000, "from")]),
        ("we would like a quarter of a million", [(P, 250000)]),
        ("no, 45k", [(P, 45000)]),
        ("60k not 16k, fat thumbs", [(P, 60000), (P, 16000, "not")]),
    ],
)
def test_words_near_a_plan_give_its_part(read, text, expected):
    """ "From" and "to", or what one has and what one wants, tell the plan that is left from the one that is wanted."""
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("we sent 40,000", [(V, 40000)]),
        ("around 38k mails", [(V, 38000)]),
        ("two hundred thousand emails", [(V, 200000)]),
        ("-".join(("45", "50k mails")), [(V, 45000), (V, 50000)]),
        ("cheapest for about 38k a month?", [(V, 38000)]),
        ("what plan covers 52,000", [(V, 52000)]),
        ("what do 2k extra cost", [(V, 2000)]),
        ("One message over and 1,000 over on the five thousand plan", [(V, 1000), (P, 5000)]),
        ("we used 28,000, 31,000 and 29,000", [(V, 28000), (V, 31000), (V, 29000)]),
        ("usage 12000,40000,9000", [(V, 12000), (V, 40000), (V, 9000)]),
        ("we're on 30,000 and sent 40,000", [(P, 30000, "from"), (V, 40000)]),
        ("we do 45k plan, sent 51k. ballpark bill?", [(P, 45000), (V, 51000)]),
        ("what if we send 40k on our 30k plan", [(V, 40000), (P, 30000)]),
        ("we sent 2k of 5k", [(V, 2000), (P, 5000)]),
        ("quota 11k/60k", [(V, 11000), (P, 60000)]),
        ("usage 14,700 out of 15,000", [(V, 14700), (P, 15000)]),
        ("we sent 400 emails", [(V, 400)]),
        ("sent 0 emails in the whole time", [(V, 0)]),
        ("roughly twenty-two thousand mails", [(V, 22000)]),
        ("never exceed 22 000", [(V, 22000)]),
        ("a sudden 160.000 messages", [(V, 160000)]),
        ("it mailed 12,500 newsletters", [(V, 12500)]),
    ],
)
def test_messages_sent_are_no_plan(read, text, expected):
    """What was or will be sent is a volume; the noun or the verb beside it says so."""
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "480 parents",
        "14 schools through our account",
        "go up one step",
        "we have 11k fans",
        "three times longer",
        "open 24/7",
        "at 10:30",
        "at 5 pm",
        "20% off",
        "call (855) 709-4099",
        "call 555-123-4567",
        "4111 1111 1111 1111",
        "192.168.0.1",
        "version 1.2.3.4",
        "45 High Street",
        "Springfield, IL 90210",
        "covid-19",
        "the 3rd attempt",
        "thousands of messages",
        "a few thousand emails",
        "PO 88-2041",
        "pls upgrade acct 20331",
        "charged me 3 times",
        "a grand total",
        "put us on 2 lists",
        "list went from 2 thousand to 40 thousand fans",
        "two mails each",
        "thx a mil",
        "contract 77-30",
        "8-10 thousand guests",
        "docs promise 50",
        "in 1998",
    ],
)
def test_figures_that_count_something_else_are_left_alone(read, text):
    """Parents, schools, times, telephones and house numbers are neither plans nor messages."""
    assert [row for row in read(text) if row[0] in (P, V, "amount")] == []


@pytest.mark.parametrize(
    ("text", "expects", "expected"),
    [
        ("45", "plan_volume", [(P, 45000)]),
        ("the 45", "plan_volume", [(P, 45000)]),
        ("forty-five", "plan_volume", [(P, 45000)]),
        ("45 please", "plan_volume", [(P, 45000)]),
        ("45", "plan_volume_to", [(P, 45000, "to")]),
        ("45k", "plan_volume_from", [(P, 45000, "from")]),
        ("45", None, []),
        ("45k", "volume", [(V, 45000)]),
        ("45,000 please", "volume", [(V, 45000)]),
        ("200", "volume", [(V, 200)]),
        ("38000, maybe 39000", "volume", [(V, 38000), (V, 39000)]),
        ("we sent 40,000", "plan_volume", [(V, 40000)]),
        ("upgrade to 45k", "volume", [(P, 45000, "to")]),
        ("two", "volume", [(V, 2)]),
    ],
)
def test_a_bare_figure_answers_what_was_asked(read, text, expects, expected):
    """Asked for a plan, 45 is 45,000, as no plan is that small; plain cue words still win."""
    assert read(text, expects) == expected


@pytest.mark.parametrize(
    ("text", "expects", "expected"),
    [
        ("-5 emails", None, [("absurd", "-5", "negative")]),
        ("minus five thousand emails", None, [("absurd", "minus five thousand", "negative")]),
        ("−45k", None, [("absurd", "−45k", "negative")]),
        ("-5", "plan_volume", [("absurd", "-5", "negative")]),
        ("1e400", None, [("absurd", "1e400", "too_large")]),
        ("1e400", "plan_volume", [("absurd", "1e400", "too_large")]),
        ("1e400", "volume", [("absurd", "1e400", "too_large")]),
        ("9" * 60, "plan_volume", [("absurd", "9" * 60, "too_large")]),
        ("upgrade to 45,000,000,000,000", None, [("absurd", "45,000,000,000,000", "too_large")]),
        ("five trillion emails", None, [("absurd", "five trillion", "too_large")]),
        ("1e5", "plan_volume", [(P, 100000)]),
    ],
)
def test_an_absurd_volume_is_named_and_never_bent(read, text, expects, expected):
    """A negative or endless figure comes out as it was typed, with the reason it is refused."""
    assert read(text, expects) == expected
