"""A policy file is read exactly or refused with every fault in it."""

import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from billing_rules import PerBlock, Plan, Policy, PolicyFaults, TierDifference, load_policy

POLICIES = Path(__file__).parents[2] / "policies"
DEMO_TEXT = (POLICIES / "demo.yml").read_text("utf-8")
DROP = object()
PRICE = 'a quoted decimal string with at most 2 decimals, such as "144.00", from "0.00" to "999999999.99"'


def content() -> dict[str, Any]:
    """Return a small good policy as plain data."""
    return {
        "name": "small",
        "currency": "USD",
        "plans": [
            {"volume": 1000, "price": "10.00"},
            {"volume": 5000, "price": "30.00", "requires": ["spf", "dkim"]},
        ],
        "overage": {"model": "tier_difference"},
        "spike_protection": {"allowance": "20.00", "months": 3, "claim_days": 30},
        "contact": {"phone": "(855) 709-4099"},
    }


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return the good policy with the value at a dotted path set, or dropped."""
    whole = content()
    *parents, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place: Any = whole
    for step in parents:
        place = place[step]
    if value is DROP:
        del place[last]
    else:
        place[last] = value
    return whole


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Any], Path]:
    """Write a policy file from text, bytes or data."""

    def written(given: Any) -> Path:
        path = tmp_path / "policy.yml"
        if isinstance(given, bytes):
            path.write_bytes(given)
        else:
            path.write_text(given if isinstance(given, str) else yaml.safe_dump(given), "utf-8")
        return path

    return written


def faults_of(path: Path) -> list[str]:
    """Return each fault as its own line."""
    with pytest.raises(PolicyFaults) as refused:
        load_policy(path)
    assert str(refused.value).splitlines()[1:] == [f"  {fault}" for fault in refused.value.faults]
    return [str(fault) for fault in refused.value.faults]


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


BOMB = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nname: *c\n"


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        pytest.param("", "the file: nothing; expected a mapping", id="an empty file"),
        pytest.param("- 1\n", "the file: a list of 1; expected a mapping", id="a list"),
        pytest.param("hello", 'the file: "hello"; expected a mapping', id="a word"),
        pytest.param(BOMB, "line 1: &a; expected no YAML anchors or aliases", id="a bomb of aliases"),
        pytest.param("name: *x\n", "line 1: *x; expected no YAML anchors", id="an alias to nothing"),
        pytest.param("[" * 5000, "nested more than 8 deep", id="five thousand brackets"),
        pytest.param(
            "name: !!python/object/apply:os.system [ls]\n", "a tagged value", id="a tag that runs code"
        ),
        pytest.param("name: [\n", "expected one YAML document", id="broken YAML"),
        pytest.param("a: 1\n---\nb: 2\n", "expected one YAML document", id="two documents"),
        pytest.param("name: \x00\n", "expected one YAML document", id="a NUL"),
        pytest.param(
            DEMO_TEXT + "name: twice\n", "name: given twice; expected each key once", id="a key twice"
        ),
        pytest.param(
            DEMO_TEXT.replace("5000,", "5000, volume: 7,", 1),
            "plans[0].volume: given twice",
            id="twice inside",
        ),
        pytest.param(
            DEMO_TEXT.replace("5000,", "05000,", 1),
            "plans[0].volume: '05000' (not in plain digits)",
            id="an octal number",
        ),
        pytest.param(
            DEMO_TEXT.replace("5000,", "1:30,", 1),
            "plans[0].volume: '1:30' (not in plain digits)",
            id="a base-60 number",
        ),
        pytest.param(
            DEMO_TEXT.replace("5000,", "0x10,", 1),
            "plans[0].volume: '0x10' (not in plain digits)",
            id="a hex number",
        ),
        pytest.param(
            DEMO_TEXT.replace("5000,", "9" * 5000 + ",", 1), "plans[0].volume: '999", id="5,000 digits"
        ),
        pytest.param(DEMO_TEXT.replace("name", "<<", 1), "<<", id="a merge key"),
        pytest.param(DEMO_TEXT.replace("USD", "2026-01-01"), "'2026-01-01' (a date)", id="a date"),
        pytest.param(b"name: \xff\n", "the file: byte 0xff at 6; expected UTF-8 text", id="not UTF-8"),
        pytest.param(b"\xff\xfen\x00", "expected UTF-8 text", id="UTF-16"),
        pytest.param(
            b"#" * 70_000, "more than 65,536 bytes; expected at most 65,536 bytes", id="a huge file"
        ),
    ],
)
def test_what_is_no_plain_yaml_is_refused(write, given: str | bytes, fault: str):
    """Nothing is expanded, run, guessed or read to its end."""
    assert any(fault in found for found in faults_of(write(given)))


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("missing.yml", id="missing"),
        pytest.param(".", id="a folder"),
        pytest.param("a\0b", id="a NUL in the name"),
        pytest.param("x" * 5000, id="a name too long"),
        pytest.param("/dev/zero", id="an endless device"),
    ],
)
def test_what_is_no_file_is_a_fault_too(tmp_path: Path, path: str):
    """The path is said, and nothing hangs."""
    [fault] = faults_of(tmp_path / path)
    assert "expected a" in fault


def test_a_pipe_does_not_hang(tmp_path: Path):
    """A named pipe nobody writes to is refused, not waited for."""
    os.mkfifo(tmp_path / "pipe")
    assert "no file" in faults_of(tmp_path / "pipe")[0]


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


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.dates(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8) | st.integers(), inner, max_size=3)
    ),
    max_leaves=6,
)
PLACES = [
    "name",
    "currency",
    "plans",
    "plans.0",
    "plans.0.volume",
    "plans.1.price",
    "plans.1.requires",
    "overage",
]
PLACES += [
    "overage.model",
    "spike_protection",
    "spike_protection.months",
    "contact",
    "contact.phone",
    "other",
]
FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])


def load_or_refuse(path: Path) -> None:
    """Load the file; anything but a policy or its faults fails the test."""
    try:
        assert isinstance(load_policy(path), Policy)
    except PolicyFaults as refused:
        assert refused.faults
        str(refused).encode("utf-8")


@FUZZ
@given(place=st.sampled_from(PLACES), value=VALUES)
def test_any_value_anywhere_is_a_policy_or_its_faults(write, place: str, value: Any):
    """Nothing but `PolicyFaults` comes out, whatever stands at a key."""
    load_or_refuse(write(changed(place, value)))


@FUZZ
@given(at=st.integers(0, len(DEMO_TEXT)), cut=st.integers(0, 40), text=st.text(max_size=12))
@example(at=0, cut=0, text="\ud800".encode("utf-8", "replace").decode())
def test_any_damage_is_a_policy_or_its_faults(write, at: int, cut: int, text: str):
    """Text lost and text slipped in, anywhere in the demo file."""
    load_or_refuse(write(DEMO_TEXT[:at] + text + DEMO_TEXT[at + cut :]))


@FUZZ
@given(given=st.binary(max_size=200) | st.text("[]{}&*!:,-?|>'\"%@`# \n\tab0", max_size=80).map(str.encode))
def test_any_bytes_are_faults(write, given: bytes):
    """No file of rubbish raises anything else."""
    load_or_refuse(write(given))
