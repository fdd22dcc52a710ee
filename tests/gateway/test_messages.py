"""The chat over HTTP: what is said, what follows, and that nothing happens twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import pytest

from desk.engine import Part, Said
from gateway.limits import Rate
from tests.gateway.gateway_fixtures import begun, problem

SURE = Said("Sure?", choices=(("Yes, file it", {"intent": "affirm", "entities": {"plan_volume": 45000}}),))


def sure(text, choice):
    """Ask first; confirm when the button was pressed."""
    return [SURE] if choice is None else [Said(f"Done: {choice['intent']}")]


def test_what_followed_is_returned(harbor):
    """A message's answer is in the response, in the contract's shape."""
    (answer,) = harbor.says("hello")
    assert (answer["seq"], answer["from"], answer["text"]) == (3, "bot", "You said: hello")
    names = {"seq", "from", "text", "choices", "quote", "ticket", "at", "client_msg_id", "author"}
    assert set(answer) == names


def test_history_has_everything_after_a_seq(harbor):
    """A page that was away reads on from the last seq it has."""
    harbor.says("one")
    harbor.says("two")
    assert [message["seq"] for message in harbor.history()] == [1, 2, 3, 4, 5]
    assert [message["text"] for message in harbor.history(after=3)] == ["two", "You said: two"]
    assert harbor.history(after=2**31 - 1) == []


def test_the_same_id_later_gives_the_same_answer(harbor, engine):
    """A page that never heard the answer asks again and gets it; nothing is done twice."""
    first = harbor.send(text="hello", client_msg_id="same").json()
    assert harbor.send(text="hello", client_msg_id="same").json() == first
    assert engine.texts == ["hello"]
    assert len(harbor.history()) == 3


def test_the_same_id_at_once_gives_the_same_answer(harbor, engine):
    """Five requests in the same instant: one message, one answer for all."""
    start = threading.Barrier(5)

    def send(_: int):
        start.wait()
        return harbor.send(text="hello", client_msg_id="same").json()["messages"][0]["seq"]

    with ThreadPoolExecutor(5) as pool:
        assert set(pool.map(send, range(5))) == {3}
    assert engine.texts == ["hello"]


def test_a_press_is_what_the_button_stands_for(harbor, engine):
    """The id goes in, the title is shown, the engine gets the intent."""
    engine.answer = sure
    harbor.says("upgrade")
    answer = harbor.send(choice=harbor.choices()["Yes, file it"]).json()["messages"]
    assert [message["text"] for message in answer] == ["Done: affirm"]
    assert engine.asked[-1][1:] == ("Yes, file it", {"intent": "affirm", "entities": {"plan_volume": 45000}})


def test_what_a_button_stands_for_stays_here(harbor, engine):
    """Neither the answer nor the history shows an intent or a payload."""
    engine.answer = sure
    sent = harbor.send(text="upgrade").text
    read = harbor.client.get("/api/chat/messages", headers=harbor.headers).text
    for leaked in ("affirm", "plan_volume", "payload", "45000"):
        assert leaked not in sent + read


@pytest.mark.parametrize(
    "choice",
    [
        pytest.param("/affirm", id="a payload"),
        pytest.param('/cancel_plan{"plan_volume": "5000"}', id="a payload with a slot"),
        pytest.param("Yes, file it", id="the title"),
        pytest.param("k-0000000000000000", id="a made-up id"),
        pytest.param("k-' OR 1=1 --", id="a piece of SQL"),
    ],
)
def test_a_button_that_was_never_offered_does_nothing(harbor, engine, choice):
    """It is refused politely, and the present buttons still work."""
    engine.answer = sure
    harbor.says("upgrade")
    assert "never offered" in problem(harbor.send(choice=choice), 409)
    assert len(engine.asked) == 1
    assert harbor.send(choice=harbor.choices()["Yes, file it"]).status_code == 200


def test_a_button_of_an_earlier_question_does_nothing(harbor, engine):
    """The refusal says which buttons to use instead."""
    engine.answer = sure
    harbor.says("upgrade")
    old = harbor.choices()["Yes, file it"]
    harbor.says("something else")
    assert "earlier question" in problem(harbor.send(choice=old), 409)


def test_two_tabs_that_press_the_same_button_press_once(harbor, engine):
    """One tab's press counts, the other is told; both read one log with one answer."""
    engine.answer = sure
    harbor.says("upgrade")
    yes = harbor.choices()["Yes, file it"]
    start = threading.Barrier(2)

    def press(_: int) -> int:
        start.wait()
        return harbor.send(choice=yes).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [200, 409]
    assert [message["text"] for message in harbor.history(after=3)] == ["Yes, file it", "Done: affirm"]


def test_six_at_once_are_answered_in_order(harbor, engine):
    """Each caller gets the answer to its own message, and the log is in one order."""
    start = threading.Barrier(6)

    def send(number: int) -> str:
        start.wait()
        return harbor.says(f"number {number}")[0]["text"]

    with ThreadPoolExecutor(6) as pool:
        assert list(pool.map(send, range(6))) == [f"You said: number {number}" for number in range(6)]
    log = harbor.history(after=1)
    kept = [message["text"] for message in log if message["from"] == "customer"]
    assert engine.texts == kept
    assert [m["text"] for m in log if m["from"] == "bot"] == [f"You said: {words}" for words in kept]


