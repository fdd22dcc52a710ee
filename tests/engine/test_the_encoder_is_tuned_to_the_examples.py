"""Tuning: the encoder learns the project's own examples once, and a model uses it for exactly those."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
import yaml

from .conftest import PYTHON, ROOT

pytestmark = pytest.mark.engine

EXAMPLES = {
    "greet": "- hello\n- good morning\n- hi there\n- hey\n",
    "out_of_scope": "- tell me a joke\n- fix my printer\n- order a pizza\n- who won the match\n",
    "upgrade_plan": "- move us up to [60k](plan_volume)\n- we need a bigger plan\n- raise our volume\n- upgrade us\n",
}

IS_TUNED = (
    "from plandesk_engine import tuned\nfrom plandesk_engine.project import Project\n"
    "print(tuned.of(Project.here()) is not None)\n"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of three intents and twelve sentences, with an empty cache of its own."""
    root = tmp_path_factory.mktemp("tuning") / "project"
    (root / "data").mkdir(parents=True)
    for name in ("config.yml", "endpoints.yml", "credentials.yml"):
        (root / name).write_bytes((ROOT / name).read_bytes())
    _write(root / "data" / "nlu.yml", {"nlu": [{"intent": i, "examples": e} for i, e in EXAMPLES.items()]})
    names = [*EXAMPLES, "nlu_fallback"]
    rules = [{"rule": f"answer {i}", "steps": [{"intent": i}, {"action": f"utter_{i}"}]} for i in names]
    _write(root / "data" / "rules.yml", {"rules": [*rules]})
    said = {f"utter_{intent}": [{"text": intent}] for intent in names}
    entities = ["plan_volume", "volume", "amount", "date", "duration", "ticket", "domain", "email"]
    domain = {"intents": names, "entities": entities, "responses": said, "actions": ["action_not_understood"]}
    _write(root / "domain.yml", domain)
    done = _run(root, "plandesk_engine.train")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def tuned(home: Path) -> Path:
    """The same project after its encoder was tuned."""
    home.joinpath("before").write_bytes(_model(home))
    done = _run(home, "plandesk_engine.tune")
    assert done.returncode == 0, done.stderr
    assert "Step 2 of 12, loss " in done.stderr
    return home


def _write(path: Path, content: dict) -> None:
    path.write_text(yaml.safe_dump({"version": "3.1"} | content, sort_keys=False), encoding="utf-8")


def _environment(root: Path) -> dict[str, str]:
    return os.environ | {"PLANDESK_ROOT": str(root), "PLANDESK_CACHE": str(root / "cache")}


