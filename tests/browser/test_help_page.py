"""The help page in headless Chromium, against the real desk: from the first word to the receipt.

Screenshots are left in the folder that PLANDESK_SCREENSHOTS names.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.stack import ROOT, Stack, started

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}

pytestmark = [
    pytest.mark.engine,
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None, reason="Chromium is not installed (Debian: apt-get install chromium)"
    ),
    pytest.mark.skipif(
        not (ROOT / "gateway/static/index.html").exists(), reason="The help page is not built (make web)"
    ),
]


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """A desk of its own."""
    running = started()
    yield running
    running.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield chromium
        chromium.close()


def opened(browser: Browser, stack: Stack, viewport: dict[str, int], scheme: str = "light") -> Page:
    """Return the help page, freshly opened; an error in the page's own console fails the test."""
    page = browser.new_context(viewport=viewport, color_scheme=scheme).new_page()
    page.on("console", _no_errors)
    page.on("pageerror", lambda fault: pytest.fail(f"the page failed: {fault}"))
    page.goto(stack.home)
    expect(page.get_by_role("log")).to_contain_text("Hello")
    return page


def _no_errors(message: ConsoleMessage) -> None:
    assert message.type != "error", message.text


def sign_in(page: Page, name: str) -> None:
    """Choose a demo account on the page."""
    menu = page.get_by_role("button", name="What can I ask?")
    if menu.is_visible():
        menu.click()
    page.locator("#accounts summary").click()
    page.locator("#choices").get_by_role("button", name=name).click()
    expect(page.get_by_role("log")).to_contain_text(f"Hello {name}")


def say(page: Page, text: str) -> None:
    """Type a line and send it with Enter."""
    page.get_by_role("textbox").fill(text)
    page.get_by_role("textbox").press("Enter")


def shot(page: Page, name: str) -> None:
    """Leave a picture where it was asked for."""
    if folder := os.environ.get("PLANDESK_SCREENSHOTS"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_harbor_reads_the_working_and_files_the_claim(browser: Browser, stack: Stack):
    """A shocking bill is quoted as a table whose total is 25.00, and one tap files it."""
    page = opened(browser, stack, DESKTOP)
    sign_in(page, "Harbor Books")
    say(page, "a spammer abused our form and suddenly there is a 5000 dollar overage on the bill")
    table = page.get_by_role("table")
    expect(table).to_contain_text("Protection allowance")
    expect(table).to_contain_text("$25.00")
    shot(page, "harbor-quote-desktop")
    page.get_by_role("button", name="Yes, file the claim").click()
    expect(page.get_by_role("log")).to_contain_text("PD-1")
    shot(page, "harbor-receipt-desktop")
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("PD-1")


def test_pixel_on_a_phone_learns_why_mail_bounces_and_upgrades(browser: Browser, stack: Stack):
    """On a phone, in the dark: over quota is explained, 66.00 is quoted, the request is filed."""
    page = opened(browser, stack, PHONE, "dark")
    sign_in(page, "Pixel")
    say(page, "what is this over quota notice I keep getting for my emails")
    expect(page.get_by_role("log")).to_contain_text("$66.00")
    shot(page, "pixel-over-quota-phone")
    page.get_by_role("button", name="Upgrade to 45,000").click()
    page.get_by_role("button", name="Yes, file it").click()
    expect(page.get_by_role("log")).to_contain_text("PD-1")
    shot(page, "pixel-receipt-phone")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_growth_is_told_of_dkim_by_keyboard_alone(browser: Browser, stack: Stack):
    """Without a mouse: the missing record is named before anything is filed."""
    page = opened(browser, stack, DESKTOP)
    sign_in(page, "Growth")
    page.get_by_role("textbox").focus()
    page.keyboard.type("we need to get to 120,000 a month as soon as possible")
    page.keyboard.press("Enter")
    button = page.get_by_role("button", name="Yes, file it")
    expect(button).to_be_visible()
    expect(page.get_by_role("log")).to_contain_text("DKIM")
    for _ in range(12):
        if button.evaluate("it => it.getRootNode().activeElement === it"):
            break
        page.keyboard.press("Shift+Tab")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("log")).to_contain_text("PD-1")
    shot(page, "growth-receipt-desktop")


def test_what_a_customer_types_is_shown_as_text(browser: Browser, stack: Stack):
    """Markup is words: nothing typed becomes an element or a script."""
    page = opened(browser, stack, DESKTOP)
    say(page, "<img src=x onerror=alert(1)><script>alert(2)</script> hello")
    expect(page.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.get_by_role("log").locator("img, script").count() == 0
