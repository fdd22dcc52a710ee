"""Messages typed one after another, over HTTP against the whole desk: one turn, one answer, and nothing lost."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator

import pytest
import requests

from desk.bursts import joined
from tests.faults.records import engine_events
from tests.stack import Customer, Stack, awaited

pytestmark = pytest.mark.engine


def send(customer: Customer, text: str) -> list[str]:
    """Send a message as a page would and return the texts of its answer."""
    body = {"client_msg_id": uuid.uuid4().hex, "text": text}
    answer = requests.post(
        f"{customer.stack.home}/api/chat/messages", json=body, headers=customer.headers, timeout=60
    )
    assert answer.status_code == 200, answer.text
    return [message["text"] for message in answer.json()["messages"]]


def heard(stack: Stack, conversation: str) -> list[str]:
    """Return what the engine was asked."""
    return [event["text"] for event in engine_events(stack, conversation) if event["event"] == "user"]


def test_a_request_typed_in_pieces_is_answered_once(stack, records, background):
    """Two posts, one turn of the engine, the same answer for both, after the last piece."""
    harbor = stack.customer("harbor")
    first = background.submit(send, harbor, "i want to")
    awaited(lambda: len(records.log(harbor)) == 2, what="the first piece in the log")
    second = send(harbor, "upgrade my plan to 120,000")
    assert first.result(10) == second
    assert heard(stack, records.conversation(harbor)) == ["i want to\nupgrade my plan to 120,000"]
    assert records.answered_in_order(harbor) == [[2, 3]]
    assert "120,000" in second[-1]


@pytest.fixture
def patient(stack) -> Iterator[Stack]:
    """The desk with a wait long enough to kill the gateway in."""
    stack.stop("gateway")
    stack.environ["BURST_MS"] = "5000"
    stack.start("gateway")
    stack.wait()
    yield stack
    del stack.environ["BURST_MS"]
    stack.stop("gateway")


def test_pieces_kept_by_a_gateway_that_was_killed_are_answered_as_one(patient, records, background):
    """Killed while it waited for more: the next process answers what was kept, once."""
    harbor = patient.customer("harbor")
    sent = [background.submit(send, harbor, "i want to")]
    awaited(lambda: len(records.log(harbor)) == 2, what="the first piece in the log")
    sent.append(background.submit(send, harbor, "see my"))
    awaited(lambda: len(records.log(harbor)) == 3, what="the second piece in the log")
    patient.stop("gateway", kill=True)
    assert all(isinstance(one.exception(10), requests.ConnectionError) for one in sent)
    patient.start("gateway")
    assert records.answers(harbor, "see my") == records.answers(harbor, "i want to")
    assert heard(patient, records.conversation(harbor)) == [joined(records.log(harbor)[1:3])]
    patient.wait()


def test_a_whole_message_is_not_slowed_and_a_piece_waits_its_time(stack, records):
    """The quickest of several whole ones is far below the wait; a piece takes the wait and little more."""
    harbor = stack.customer("harbor")
    whole, piece = [], []
    for _ in range(5):
        whole.append(timed(harbor, "what is overage?"))
        piece.append(timed(harbor, "and my"))
    assert min(whole) < 0.5
    assert 0.7 <= min(piece) < 2.0
    print(f"whole {min(whole):.3f} s, piece {min(piece):.3f} s")


def timed(customer: Customer, text: str) -> float:
    """Return the seconds an answer took."""
    began = time.monotonic()
    send(customer, text)
    return time.monotonic() - began
