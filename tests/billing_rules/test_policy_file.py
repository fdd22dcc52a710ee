"""A policy file is read exactly or refused with every fault in it."""

from decimal import Decimal
from typing import Any

import pytest
import yaml

from billing_rules import PerBlock, Plan, Policy, TierDifference, load_policy
from tests.billing_rules.policy_files import DROP, changed, content, faults_of

PRICE = 'a quoted decimal string with at most 2 decimals, such as "144.00", from "0.00" to "999999999.99"'


def test_the_demo_is_read_exactly(demo: Policy):
    """Nine plans in order of volume, money as exact decimals, one tag."""
    assert demo.plans[0] == Plan(5_000, Decimal("30.00"))
    assert demo.largest == Plan(1_000_000, Decimal("3690.00"), ("spf", "dkim"))
    assert demo.overage == TierDifference()
    assert demo.phone == "(855) 709-4099"
    assert demo.tag == "demo@34a283b28018"


def test_the_other_company_is_read_exactly(blocks: Policy):
    """Blocks with a hard limit, another currency and another window."""
    assert blocks.overage == PerBlock(1_000, Decimal("9.50"), 3)
    assert (blocks.currency, blocks.spike.months, blocks.spike.claim_days) == ("EUR", 6, 14)


def test_the_limit_may_be_left_out(write):
    """Per block without `limit_multiple` never stops."""
    block = {"model": "per_block", "block": 1, "price": "0.03"}
    assert load_policy(write(changed("overage", block))).overage == PerBlock(1, Decimal("0.03"), None)


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        pytest.param("name", DROP, "name: missing; expected this key", id="no name"),
        pytest.param(
            "name", "a@b", 'name: "a@b"; expected a short name', id="a name that would break the tag"
        ),
        pytest.param("name", 7, "name: 7; expected a short name", id="a number for a name"),
        pytest.param(
            "currency", "usd", 'currency: "usd"; expected an ISO 4217', id="currency in small letters"
        ),
        pytest.param("plans", DROP, "plans: missing", id="no plans"),
        pytest.param(
            "plans", [], "plans: an empty list; expected a list of 1 to 200", id="an empty list of plans"
        ),
        pytest.param("plans", {"a": 1}, "plans: a mapping of 1; expected a list", id="plans as a mapping"),
        pytest.param("plans", None, "plans: nothing; expected a list", id="plans left empty"),
        pytest.param(
            "plans",
            [{"volume": n} for n in range(201)],
            "plans: a list of 201; expected",
            id="absurdly many plans",
        ),
        pytest.param(
            "plans.0", "1000", 'plans[0]: "1000"; expected a mapping with the keys', id="a plan as text"
        ),
        pytest.param("plans.0.volume", DROP, "plans[0].volume: missing", id="a plan without a volume"),
        pytest.param(
            "plans.0.volume", 5000, "plans[1].volume: 5000; expected another", id="the same volume twice"
        ),
        pytest.param(
            "plans.0.volume", 0, "plans[0].volume: 0; expected a whole number from 1", id="volume zero"
        ),
        pytest.param("plans.0.volume", -1, "plans[0].volume: -1; expected", id="a negative volume"),
        pytest.param("plans.0.volume", 10**10, "plans[0].volume: 10000000000; exp", id="an absurd volume"),
        pytest.param("plans.0.volume", "1000", 'plans[0].volume: "1000"; expected', id="a quoted volume"),
        pytest.param(
            "plans.0.volume", True, "plans[0].volume: 'true' (a yes/no value)", id="yes for a volume"
        ),
        pytest.param(
            "plans.0.volume", 1000.5, "plans[0].volume: '1000.5' (a bare decimal)", id="half a message"
        ),
        pytest.param(
            "plans.0.price", 10.5, f"plans[0].price: '10.5' (a bare decimal); expected {PRICE}", id="a float"
        ),
        pytest.param(
            "plans.0.price", 10, "plans[0].price: 10; expected a quoted", id="a price without quotes"
        ),
        pytest.param("plans.0.price", "-10.00", 'plans[0].price: "-10.00"; expected', id="a negative price"),
        pytest.param("plans.0.price", "10.001", 'plans[0].price: "10.001"; expected', id="a tenth of a cent"),
        pytest.param(
            "plans.0.price", "1,000.00", 'plans[0].price: "1,000.00"; expected', id="a thousands comma"
        ),
        pytest.param("plans.0.price", "1e3", 'plans[0].price: "1e3"; expected', id="an exponent"),
        pytest.param("plans.0.price", "NaN", 'plans[0].price: "NaN"; expected', id="not a number"),
        pytest.param("plans.0.price", "٤٥", r'plans[0].price: "\u0664\u0665"; expected', id="other digits"),
        pytest.param(
            "plans.0.price", "10.00\n", r'plans[0].price: "10.00\n"; expected', id="a line end in a price"
        ),
        pytest.param("plans.0.price", "9" * 100, "999...; expected a quoted", id="an absurd price"),
        pytest.param(
            "plans.1.price", "9.99", "plans[1].price: 9.99; expected at least 10.00", id="larger but cheaper"
        ),
        pytest.param(
            "plans.1.requires", ["dmarc"], "plans[1].requires: a list of 1; expected", id="an unknown need"
        ),
        pytest.param(
            "plans.1.requires", ["spf"] * 2, "plans[1].requires: a list of 2; expected", id="a need twice"
        ),
        pytest.param(
            "plans.1.requires", "spf", 'plans[1].requires: "spf"; expected a list', id="a need as text"
        ),
        pytest.param(
            "plans.1.colour", "red", 'plans[1].colour: "red"; expected no such key', id="an unknown key"
        ),
        pytest.param(
            "extra", 1, "extra: 1; expected no such key, only name, currency", id="an unknown section"
        ),
        pytest.param("overage", DROP, "overage: missing", id="no overage model"),
        pytest.param(
            "overage", "tier_difference", 'overage: "tier_difference"; expected a map', id="model as text"
        ),
        pytest.param("overage.model", DROP, "overage.model: missing", id="a model without its name"),
        pytest.param(
            "overage.model", "flat", 'overage.model: "flat"; expected tier_difference or', id="wrong model"
        ),
        pytest.param(
            "overage.block", 10, "overage.block: 10; expected no such key, only model", id="a stray block"
        ),
        pytest.param("overage.model", "per_block", "overage.block: missing", id="blocks without a size"),
        pytest.param(
            "spike_protection", [], "spike_protection: an empty list; expected a mapping", id="a list"
        ),
        pytest.param(
            "spike_protection.months", 0, "spike_protection.months: 0; expected", id="no months to average"
        ),
        pytest.param(
            "spike_protection.claim_days", 1.5, "claim_days: '1.5' (a bare dec", id="a day and a half"
        ),
        pytest.param(
            "spike_protection.allowance", "-1", 'allowance: "-1"; expected', id="a negative allowance"
        ),
        pytest.param("contact", DROP, "contact: missing", id="no contact"),
        pytest.param("contact", {}, "contact.phone: missing", id="a contact without a phone"),
        pytest.param(
            "contact.phone", 8557094099, "contact.phone: 8557094099; expected a quoted", id="phone no text"
        ),
        pytest.param(
            "contact.phone", "call us", 'contact.phone: "call us"; expected', id="a phone without digits"
        ),
    ],
)
def test_a_fault_names_the_key_the_value_and_what_is_expected(write, path: str, value: Any, fault: str):
    """Each fault is found, and one look at its line is enough to mend it."""
    assert any(fault in found for found in faults_of(write(changed(path, value))))


