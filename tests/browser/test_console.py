"""The agents' console in headless Chromium, beside a customer's help page: two people at once, against the real desk.

Screenshots are left in the folder that PLANDESK_SCREENSHOTS names.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.browsing import (
    DESKTOP,
    PHONE,
    TABLET,
    Agent,
    be_account,
    console,
    fresh_page,
    help_page,
    needs,
    new_agent,
    say,
    shot,
    violations,
)
from tests.stack import Stack

pytestmark = needs


@pytest.fixture(scope="module")
def ana(stack: Stack) -> Agent:
    """A lead."""
    return new_agent(stack, "Ana Ruiz", "lead")


@pytest.fixture(scope="module")
def ben(stack: Stack) -> Agent:
    """An agent."""
    return new_agent(stack, "Ben Okafor")


@pytest.fixture
def at_work(browser: Browser, stack: Stack, ana: Agent) -> Iterator[Page]:
    """Ana's console; she is online for as long as the test runs."""
    page = console(browser, stack, ana)
    online(page)
    yield page
    page.get_by_role("switch").click()
    expect(page.get_by_role("switch")).to_have_text("Away")
    page.context.close()


def online(page: Page) -> None:
    """Be online."""
    switch = page.get_by_role("switch")
    if switch.get_attribute("aria-checked") == "false":
        switch.click()
    expect(switch).to_have_text("Online")


def asks_for_a_person(browser: Browser, stack: Stack, name: str) -> Page:
    """Return the help page of a customer who waits for an agent."""
    page = help_page(browser, stack, PHONE)
    be_account(page, name)
    say(page, "can I please talk to a real person")
    return page


def opened(page: Page, name: str) -> None:
    """Open the conversation of the customer called `name`."""
    page.get_by_role("navigation").get_by_role("button", name=name).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def accepted(page: Page, button: str = "Accept") -> None:
    """Take the open conversation."""
    page.get_by_role("button", name=button).click()
    expect(page.get_by_role("button", name="Resolve")).to_be_visible()


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


def test_a_claim_goes_to_a_person_and_back_and_is_filed(browser: Browser, stack: Stack, at_work: Page):
    """Mid-claim: asked, accepted by keyboard, talked over, returned; the bot finishes the claim and files it."""
    customer = help_page(browser, stack, PHONE)
    be_account(customer, "Harbor Books")
    say(customer, "a spammer abused our form and suddenly there is a 5000 dollar overage on the bill")
    expect(customer.get_by_role("table")).to_contain_text("$25.00")
    say(customer, "can I please talk to a real person first")
    row = at_work.get_by_role("navigation").get_by_role("button", name="Harbor Books")
    expect(row).to_be_visible()
    expect(at_work).to_have_title("(1) Support desk")
    shot(at_work, "console-queue-desktop")
    assert violations(at_work) == []

    at_work.keyboard.press("j")
    expect(row).to_be_focused()
    at_work.keyboard.press("Enter")
    card = at_work.get_by_role("complementary", name="Card")
    expect(card.get_by_role("table", name="Spike protection")).to_contain_text("$25.00")
    expect(card).to_contain_text("Asked for a person")
    expect(card).to_contain_text("Identity verified")
    expect(card.locator("#request")).to_contain_text("October 2026, 5000.00")
    at_work.keyboard.press("a")
    box = at_work.get_by_role("textbox", name="Write to the customer")
    expect(box).to_be_focused()
    at_work.keyboard.type("Hello, this is Ana. Is the form closed to spam now?")
    at_work.keyboard.press("Enter")
    shown = customer.get_by_role("log")
    expect(shown).to_contain_text("Is the form closed to spam now?")
    expect(shown.locator("[data-from=agent]")).to_contain_text("Ana Ruiz")
    expect(customer.get_by_role("button", name="Leave a message instead")).to_be_disabled()

    say(customer, "yes, it has a captcha since yesterday")
    expect(at_work.get_by_role("log")).to_contain_text("it has a captcha since yesterday")
    expect(at_work.get_by_role("log")).to_contain_text("Offered: Yes, file the claim")
    expect(shown.locator("[data-from=bot]").last).not_to_contain_text("captcha")
    expect(customer.locator("[data-from=customer]").last).to_contain_text("Sent")
    shot(customer, "handoff-customer-phone")
    shot(at_work, "console-conversation-desktop")
    assert violations(at_work) == []
    assert violations(customer) == []

    at_work.keyboard.press("Escape")
    at_work.keyboard.press("b")
    at_work.get_by_label("A last line for the customer").fill("The assistant files it for you now.")
    at_work.get_by_role("dialog").get_by_role("button", name="Return to bot").click()
    expect(shown).to_contain_text("The assistant files it for you now.")
    customer.get_by_role("button", name="Yes, go on").click()
    customer.get_by_role("button", name="Yes, file the claim", disabled=False).click()
    expect(shown.locator(".receipt")).to_contain_text("PD-1")
    shot(customer, "handoff-filed-phone")

    expect(at_work.get_by_role("log").locator(".receipt")).to_be_in_viewport(timeout=10_000)

    # Ana still looks at it: she takes it again, approves the adjustment and files what the customer asked beside it.
    accepted(at_work, "Take over")
    at_work.get_by_role("button", name="Approve the adjustment").click()
    at_work.get_by_label("Remark").fill("seen the logs")
    assert violations(at_work) == []
    at_work.get_by_role("dialog").get_by_role("button", name="Approve").click()
    card.locator("summary", has_text="History").click()
    expect(card.locator("#audit")).to_contain_text("PD-1001 by Ana Ruiz: seen the logs")
    at_work.get_by_role("button", name="File a request").click()
    at_work.get_by_label("Kind").select_option("technical_problem")
    at_work.get_by_label("Subject").fill("Watch the form")
    at_work.get_by_label("What the team should do").fill("Look at the form's log in a week.")
    at_work.get_by_role("dialog").get_by_role("button", name="File it").click()
    expect(card.locator("#tickets")).to_contain_text("Watch the form")
    shot(at_work, "console-card-desktop")


