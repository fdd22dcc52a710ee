"""A model is replaced only by a good one, and only when something it is made from has changed."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest
import yaml

from .conftest import run_module, run_script

pytestmark = pytest.mark.engine


@pytest.fixture
def project(trained, tmp_path) -> Path:
    """A copy of the trained project to break."""
    return Path(shutil.copytree(trained, tmp_path / "p", ignore=shutil.ignore_patterns("var", "engine.log")))


def _hash(project: Path) -> str:
    return hashlib.sha256((project / "models" / "plandesk.tar.gz").read_bytes()).hexdigest()


def _edit(path: Path, change) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")


def test_nothing_changed_nothing_trained(project):
    """The same inputs: a sentence, and the model stays."""
    before = _hash(project)
    done = run_module("plandesk_engine.train", project)
    assert (done.returncode, done.stdout) == (0, "Model is up to date.\n")
    assert _hash(project) == before


def _unknown_intent(project: Path) -> None:
    _edit(project / "domain.yml", lambda it: it["intents"].remove("thank"))


def _no_examples(project: Path) -> None:
    _edit(project / "data" / "nlu.yml", lambda it: it["nlu"].pop())


def _twice(project: Path) -> None:
    _edit(
        project / "data" / "nlu.yml",
        lambda it: it["nlu"].append({"intent": "thank", "examples": "- tell me a joke\n"}),
    )


def _unknown_action(project: Path) -> None:
    _edit(
        project / "data" / "rules.yml", lambda it: it["rules"][0]["steps"].append({"action": "action_typo"})
    )


def _contradiction(project: Path) -> None:
    rule = {"rule": "other answer", "steps": [{"intent": "greet"}, {"action": "utter_thank"}]}
    _edit(project / "data" / "rules.yml", lambda it: it["rules"].append(rule))


def _broken_domain(project: Path) -> None:
    (project / "domain.yml").write_text("intents: [greet\nslots: {")


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        pytest.param(_unknown_intent, "'thank'", id="an intent missing from the domain"),
        pytest.param(_no_examples, "'out_of_scope'", id="an intent without examples"),
        pytest.param(_twice, "tell me a joke", id="one example under two intents"),
        pytest.param(_unknown_action, "action_typo", id="a rule that runs an unknown action"),
        pytest.param(_contradiction, "other answer", id="two rules that contradict each other"),
        pytest.param(_broken_domain, "domain.yml", id="a domain that is not YAML"),
    ],
)
def test_broken_data_is_named_and_the_old_model_stays(project, damage, named):
    """Exit 1, the fault in words without a traceback, the model byte for byte the old one."""
    before = _hash(project)
    damage(project)
    done = run_module("plandesk_engine.train", project)
    assert done.returncode == 1
    assert named in done.stderr
    assert "Traceback" not in done.stderr
    assert _hash(project) == before
    assert not list((project / "models").glob("training-*"))


def test_another_encoder_is_refused(project, tmp_path):
    """Weights whose hash differs are not trained with."""
    script = tmp_path / "changed.py"
    changed = tmp_path / "model.safetensors"
    changed.write_bytes(b"other weights")
    script.write_text(
        "import sys; from pathlib import Path; from plandesk_engine import weights, train\n"
        f"weights.folder = lambda: Path({str(tmp_path)!r})\n"
        "sys.exit(train.main([]))\n"
    )
    before = _hash(project)
    done = run_script(script, project)
    assert done.returncode == 1
    assert "sha256" in done.stderr
    assert _hash(project) == before
