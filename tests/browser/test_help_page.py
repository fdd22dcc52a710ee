"""The help page in headless Chromium, against the real desk: from the first word to the receipt.

Screenshots are left in the folder that PLANDESK_SCREENSHOTS names.
"""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.browsing import (
    DESKTOP,
    PHONE,
    be_account,
    help_page,
    needs,
    say,
    shot,
    violations,
)
from tests.stack import Stack

pytestmark = needs


def test_harbor_reads_the_working_and_files_the_claim(browser: Browser, stack: Stack):
    """A shocking bill is quoted as a table whose total is 25.00, and one tap files it."""
    page = help_page(browser, stack, DESKTOP)
    be_account(page, "Harbor Books")
    say(page, "a spammer abused our form and suddenly there is a 5000 dollar overage on the bill")
    table = page.get_by_role("table")
    expect(table).to_contain_text("Protection allowance")
    expect(table).to_contain_text("$25.00")
    shot(page, "harbor-quote-desktop")
    page.get_by_role("button", name="Yes, file the claim").click()
    expect(page.get_by_role("log")).to_contain_text("PD-1")
    shot(page, "harbor-receipt-desktop")
    assert violations(page) == []
    page.reload()
    expect(page.get_by_role("log")).to_contain_text("PD-1")


def test_pixel_on_a_phone_learns_why_mail_bounces_and_upgrades(browser: Browser, stack: Stack):
    """On a phone, in the dark: over quota is explained, 66.00 is quoted, the request is filed."""
    page = help_page(browser, stack, PHONE, "dark")
    be_account(page, "Pixel")
    say(page, "what is this over quota notice I keep getting for my emails")
    expect(page.get_by_role("log")).to_contain_text("$66.00")
    shot(page, "pixel-over-quota-phone")
    page.get_by_role("button", name="Upgrade to 45,000").click()
    page.get_by_role("button", name="Yes, file it").click()
    expect(page.get_by_role("log")).to_contain_text("PD-1")
    shot(page, "pixel-receipt-phone")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_growth_is_told_of_dkim_by_keyboard_alone(browser: Browser, stack: Stack):
    """Without a mouse: the missing record is named before anything is filed."""
    page = help_page(browser, stack, DESKTOP)
    be_account(page, "Growth")
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
    page = help_page(browser, stack, DESKTOP)
    say(page, "<img src=x onerror=alert(1)><script>alert(2)</script> hello")
    expect(page.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.get_by_role("log").locator("img, script").count() == 0