def _run(root: Path, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [PYTHON, "-m", module, *arguments]
    return subprocess.run(
        command, env=_environment(root), capture_output=True, text=True, timeout=300, check=False
    )


def _script(root: Path, lines: str) -> str:
    done = subprocess.run(
        [PYTHON, "-W", "ignore", "-c", lines],
        env=_environment(root),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _model(root: Path) -> bytes:
    return (root / "models" / "plandesk.tar.gz").read_bytes()


def _kept(root: Path) -> list[Path]:
    return list((root / "cache" / "encoder").glob("tuned-*"))


def test_both_encoders_are_the_same_before_tuning(home):
    """What learns computes what serves: the same vectors for the same tokens, short, long and padded."""
    told = _script(
        home,
        "import numpy as np, onnxruntime\n"
        "from safetensors.numpy import load_file\n"
        "from plandesk_engine import tuning, weights\n"
        "from plandesk_engine.conversion import build\n"
        "from plandesk_engine.trainable import TrainableEncoder\n"
        "published = load_file(weights.checked())\n"
        "ids, mask = tuning._padded(tuning._token_ids(['hi', 'upgrade us', 'why did our mail bounce? ' * 9]))\n"
        "ours = TrainableEncoder(published).vectors(ids, mask).numpy()\n"
        "graph = onnxruntime.InferenceSession(build(published).SerializeToString())\n"
        "given = {'input_ids': ids.astype(np.int64), 'attention_mask': mask.astype(np.int64)}\n"
        "print((ours * graph.run(None, given)[0]).sum(axis=1).min())\n",
    )
    assert float(told) > 0.9999


@pytest.mark.parametrize("annotated", [pytest.param(True, id="annotated"), pytest.param(False, id="our own")])
def test_the_examples_are_those_rasa_reads(home, annotated):
    """What the encoder is tuned to is what the classifier learns from, in the real data and beside entities."""
    told = _script(
        home if annotated else ROOT,
        "import logging; logging.disable(logging.WARNING)\n"
        "from plandesk_engine import examples, faults, slim\n"
        "from plandesk_engine.project import Project\n"
        "project = Project.here(); slim.install(project.config)\n"
        "read = faults.checked(project).get_nlu_data().intent_examples\n"
        "rasas = {(one.get('text'), one.get('intent')) for one in read}\n"
        "print(len(rasas ^ set(examples.read(project.data))), len(rasas))\n",
    )
    different, read = told.split()
    assert (different, int(read) >= 12) == ("0", True)


def test_a_tuned_encoder_makes_a_new_model(tuned):
    """The model after tuning is another, and with it the inputs are up to date again."""
    assert _model(tuned) != tuned.joinpath("before").read_bytes()
    assert _run(tuned, "plandesk_engine.train").stdout == "Model is up to date.\n"


def test_nothing_is_tuned_twice(tuned):
    """The same examples: the encoder in the cache is used, and no step is made."""
    done = _run(tuned, "plandesk_engine.tune")
    assert (done.returncode, done.stdout, done.stderr) == (0, "Model is up to date.\n", "")


def test_other_examples_are_not_served_by_it(tuned):
    """With one example more the published encoder is used; with the old ones the tuned one is back."""
    nlu = tuned / "data" / "nlu.yml"
    before = nlu.read_text(encoding="utf-8")
    nlu.write_text(before.replace("- hello\n", "- hello\n    - hello you\n"), encoding="utf-8")
    try:
        changed = before != nlu.read_text(encoding="utf-8")
        assert (changed, _script(tuned, IS_TUNED)) == (True, "False\n")
    finally:
        nlu.write_text(before, encoding="utf-8")
    assert _script(tuned, IS_TUNED) == "True\n"


def test_a_damaged_encoder_is_not_used(tuned):
    """One changed byte: it counts as none, and the next tuning makes it anew, byte for byte."""
    graph = _kept(tuned)[0] / "encoder.onnx"
    whole = graph.read_bytes()
    graph.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert _script(tuned, IS_TUNED) == "False\n"
    done = _run(tuned, "plandesk_engine.tune")
    assert done.returncode == 0, done.stderr
    assert graph.read_bytes() == whole
    assert _script(tuned, IS_TUNED) == "True\n"


@pytest.mark.parametrize(
    "number", [pytest.param(signal.SIGTERM, id="stopped"), pytest.param(signal.SIGKILL, id="killed")]
)
def test_ended_in_the_middle_it_leaves_nothing(home, tmp_path, number):
    """No half-written encoder, and the model in use is byte for byte the one before."""
    copy = shutil.copytree(home, tmp_path / "copy", ignore=shutil.ignore_patterns("tuned-*"))
    command = [PYTHON, "-m", "plandesk_engine.tune"]
    with subprocess.Popen(command, env=_environment(copy), stderr=subprocess.PIPE) as tuning:
        assert next(line for line in tuning.stderr if line.startswith(b"Tuning"))
        before = _model(copy)
        time.sleep(1)
        tuning.send_signal(number)
    assert tuning.returncode == (130 if number == signal.SIGTERM else -number)
    assert _kept(copy) == list((copy / "cache" / "encoder").glob("tuning-*")) == []
    assert _model(copy) == before


def test_only_one_tunes_at_a_time(tuned):
    """A second one says so instead of doing the work again."""
    lock = tuned / "cache" / "encoder" / "tuning.lock"
    holder = (
        f"import fcntl, subprocess, sys; f = open({str(lock)!r}, 'w'); fcntl.flock(f, fcntl.LOCK_EX)\n"
        "print(subprocess.run([sys.executable, '-m', 'plandesk_engine.tune'], capture_output=True, text=True).stderr)\n"
    )
    assert "being tuned by another process" in _script(tuned, holder)
