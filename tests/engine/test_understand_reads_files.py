"""`understand` sorts a file line by line, as the server would, and names the line it cannot read."""

from __future__ import annotations

import json
import uuid

import pytest

from .conftest import EXAMPLES, run_module

pytestmark = pytest.mark.engine

LINES = [
    "hello",
    "close our account",
    "move us up to 60k",
    "zxcvb",
    "/restart",
    "what's the weather like in Rome?",
]


def test_every_line_has_its_answer_in_order(trained, tmp_path):
    """One result a line, with the promised keys, and the ranking of all intents."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"text": line}) + "\n" for line in LINES))
    done = run_module("plandesk_engine.understand", trained, str(source), str(target))
    assert done.returncode == 0, done.stderr
    results = [json.loads(line) for line in target.read_text().splitlines()]
    assert [one["text"] for one in results] == LINES
    assert all(set(one) == {"text", "intent", "confidence", "entities", "ranking"} for one in results)
    assert [one["intent"] for one in results[:2]] == ["greet", "cancel_plan"]
    assert {one["name"] for one in results[0]["ranking"]} >= set(EXAMPLES)


def test_the_server_understands_the_same(trained, engine, tmp_path):
    """The short way round Rasa gives what Rasa gives."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text("".join(json.dumps({"text": line}) + "\n" for line in LINES))
    assert run_module("plandesk_engine.understand", trained, str(source), str(target)).returncode == 0
    for line in target.read_text().splitlines():
        alone = json.loads(line)
        served = engine.turn(alone["text"], uuid.uuid4().hex).json()["understood"]
        assert served["intent"] == alone["intent"]
        assert served["confidence"] == pytest.approx(alone["confidence"], abs=0.02)
        assert served["entities"] == alone["entities"]
        assert len(served["ranking"]) == len(alone["ranking"])


@pytest.mark.parametrize(
    ("content", "named"),
    [
        pytest.param(b'{"text": "hi"}\n{"txt": "hi"}\n', "Line 2", id="no text"),
        pytest.param(b'{"text": "hi"}\n\nnot json\n', "Line 3", id="not JSON"),
        pytest.param(b'{"text": 5}\n', "Line 1", id="a number as text"),
        pytest.param(b'{"text": "caf\xe9"}\n', "Line 1", id="another encoding"),
        pytest.param(b'["hi"]\n', "Line 1", id="a list"),
    ],
)
def test_a_bad_line_is_named(trained, tmp_path, content, named):
    """Exit 2, one sentence with the line, and no half-written output."""
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(content)
    done = run_module("plandesk_engine.understand", trained, str(source), str(target))
    assert done.returncode == 2
    assert done.stderr.startswith(named)
    assert len(done.stderr.splitlines()) == 1
    assert not target.exists()


def test_a_missing_model_is_said(tmp_path):
    """Exit 1 and what to type."""
    source = tmp_path / "in.jsonl"
    source.write_text('{"text": "hi"}\n')
    done = run_module("plandesk_engine.understand", tmp_path, str(source), "-")
    assert done.returncode == 1
    assert "plandesk train" in done.stderr