def test_every_fault_is_listed_at_once(write):
    """A file wrong in six places is mended in one go."""
    bad = content()
    bad["plans"] += [{"volume": 5000, "price": 1.5}, {"volume": -3, "price": "x", "color": "red"}]
    del bad["contact"]
    found = faults_of(write(bad))
    assert [line.partition(":")[0] for line in found] == [
        "contact",
        "plans[2].price",
        "plans[3].color",
        "plans[3].volume",
        "plans[3].price",
        "plans[2].volume",
    ]


def test_the_hash_is_of_the_content_not_of_the_text(write):
    """Order, comments, spacing and "10" for "10.00" do not change it."""
    tag = load_policy(write(content())).tag
    other = content()
    other["plans"].reverse()
    other["plans"][1]["price"] = "10"
    text = "\ufeff# a comment\n" + yaml.safe_dump(dict(reversed(other.items())))
    assert load_policy(write(text)).tag == tag


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("plans.0.price", "10.01", id="a cent"),
        pytest.param("plans.0.volume", 1001, id="a message"),
        pytest.param("plans.1.requires", ["spf"], id="a requirement"),
        pytest.param("currency", "EUR", id="the currency"),
        pytest.param("spike_protection.claim_days", 31, id="a day"),
        pytest.param("overage", {"model": "per_block", "block": 1, "price": "1.00"}, id="the model"),
        pytest.param("contact.phone", "112", id="the phone"),
    ],
)
def test_the_hash_changes_with_the_content(write, path: str, value: Any):
    """A quote's tag says under which policy it was made."""
    before = load_policy(write(content())).content_hash
    after = load_policy(write(changed(path, value))).content_hash
    assert before != after
    assert len(after) == 12


def test_a_larger_plan_may_cost_the_same(write):
    """Only a cheaper one is a fault: it would make overage negative."""
    assert load_policy(write(changed("plans.1.price", "10.00"))).largest.price == Decimal("10.00")
