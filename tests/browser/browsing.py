"""What the browser tests share: Chromium, the pages as people open them, and axe-core."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.stack import PYTHON, ROOT, Stack

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
TABLET = {"width": 1024, "height": 768}
AXE = ROOT / "gateway" / "web" / "node_modules" / "axe-core" / "axe.min.js"

NETWORK = ("Failed to load resource", "WebSocket connection to")
"""Chromium reports what the network or the server refuses as the page's error; what the page makes of it is tested."""

needs = [
    pytest.mark.engine,
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"
    ),
    pytest.mark.skipif(
        not (ROOT / "gateway/static/index.html").exists(), reason="The help page is not built (make web)"
    ),
]


@contextmanager
def chromium() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


def fresh_page(browser: Browser, viewport: dict[str, int], scheme: str = "light") -> Page:
    """Return an empty page of somebody's own browser; an error on it fails the test."""
    # axe-core is brought in from outside, which the page's own policy rightly forbids; that policy has tests of its own.
    page = browser.new_context(viewport=viewport, color_scheme=scheme, bypass_csp=True).new_page()
    page.on("console", _no_errors)
    page.on("pageerror", lambda fault: pytest.fail(f"the page failed: {fault}"))
    return page


def _no_errors(message: ConsoleMessage) -> None:
    assert message.type != "error" or message.text.startswith(NETWORK), message.text


def help_page(browser: Browser, stack: Stack, viewport: dict[str, int], scheme: str = "light") -> Page:
    """Return the help page, freshly opened."""
    page = fresh_page(browser, viewport, scheme)
    page.goto(stack.home)
    expect(page.get_by_role("log")).to_contain_text("Hello")
    return page


def be_account(page: Page, name: str) -> None:
    """Choose a demo account on the help page."""
    menu = page.get_by_role("button", name="What can I ask?")
    if menu.is_visible():
        menu.click()
    page.locator("#accounts summary").click()
    page.locator("#choices").get_by_role("button", name=name).click()
    expect(page.get_by_role("log")).to_contain_text(f"Hello {name}")


def say(page: Page, text: str) -> None:
    """Type a line into the chat and send it with Enter."""
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def shot(page: Page, name: str) -> None:
    """Leave a picture where PLANDESK_SCREENSHOTS says."""
    if folder := os.environ.get("PLANDESK_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png")


def violations(page: Page) -> list[dict[str, Any]]:
    """Return what axe-core finds wrong with the page, motion aside: what is still fading in has little contrast."""
    if not AXE.exists():
        build = [sys.executable, str(ROOT / "tools" / "build_web.py"), "--test"]
        subprocess.run(build, check=True, capture_output=True, timeout=600)
    page.evaluate(AXE.read_text())
    page.emulate_media(reduced_motion="reduce")
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    page.emulate_media(reduced_motion="no-preference")
    return [{"rule": one["id"], "where": [node["target"] for node in one["nodes"]]} for one in found]


@dataclass(frozen=True)
class Agent:
    """Someone who may sign in to the console of a running desk."""

    name: str
    email: str
    password: str


def new_agent(stack: Stack, name: str, role: str = "agent") -> Agent:
    """Add an agent as a person would, with the command."""
    email = f"{name.split()[0].lower()}@desk.example"
    command = ["agents", "add", name, email, "--role", role, "--generate", "--json"]
    done = subprocess.run(
        [str(PYTHON.with_name("plandesk")), *command],
        cwd=ROOT,
        env=os.environ | stack.environ,
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return Agent(name, email, json.loads(done.stdout)["password"])


def console(
    browser: Browser, stack: Stack, agent: Agent, viewport: dict[str, int] = DESKTOP, scheme: str = "light"
) -> Page:
    """Return the console with `agent` signed in."""
    page = fresh_page(browser, viewport, scheme)
    page.goto(f"{stack.home}/agent")
    page.get_by_label("E-mail address").fill(agent.email)
    page.get_by_label("Password").fill(agent.password)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    return page
