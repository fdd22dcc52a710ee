"""The agents' console in headless Chromium, beside a customer's help page: two people at once, against the real desk.

Screenshots are left in the folder that PLANDESK_SCREENSHOTS names.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.browsing import (
    TABLET,
    Agent,
    chromium,
    fresh_page,
    needs,
    new_agent,
    shot,
    violations,
)
from tests.stack import Stack, started

pytestmark = needs


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """A desk of its own."""
    running = started()
    yield running
    running.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def ana(stack: Stack) -> Agent:
    """A lead."""
    return new_agent(stack, "Ana Ruiz", "lead")


def test_a_wrong_password_is_said_and_the_page_has_no_fault(browser: Browser, stack: Stack, ana: Agent):
    """The password box is selected for the next try; nothing says which of both was wrong."""
    page = fresh_page(browser, TABLET, "dark")
    page.goto(f"{stack.home}/agent")
    page.get_by_label("E-mail address").fill(ana.email)
    page.get_by_label("Password").fill("not it at all")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("is wrong")
    expect(page.get_by_label("Password")).to_be_focused()
    assert violations(page) == []
    shot(page, "console-sign-in-tablet-dark")