@pytest.mark.parametrize("part", get_args(Part))
def test_a_failed_part_is_an_answer_not_an_error(harbor, engine, part):
    """200 with a sentence and a button that asks again; the button answers the first message."""
    engine.failing = part
    (told,) = harbor.says("claim")
    assert told["from"] == "system"
    engine.failing = None
    again = harbor.send(choice=harbor.choices()["Try again"]).json()["messages"]
    assert [message["text"] for message in again] == ["You said: claim"]


def test_too_many_at_once_are_told_when_to_come_back(harbor, engine):
    """Thirty in a second: the first ones are answered, the rest are 429 with Retry-After; nobody else notices."""
    codes = [harbor.send(text=f"number {number}") for number in range(30)]
    refused = [answer for answer in codes if answer.status_code == 429]
    assert {answer.status_code for answer in codes} == {200, 429}
    assert "wait a moment" in problem(refused[0], 429)
    assert int(refused[0].headers["Retry-After"]) >= 1
    assert begun(harbor.client, "pixel").says("hello")


def test_too_many_waiting_are_told_to_wait(harbor, engine):
    """While a turn is held, a dozen messages wait for theirs; the next one is refused and not kept."""
    engine.gate.clear()
    with ThreadPoolExecutor(13) as pool:
        sent = [pool.submit(harbor.send, text=f"number {number}") for number in range(12)]
        while len(harbor.history()) < 13:
            assert not any(future.done() for future in sent)
        assert "waiting for their answers" in problem(harbor.send(text="one more"), 429)
        engine.gate.set()
        assert {future.result(30).status_code for future in sent} == {200}
    assert len(harbor.history()) == 25


def test_history_is_read_while_every_turn_is_slow(client, engine):
    """Fifty customers wait for a slow engine; reading the log and the health page do not."""
    callers = [begun(client) for _ in range(50)]
    engine.gate.clear()
    with ThreadPoolExecutor(50) as pool:
        sent = [pool.submit(caller.send, text="slow") for caller in callers]
        for _ in callers:
            assert engine.entered.acquire(timeout=20)
        assert len(callers[0].history()) == 2
        assert client.get("/healthz").status_code == 200
        engine.gate.set()
        assert {future.result(30).status_code for future in sent} == {200}


WEIRD = {
    "emoji only": ("👩‍👩‍👧‍👦🎉", None),
    "punctuation only": ("?!…", None),
    "zero-width only": ("\u200b\u200d", None),
    "a NUL in it": ("a\u0000b", "ab"),
    "a lone surrogate": ("a\ud800b", "a\ufffdb"),
    "only a lone surrogate": ("\udfff", "\ufffd"),
    "right-to-left override": ("abc\u202egnp.exe", None),
    "fifty marks on a letter": ("e" + "\u0301" * 50, None),
    "a script": ("<script>alert(1)</script>", None),
    "a markdown link": ("[win](javascript:alert(1))", None),
    "a formula": ("=HYPERLINK(0)", None),
    "a command": ('/cancel_plan{"plan_volume":"5000"}', None),
    "a command after odd spaces": ("\u00a0\u200b /restart", None),
    "a full-width command": ("／restart", None),
    "2,000 characters": ("a" * 2000, None),
}


@pytest.mark.parametrize(("typed", "kept"), WEIRD.values(), ids=WEIRD.keys())
def test_any_text_is_answered_and_kept_as_text(harbor, engine, typed, kept):
    """It reaches the engine as text beside no choice, and comes back as it was, as near as UTF-8 can hold it."""
    kept = kept or typed
    answer = harbor.send(text=typed)
    assert answer.status_code == 200
    assert answer.json()["messages"][0]["text"] == f"You said: {kept}"
    assert harbor.history()[1]["text"] == kept
    assert engine.asked[0][1:] == (kept, None)


def test_a_secret_is_gone_before_anything_sees_it(harbor, engine):
    """The answer, the log and the engine have the text without the card number, and a sentence says so."""
    told, answer = harbor.says("charge 4111 1111 1111 1111 please")
    assert "card number" in told["text"]
    assert answer["text"] == "You said: charge [card number removed] please"
    assert "4111" not in harbor.client.get("/api/chat/messages", headers=harbor.headers).text
    assert engine.texts == ["charge [card number removed] please"]


def test_a_bucket_refills_steadily():
    """Three at once, then one a second: the wait is what is left until the next one."""
    now = [0.0]
    rate = Rate(3, 60, clock=lambda: now[0])
    assert [rate.wait("a") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert rate.wait("a") == pytest.approx(1.0)
    assert rate.wait("b") == 0.0
    now[0] = 1.0
    assert rate.wait("a") == 0.0
    assert rate.wait("a") == pytest.approx(1.0)
    now[0] = 1000.0
    assert [rate.wait("a") for _ in range(3)] == [0.0, 0.0, 0.0]
    assert rate.wait("a") > 0
