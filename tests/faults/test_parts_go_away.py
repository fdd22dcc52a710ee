"""A part goes away: it is said, nothing is lost or done twice, and it works again by itself."""

from __future__ import annotations

import pytest
import requests

from tests.faults.records import CLAIM, claiming, confirm
from tests.stack import awaited

pytestmark = pytest.mark.engine


def test_the_action_server_being_down_is_said_and_the_claim_goes_on_afterwards(stack, records):
    """Nothing is filed while it is away; when it is back, "Try again" files what was confirmed, from the same quote."""
    harbor = claiming(stack)
    with stack.without("actions"):
        told = confirm(harbor)
        assert "cannot reach the part that works out figures" in told
        assert "earlier answers are kept" in told
        assert records.filed("harbor") == []
    filed = harbor.presses("Try again")
    assert harbor.ticket is not None and harbor.ticket["ref"] in filed
    assert [request.quote["amount"] for request in records.filed("harbor")] == ["25.00"]


def test_a_new_message_works_as_soon_as_the_action_server_is_back(stack, records):
    """Nobody has to restart anything: the next message is answered."""
    harbor = stack.customer("harbor")
    with stack.without("actions", kill=True):
        harbor.says(CLAIM)
        assert harbor.last[-1]["from"] == "system"
    harbor.says(CLAIM)
    assert harbor.quote["amount"] == "25.00"


def test_the_engine_being_down_is_said_and_the_message_kept(stack, records):
    """The page stays up and says so; the message is answered after "Try again"."""
    harbor = stack.customer("harbor")
    with stack.without("engine"):
        told = harbor.says(CLAIM)
        assert "a part of me is not running" in told
        assert requests.get(f"{stack.home}/healthz", timeout=5).status_code == 200
        assert requests.get(f"{stack.home}/readyz", timeout=10).json()["parts"]["engine"] == "not ready"
        assert [m["text"] for m in harbor.history() if m["from"] == "customer"] == [CLAIM]
        assert "a part of me is not running" in harbor.presses("Try again")
    harbor.presses("Try again")
    assert harbor.quote["amount"] == "25.00"


def test_an_engine_that_is_killed_in_the_middle_of_a_turn(stack, records, background):
    """The customer is told; after "Try again" the turn is done, once."""
    harbor = claiming(stack)
    with stack.frozen("actions"):
        pressed = background.submit(confirm, harbor)
        awaited(lambda: len(records.log(harbor)) == 4, what="the press in the log")
        stack.stop("engine", kill=True)
    assert "a part of me is not running" in pressed.result(40)
    stack.start("engine")
    stack.wait()
    harbor.presses("Try again")
    assert harbor.ticket is not None
    assert len(records.filed("harbor")) == 1


def test_an_action_that_takes_too_long_is_said_and_filed_once(stack, records):
    """The action goes on behind the engine's back and files; "Try again" finds that request and files no second."""
    harbor = claiming(stack)
    with stack.frozen("actions"):
        told = confirm(harbor)
        assert "taking longer than it should" in told
        assert "once at most" in told
    harbor.presses("Try again")
    assert harbor.ticket is not None
    assert len(records.filed("harbor")) == 1


def test_a_slow_action_holds_up_nobody_elses_page(stack, records, background):
    """While one customer waits for a frozen action, another reads the log and opens a conversation."""
    harbor = claiming(stack)
    with stack.frozen("actions"):
        pressed = background.submit(confirm, harbor)
        awaited(lambda: len(records.log(harbor)) == 4, what="the press in the log")
        assert len(harbor.history()) == 4
        assert stack.customer("pixel").history()
        assert not pressed.done()
    pressed.result(40)


def test_what_the_customer_writes_during_a_slow_action_is_answered_in_order(stack, records, background):
    """Every message is in the log and answered in the order written; what was typed in pieces meanwhile, as one."""
    harbor = claiming(stack)
    with stack.frozen("actions"):
        pressed = background.submit(confirm, harbor)
        awaited(lambda: len(records.log(harbor)) == 4, what="the press in the log")
        later = []
        for number, words in enumerate(("hello", "by the way", "who are you?")):
            later.append(background.submit(stack_says(harbor), words))
            awaited(lambda n=number: len(records.log(harbor)) == 5 + n, what="the next message in the log")
    for sent in (pressed, *later):
        sent.result(60)
    assert records.answered_in_order(harbor) == [[2], [4], [5, 6, 7]]


def stack_says(customer):
    """Return a way to speak beside another call of the same customer."""
    return type(customer)(customer.stack, customer.session).says


@pytest.mark.parametrize(
    ("setting", "path"),
    [("ENGINE_URL", "/webhooks/desk/turn"), ("ACTIONS_URL", "/webhook")],
    ids=["engine", "actions"],
)
@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer guess"}, {"Content-Type": "text/plain", "Origin": "https://evil.example"}],
    ids=["no secret", "a wrong secret", "text/plain from a foreign page"],
)
def test_nobody_but_its_caller_is_answered(stack, records, setting, path, headers):
    """Who reaches an inner port without its secret is refused, and nothing happens."""
    body = '{"next_action": "action_file_spike_claim", "tracker": {}}'
    answer = requests.post(f"{stack.environ[setting]}{path}", data=body, headers=headers, timeout=10)
    assert answer.status_code == 401
    assert records.filed("harbor") == []
