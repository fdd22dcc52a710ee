"""Whatever stands in a policy file, it is a policy or its faults: nothing is expanded, run or waited for."""

import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from billing_rules import Policy, PolicyFaults, load_policy
from tests.billing_rules.policy_files import changed, faults_of

DEMO_TEXT = (Path(__file__).parents[2] / "policies/demo.yml").read_text("utf-8")
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
