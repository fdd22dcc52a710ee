"""The report is one page that needs nothing else, and can be read on a phone, on light and on dark."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.stack import ENGINE_PYTHON, ROOT

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
WIDTHS = {"desktop": 1280, "phone": 360}

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS.values(), ids=WIDTHS)
def test_the_page_stands_alone_at_every_width(browser, report, width, scheme):
    """It fetches nothing, never scrolls sideways as a whole, and its pictures take the page's colours."""
    page = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.page.as_uri())
    assert asked == [report.page.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.locator("svg[role=img]").count() == 3
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert ink in page.evaluate(
        "[...document.querySelectorAll('svg text')].map(one => getComputedStyle(one).fill)"
    )
    assert (sum(map(int, re.findall(r"\d+", ink)[:3])) > 382) == (scheme == "dark")


def test_the_terminal_and_the_page_say_the_same(report):
    """The headline stands in both, and the encoder is named."""
    page = report.page.read_text(encoding="utf-8")
    right = f"{report.says['figures']['likeliest_right'] * 100:.1f} %"
    assert right in page
    assert right in report.printed
    assert report.says["encoder"] in page
    assert report.says["encoder"] in report.printed


@pytest.mark.parametrize(
    ("content", "named"),
    [
        pytest.param('{"text": "hi", "intent": "greet"}\n{"text": "hi"}\n', "Line 2", id="no intent"),
        pytest.param("hi\n", "Line 1", id="not JSON"),
    ],
)
def test_a_bad_line_is_named(tmp_path, content, named):
    """The report refuses lines it cannot use and writes nothing."""
    source = tmp_path / "lines.jsonl"
    source.write_text(content)
    command = [str(ENGINE_PYTHON), "-m", "plandesk_engine.report", str(source), str(tmp_path / "out")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert named in done.stderr
    assert not (tmp_path / "out").exists()


def test_customers_words_are_shown_as_text(tmp_path):
    """A line that looks like markup is not markup on the page."""
    source = tmp_path / "lines.jsonl"
    lines = [{"text": f"<script>alert({one})</script> hello", "intent": one} for one in ("deny", "thank")]
    source.write_text("".join(json.dumps(one) + "\n" for one in lines))
    command = [str(ENGINE_PYTHON), "-m", "plandesk_engine.report", str(source), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