def test_of_two_who_accept_one_has_it_and_the_other_is_told(
    browser: Browser, stack: Stack, at_work: Page, ben: Agent
):
    """The second reads who was faster; a note is all they can leave."""
    customer = asks_for_a_person(browser, stack, "Pixel")
    other = console(browser, stack, ben, TABLET, "dark")
    online(other)
    opened(at_work, "Pixel")
    opened(other, "Pixel")
    # Both have pressed before either knows of the other: Ben's press is on its way while Ana's arrives.
    other.route("**/accept", lambda route: (accepted(at_work), route.continue_()))
    other.get_by_role("button", name="Accept").click()
    expect(other.get_by_role("alert")).to_contain_text("Ana Ruiz has this conversation already")
    assert violations(other) == []
    expect(other.get_by_role("button", name="Accept")).to_have_count(0)
    other.keyboard.press("n")
    other.keyboard.type("They called on Monday too.")
    other.keyboard.press("Enter")
    expect(at_work.locator("#notes")).to_contain_text("They called on Monday too.")
    expect(customer.get_by_role("log")).not_to_contain_text("Monday")
    shot(other, "console-note-tablet-dark")
    assert violations(other) == []
    at_work.keyboard.press("Escape")
    at_work.keyboard.press("t")
    at_work.get_by_label("Who takes it").select_option("Ben Okafor")
    at_work.get_by_role("dialog").get_by_role("button", name="Transfer").click()
    expect(other.get_by_role("button", name="Resolve")).to_be_visible()
    expect(customer.get_by_role("log")).to_contain_text("Ben Okafor from our team takes over")
    other.keyboard.press("Escape")
    other.keyboard.press("e")
    other.get_by_role("dialog").get_by_role("button", name="Resolve").click()
    expect(other.get_by_role("navigation").get_by_role("button", name="Pixel")).to_have_count(0)
    other.context.close()


def test_a_gateway_killed_while_two_people_talk_loses_nothing(browser: Browser, stack: Stack, at_work: Page):
    """What both wrote while it was gone arrives once, in one order for both; the agent has the conversation still."""
    customer = asks_for_a_person(browser, stack, "Fresh")
    opened(at_work, "Fresh")
    accepted(at_work)
    with stack.without("gateway", kill=True):
        say(customer, "are you still with me?")
        expect(customer.get_by_role("log")).to_contain_text("Waiting to be sent")
        at_work.get_by_role("textbox", name="Write to the customer").fill("One moment, I am looking it up.")
        at_work.keyboard.press("Enter")
        expect(at_work.get_by_role("status")).to_contain_text("Connection lost")
    patience = 30_000
    for page in (customer, at_work):
        for words in ("are you still with me?", "One moment, I am looking it up."):
            expect(page.get_by_role("log").get_by_text(words)).to_have_count(1, timeout=patience)
    expect(at_work.locator(".pending")).to_have_count(0, timeout=patience)
    expect(customer.locator("[data-state=waiting]")).to_have_count(0, timeout=patience)
    expect(at_work.get_by_role("button", name="Resolve")).to_be_visible()
    at_work.get_by_role("button", name="Resolve").click()
    at_work.get_by_role("dialog").get_by_role("button", name="Resolve").click()
    expect(customer.get_by_role("log")).to_contain_text("This conversation is closed")


def test_what_an_agent_typed_outlives_their_session(
    browser: Browser, stack: Stack, ana: Agent, at_work: Page
):
    """Signed out elsewhere in the middle of a sentence: one signs in again and goes on with it."""
    asks_for_a_person(browser, stack, "Growth")
    opened(at_work, "Growth")
    at_work.keyboard.press("r")
    at_work.keyboard.type("The DKIM record goes to")
    at_work.context.clear_cookies()
    at_work.keyboard.press("Enter")
    expect(at_work.get_by_role("alert")).to_contain_text("what you typed is kept")
    at_work.get_by_label("E-mail address").fill(ana.email)
    at_work.get_by_label("Password").fill(ana.password)
    at_work.keyboard.press("Enter")
    expect(at_work.get_by_role("textbox", name="Write to the customer")).to_have_value(
        "The DKIM record goes to"
    )


def test_what_a_customer_typed_is_text_on_the_console(browser: Browser, stack: Stack, at_work: Page):
    """Markup from a customer is words in the queue, the transcript and the card."""
    customer = help_page(browser, stack, DESKTOP)
    be_account(customer, "Maple")
    say(customer, "<img src=x onerror=alert(1)> let me talk to a person please")
    opened(at_work, "Maple")
    expect(at_work.get_by_role("log")).to_contain_text("<img src=x onerror=alert(1)>")
    assert at_work.get_by_role("log").locator("img, script").count() == 0
