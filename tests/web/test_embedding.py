"""docs/embedding.md is true: its signing examples make valid tokens, its tables name what the widget really has."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import jwt
import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = (ROOT / "docs" / "embedding.md").read_text()
STYLES = (ROOT / "gateway" / "web" / "src" / "widget" / "chat.css").read_text()
SOURCES = "".join(
    path.read_text() for path in sorted((ROOT / "gateway" / "web" / "src" / "widget").glob("*.ts"))
)
SECRET = "a secret of the thirty-two bytes that HS256 asks for"


def example(language: str, containing: str) -> str:
    """Return the document's code block in this language that contains these words."""
    blocks = re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    return next(block for block in blocks if containing in block)


def accepted(token: str) -> dict[str, object]:
    """Check a token as the gateway does, and return its claims."""
    return jwt.decode(
        token, SECRET, algorithms=["HS256"], audience="plandesk", options={"require": ["sub", "exp"]}
    )


def test_the_python_example_signs_a_valid_identity(monkeypatch: pytest.MonkeyPatch):
    """The gateway takes what the PyJWT lines make."""
    monkeypatch.setenv("IDENTITY_SECRET", SECRET)
    names: dict[str, object] = {"account_id": "harbor"}
    exec(example("python", "jwt.encode"), names)
    assert accepted(str(names["identity"]))["sub"] == "harbor"


@pytest.mark.parametrize(
    ("program", "arguments", "language", "ending"),
    [
        pytest.param(
            "node", ["--input-type=module", "-e"], "js", "console.log(plandeskIdentity('harbor'))", id="node"
        ),
        pytest.param("php", ["-r"], "php", "echo plandesk_identity('harbor');", id="php"),
    ],
)
def test_the_other_examples_sign_a_valid_identity(program, arguments, language, ending):
    """The same token, with nothing but the language itself."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed here")
    code = example(language, "sha256") + ending
    done = subprocess.run(
        [program, *arguments, code],
        capture_output=True,
        text=True,
        timeout=30,
        env={**os.environ, "IDENTITY_SECRET": SECRET},
    )
    assert accepted(done.stdout.strip())["sub"] == "harbor", done.stderr


def test_every_custom_property_is_documented_and_every_documented_one_exists():
    """A theme written from the table works, and nothing is left out of it."""
    assert set(re.findall(r"`(--plandesk-[\w-]+)`", DOCUMENT)) == set(
        re.findall(r"--plandesk-[\w-]+", STYLES)
    )


def test_the_documented_colours_are_the_real_ones():
    """The defaults in the table are those in the stylesheet."""
    real = dict(re.findall(r"var\((--plandesk-[\w-]+), light-dark\(([^)]+)\)\)", STYLES))
    for name, light, dark in re.findall(r"\| `(--plandesk-[\w-]+)` \| `(#\w+)`, `(#\w+)` \|", DOCUMENT):
        assert real.pop(name) == f"{light}, {dark}"
    assert real == {}


def test_every_part_is_documented():
    """Whatever ::part can reach is in the list."""
    parts = {
        word for value in re.findall(r'part="([^"]+)"', SOURCES) for word in value.split() if "$" not in word
    }
    listed = DOCUMENT.split("Parts: ")[1].split("\n\n")[0]
    assert parts <= set(re.findall(r"`([\w-]+)`", listed))
