"""Macros and suggestions: filled with the figures the customer saw, or not offered at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from billing_rules import advise, load_policy, quote_downgrade, quote_overage, quote_upgrade
from desk.macros import Macro, MacroFaults, Macros, figures, load_macros
from desk.wiring import ROOT
from tests.billing_rules.harbor import ask

POLICY = load_policy(ROOT / "policies" / "demo.yml")

GRANTED = {
    "rule": "spike_protection",
    "decision": "granted",
    "amount": "25.00",
    "credit": "4975.00",
    "currency": "USD",
    "deadline": "2026-12-15",
    "lines": [
        {"label": "Average overage, Jul-Sep 2026: 5.00, 5.00, 5.00", "amount": "5.00"},
        {"label": "Protection allowance", "amount": "20.00"},
    ],
    "details": {"bill": "5000.00"},
}
WHO = {"customer": "Harbor Books", "agent": "Ann Lee", "phone": "(855) 709-4099"}


@pytest.fixture
def macros() -> Macros:
    """The macros that come with the desk."""
    return load_macros(ROOT / "policies" / "macros.yml")


def test_a_suggestion_has_the_figures_of_the_quote(macros):
    """Every amount as the customer saw it, the working included."""
    explained, offer = macros.suggestions(GRANTED, figures(GRANTED) | WHO)
    assert explained.text == (
        "Your bill of $5,000.00 does not have to stand: Average overage, Jul-Sep 2026: 5.00, 5.00, 5.00 = $5.00, "
        "Protection allowance = $20.00. That makes $25.00, so $4,975.00 comes off. The last day to claim is "
        "15 December 2026."
    )
    assert "$25.00 instead of $5,000.00" in offer.text


def test_without_a_quote_nothing_is_suggested(macros):
    """And nothing that speaks of figures is offered."""
    assert macros.suggestions(None, WHO) == []
    assert all("$" not in macro.text for macro in macros.offered(WHO))


def test_a_macro_is_offered_once_its_figures_are_known(macros):
    """A reference only where there is one; no brace is left in anything."""
    without = {macro.id for macro in macros.offered(WHO)}
    with_one = {macro.id: macro.text for macro in macros.offered(WHO | {"reference": "PD-1001"})}
    assert set(with_one) - without == {"filed"}
    assert with_one["filed"].startswith("It is filed as PD-1001.")
    assert with_one["hello"].startswith("Hello Harbor Books, I am Ann Lee.")
    assert not any(sign in text for text in with_one.values() for sign in "{}")


def test_what_a_customer_is_called_is_no_brace():
    """A name that looks like one stays a name."""
    text = Macro("a", "A", "Hello {customer}").filled({"customer": "{phone}", "phone": "1"})
    assert text == "Hello {phone}"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(quote_upgrade(POLICY, 30000, 45000), id="upgrade"),
        pytest.param(quote_downgrade(POLICY, 45000, 30000), id="downgrade"),
        pytest.param(quote_overage(POLICY, 30000, 40000), id="overage"),
        pytest.param(advise(POLICY, [12000, 40000, 9000]), id="advice"),
        pytest.param(ask(POLICY), id="a claim"),
        pytest.param(ask(POLICY, bill=Decimal(18)), id="a bill that stands"),
        pytest.param(ask(POLICY, claimed=date(2026, 11, 15)), id="a late claim"),
        pytest.param(ask(POLICY, service_month=4, paid=(Decimal(5),) * 2, trial_projection=None), id="a gap"),
    ],
)
def test_there_is_a_suggestion_for_what_the_rules_answer(macros, answer):
    """Each one of the file can be filled from a real quote of its rule."""
    quote = answer.to_json()
    on = f"{quote['rule']}.{quote['decision']}"
    written = [macro for macro in macros.suggested if macro.id == on]
    filled = macros.suggestions(quote, figures(quote) | WHO)
    assert len(filled) == len(written) > 0
    assert not any(sign in macro.text for macro in filled for sign in "{}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("macros: {}", ["macros: an empty mapping; expected a list"], id="no list"),
        pytest.param("macro: []", ["macro: ", "expected no such key"], id="unknown key"),
        pytest.param(
            "macros:\n  - {id: Hello!, title: '', text: 'Dear {nme}, {'}\n  - {id: a, title: A}\n",
            ["macros[0].id", "macros[0].title", "{nme}", "between every pair", "macros[1].text: missing"],
            id="all of it wrong",
        ),
        pytest.param(
            "macros:\n  - {id: a, title: A, text: a}\n  - {id: a, title: B, text: b}\n",
            ["the id a twice"],
            id="one id twice",
        ),
        pytest.param(
            "suggested:\n  - {on: upgrade, title: A, text: a}\n", ["suggested[0].on"], id="no decision"
        ),
        pytest.param("a: *b", ["no YAML anchors"], id="an alias"),
        pytest.param("[", ["The file of macros"], id="no YAML"),
    ],
)
def test_a_file_with_faults_says_all_of_them(tmp_path, text, said):
    """At once, each with its place."""
    file = tmp_path / "macros.yml"
    file.write_text(text)
    with pytest.raises(MacroFaults) as refused:
        load_macros(file)
    for part in said:
        assert part in str(refused.value)


def test_a_file_that_is_not_there_is_said(tmp_path):
    """With its name."""
    with pytest.raises(MacroFaults, match=r"nowhere\.yml has 1 fault"):
        load_macros(tmp_path / "nowhere.yml")
