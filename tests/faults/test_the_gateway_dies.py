"""The gateway dies or is stopped at any point of a turn: the message is there and is answered once."""

from __future__ import annotations

import signal

import pytest
import requests

from desk.adapters.rasa import RasaEngine
from desk.conversations import LEASE
from desk.engine import Facts
from tests.faults.records import CLAIM, claiming, confirm
from tests.stack import awaited

pytestmark = pytest.mark.engine


def test_killed_in_the_middle_of_a_turn(stack, records, background):
    """The press is in the log; after the restart it is answered by itself, once, and filed once."""
    harbor = claiming(stack)
    with stack.frozen("actions"):
        pressed = background.submit(confirm, harbor)
        awaited(lambda: len(records.log(harbor)) == 4, what="the press in the log")
        stack.stop("gateway", kill=True)
    assert isinstance(pressed.exception(10), requests.ConnectionError)
    stack.start("gateway")
    stack.wait()
    title = records.log(harbor)[3].text
    answers = records.answers(harbor, title)
    assert [message.ticket is not None for message in answers] == [True, False], "filed, and anything else?"
    assert len(records.filed("harbor")) == 1
    assert len(records.log(harbor)) == 6


def test_killed_right_after_a_message_was_kept(stack, records):
    """Kept and then nothing: the sweep of the next process answers it."""
    harbor = stack.customer("harbor")
    stack.stop("gateway", kill=True)
    records.conversations.receive(records.conversation(harbor), "kept", CLAIM, None)
    stack.start("gateway")
    (answer,) = records.answers(harbor, CLAIM)
    assert answer.quote["amount"] == "25.00"
    stack.wait()


def test_killed_after_the_engine_was_done_and_before_the_answer_was_written(stack, records):
    """The engine answers the repeated turn from its store: the customer reads the receipt, and nothing is done again."""
    harbor = claiming(stack)
    conversation = records.conversations.of_session(harbor.session)
    choice = records.log(harbor)[-1].choices[0]
    stack.stop("gateway", kill=True)
    pressed = records.conversations.receive(conversation.id, "kept", None, choice.id)
    turn = records.conversations.take(conversation.id)
    engine = RasaEngine(stack.environ["ENGINE_URL"], stack.environ["ENGINE_SECRET"])
    facts = Facts(
        account="harbor",
        conversation=conversation.id,
        episode=conversation.episode,
        epoch=conversation.epoch,
        now=records.log(harbor)[-1].at,
        time_zone=conversation.time_zone,
        turn=turn.message.seq,
    )
    lost = engine.turn(facts, pressed.text, pressed.choice)
    (request,) = records.filed("harbor")
    stack.start("gateway")
    answers = awaited(
        lambda: [m for m in records.log(harbor) if m.reply_to == pressed.seq], LEASE.total_seconds() + 60
    )
    assert [message.text for message in answers] == [said.text for said in lost.said]
    assert answers[0].ticket["ref"] == request.ref
    assert len(records.filed("harbor")) == 1
    stack.wait()


def test_stopped_in_the_middle_of_a_turn(stack, records, background):
    """SIGTERM lets the turn finish: the caller gets the answer, and the process ends well."""
    harbor = claiming(stack)
    with stack.frozen("actions"):
        pressed = background.submit(confirm, harbor)
        awaited(lambda: len(records.log(harbor)) == 4, what="the press in the log")
        process = stack.processes["gateway"]
        process.terminate()
    assert pressed.result(40)
    assert harbor.ticket is not None
    assert process.wait(40) in (0, -signal.SIGTERM)
    stack.start("gateway")
    stack.wait()
    assert [message["seq"] for message in harbor.history()] == [1, 2, 3, 4, 5, 6]


def test_a_session_outlives_the_gateway(stack, records):
    """After a restart the page goes on where it was, with the same session and the same buttons."""
    harbor = claiming(stack)
    with stack.without("gateway"):
        pass
    confirm(harbor)
    assert harbor.ticket is not None
