"""The built web files: small enough, whole, and free of anything a strict content security policy forbids."""

import gzip
import re
import runpy
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "gateway" / "static"
BUILD = ROOT / "tools" / "build_web.py"
LIMIT = 15_000


def build(*options: str) -> subprocess.CompletedProcess[str]:
    """Run the build tool as a person would."""
    return subprocess.run([sys.executable, str(BUILD), *options], capture_output=True, text=True, timeout=600)


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    """Make sure that the files are there and current."""
    done = build()
    assert done.returncode == 0, done.stderr


class Page(HTMLParser):
    """Collects every element of a page, and the text inside scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inline: list[str] = []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside in {"script", "style"} and data.strip():
            self.inline.append(data)


@pytest.fixture(scope="module", params=["index.html", "agent.html"])
def page(built: None, request: pytest.FixtureRequest) -> Page:
    """The help page and the agents' console as built."""
    return Page((STATIC / request.param).read_text())


def test_what_a_customer_loads_is_small():
    """The widget is one file of at most 15,000 bytes gzipped."""
    script = STATIC / "plandesk.js"
    assert len(gzip.compress(script.read_bytes(), 9)) <= LIMIT
    assert not re.search(r"\bimport\s*[\"'({]|\bfrom\s*[\"']", script.read_text()), "it loads another file"


def test_what_an_agent_loads_is_no_part_of_what_a_customer_does():
    """The console is a file of its own, and none of it is in the widget."""
    assert "plandesk-console" in (STATIC / "agent.js").read_text()
    assert "plandesk-console" not in (STATIC / "plandesk.js").read_text()


def test_the_page_has_no_inline_script_or_style(page: Page):
    """A policy of script-src 'self' and style-src 'self' breaks nothing."""
    assert page.inline == []
    for tag, attributes in page.elements:
        assert tag != "style"
        assert "style" not in attributes, tag
        assert not [name for name in attributes if name.startswith("on")], tag


def test_the_page_asks_nobody_else(page: Page):
    """Every address on the page and in its styles is one of our own files, and is there."""
    wanted = [
        attrs.get("src") or attrs.get("href")
        for tag, attrs in page.elements
        if tag in {"script", "link", "img"}
    ]
    wanted += [
        found
        for style in ("help.css", "agent.css")
        for found in re.findall(r"url\(([^)]+)\)", (STATIC / style).read_text())
    ]
    for address in wanted:
        assert address is not None
        assert (STATIC / address.strip("\"'")).is_file(), address


@pytest.mark.parametrize("name", ["plandesk.js", "help.js", "agent.js"])
def test_the_scripts_need_no_unsafe_policy(name: str):
    """No eval, no Function from a string, no markup from a string but Lit's own templates."""
    script = (STATIC / name).read_text()
    assert "eval(" not in script
    assert "new Function" not in script
    # Lit parses its constant templates once, through one <template>; nothing else may write markup.
    assert script.count("innerHTML") == (0 if name == "help.js" else 1)
    assert "unsafeHTML" not in script


def test_nothing_is_done_when_nothing_has_changed():
    """A second build ends at once and leaves the files alone."""
    before = (STATIC / "plandesk.js").stat().st_mtime_ns
    done = build()
    assert done.stdout.strip() == "The web files are up to date."
    assert (STATIC / "plandesk.js").stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        pytest.param("v20.19.0", True, id="the oldest Vite takes"),
        pytest.param("v20.18.9", False, id="just before it"),
        pytest.param("v21.7.3", False, id="an odd release between"),
        pytest.param("v22.12.0", True, id="the next long-term release"),
        pytest.param("v24.1.0", True, id="a newer one"),
        pytest.param("not a version", False, id="something else called node"),
    ],
)
def test_only_a_node_that_runs_the_build_is_used(tmp_path: Path, version: str, enough: bool):
    """Another Node.js on PATH is passed over, not tripped over."""
    fake = tmp_path / "node"
    fake.write_text(f"#!/bin/sh\necho '{version}'\n")
    fake.chmod(0o755)
    assert runpy.run_path(str(BUILD))["recent_enough"](str(fake)) is enough


def test_the_widgets_own_unit_tests_pass():
    """Types are sound, and the log, sending and wording keep their promises."""
    done = build("--test")
    assert done.returncode == 0, done.stderr
