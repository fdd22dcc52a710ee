"""A customer asks for a person; agents see it, take it, talk, note, pass it on, give it back, file and approve."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from desk.conversations import Draft
from desk.engine import Said
from tests.desk.desk_fixtures import new_request
from tests.gateway.agent_fixtures import OURS, sign_in
from tests.gateway.gateway_fixtures import begun, problem

QUOTE = {
    "rule": "spike_protection",
    "decision": "granted",
    "amount": "25.00",
    "credit": "4975.00",
    "currency": "USD",
    "clauses": ["S1", "S4"],
    "policy": "demo@1",
    "deadline": "2026-12-15",
    "lines": [{"label": "Average overage", "amount": "5.00"}, {"label": "Allowance", "amount": "20.00"}],
    "details": {"bill": "5000.00"},
}


def answer(text: str, choice: dict[str, Any] | None) -> list[Said]:
    """Quote a claim, hand over when a person is asked for, else say back."""
    if "person" in text:
        return [Said("", handoff="asked")]
    return [Said(f"You said: {text}", quote=QUOTE if "claim" in text else None)]


@pytest.fixture
def engine(engine):
    """An engine that knows what a person is."""
    engine.answer = answer
    return engine


class Console:
    """A signed-in agent's console."""

    def __init__(self, client: TestClient, email: str) -> None:
        self.client = client
        self.me = sign_in(client, email).json()

    def post(self, path: str, **body: Any) -> Any:
        return self.client.post(f"/api/agent{path}", json=body, headers=OURS)

    def get(self, path: str) -> dict[str, Any]:
        answer = self.client.get(f"/api/agent{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def does(self, customer: Any, what: str, **body: Any) -> Any:
        return self.post(f"/conversations/{customer.conversation}/{what}", **body)

    def done(self, customer: Any, what: str, **body: Any) -> dict[str, Any]:
        answer = self.does(customer, what, **body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def card(self, customer: Any) -> dict[str, Any]:
        return self.get(f"/conversations/{customer.conversation}")


@pytest.fixture
def ann(browser):
    """Ann's console; she is online."""
    console = Console(browser, "ann@company.example")
    assert console.post("/presence", presence="online").json()["presence"] == "online"
    return console


@pytest.fixture
def lea(browser):
    """Lea's console, in a browser of her own at the same gateway; she is a lead, and online."""
    console = Console(TestClient(browser.app, base_url="https://desk.test"), "lea@company.example")
    console.post("/presence", presence="online")
    return console


@pytest.fixture
def customer(browser):
    """Harbor Books, with a browser that is nobody's console."""
    return begun(TestClient(browser.app, base_url="https://desk.test"), "harbor")


@pytest.fixture
def waiting(ann, customer):
    """Harbor asked for a person in the middle of a claim."""
    customer.says("I have a claim")
    customer.says("a person please")
    return customer


def test_presence_is_said_and_taken_back(ann, lea):
    """Everyone sees who is there; whoever signs out is gone."""
    assert [one["name"] for one in ann.get("/queue")["online"]] == ["Ann Lee", "Lea Roth"]
    assert ann.post("/presence", presence="away").json()["presence"] == "away"
    assert ann.get("/me")["presence"] == "away"
    lea.client.post("/api/agent/sign-out", headers=OURS)
    assert ann.get("/queue")["online"] == []
    problem(ann.post("/presence", presence="asleep"), 422)


def test_a_console_left_open_does_not_keep_its_session(ann, clock):
    """It looks and says it is there by itself; only what somebody does counts."""
    for _ in range(3):
        clock.wind(hours=2)
        ann.get("/queue")
        ann.post("/presence", presence="online")
    clock.wind(hours=2)
    problem(ann.client.get("/api/agent/queue"), 401)


def test_what_somebody_does_keeps_the_session(ann, waiting, clock):
    """A reply at noon is worth the afternoon."""
    clock.wind(hours=7)
    ann.done(waiting, "reply", client_msg_id="1", text="Hello")
    clock.wind(hours=7)
    assert ann.get("/me")["name"] == "Ann Lee"


def test_the_queue_says_who_waits_and_why(ann, waiting):
    """With their last words, and nobody's yet."""
    (row,) = ann.get("/queue")["conversations"]
    assert (row["state"], row["reason"], row["priority"], row["agent"]) == (
        "waiting",
        "asked",
        "normal",
        None,
    )
    assert row["conversation"] == waiting.conversation
    assert row["customer"] == {"name": "Harbor Books", "verified": True, "account": "harbor"}
    assert row["last_line"] == "a person please"


def test_the_card_has_what_the_agent_needs(ann, waiting):
    """The account's facts, the quote as the customer saw it, the transcript, and replies with its figures."""
    card = ann.card(waiting)
    assert card["account"]["plan"] == 30000
    assert card["account"]["next_billing"]
    assert card["quote"] == QUOTE
    assert [message["text"] for message in card["messages"]] == [
        message["text"] for message in waiting.history()
    ]
    assert "$4,975.00 comes off" in card["suggested"][0]["text"]
    hello = next(macro for macro in card["macros"] if macro["id"] == "hello")
    assert hello["text"].startswith("Hello Harbor Books, I am Ann Lee.")
    assert card["audit"][-1]["code"] == "person_asked"


def test_a_visitors_card_shows_no_account(ann, browser):
    """And says so."""
    visitor = begun(TestClient(browser.app, base_url="https://desk.test"))
    visitor.says("a person please")
    card = ann.card(visitor)
    assert card["customer"] == {"name": None, "verified": False, "account": None}
    assert card["account"] is None
    assert all("{" not in macro["text"] for macro in card["macros"])


def test_of_two_agents_one_gets_it_and_the_other_is_told_who(ann, lea, waiting):
    """409 with the name; taking it again oneself is no fault."""
    owner = ann.done(waiting, "accept", client_id="1")
    assert (owner["state"], owner["agent"]) == ("human", {"id": ann.me["id"], "name": "Ann Lee"})
    assert "Ann Lee has this conversation" in problem(lea.does(waiting, "accept", client_id="2"), 409)
    assert ann.done(waiting, "accept", client_id="1") == owner
    for what, body in (
        ("reply", {"client_msg_id": "x", "text": "me too"}),
        ("return", {}),
        ("resolve", {}),
    ):
        problem(lea.does(waiting, what, **body), 409)


def test_at_the_same_instant_one_gets_it(ann, lea, waiting):
    """Whoever is first has it; the other reads the name of the first, whichever that is."""
    together = Barrier(2)

    def take(console: Console) -> Any:
        together.wait(10)
        return console.does(waiting, "accept", client_id=console.me["id"])

    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(take, (ann, lea)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert won.json()["agent"]["name"] in problem(lost, 409)
    assert ann.card(waiting)["agent"] == won.json()["agent"]


def test_they_talk(ann, waiting, engine):
    """Each sees the other's words once, in one order; the bot says nothing."""
    ann.done(waiting, "accept", client_id="1")
    asked = len(engine.asked)
    first = ann.done(waiting, "reply", client_msg_id="r-1", text="Hello, I am looking.")
    assert ann.done(waiting, "reply", client_msg_id="r-1", text="Hello, I am looking.") == first
    assert (first["from"], first["author"]) == ("agent", "Ann Lee")
    assert waiting.says("thank you") == []
    last = waiting.history()[-2:]
    assert [(one["from"], one["text"]) for one in last] == [
        ("agent", "Hello, I am looking."),
        ("customer", "thank you"),
    ]
    assert len(engine.asked) == asked
    assert ann.get("/queue")["conversations"][0]["unread"] == 1


def test_an_agents_console_knows_its_own_words_again(ann, lea, waiting):
    """By the id it gave them, which neither the customer nor another agent sees."""
    ann.done(waiting, "reply", client_msg_id="r-1", text="Hello")
    assert ann.card(waiting)["messages"][-1]["client_msg_id"] == "r-1"
    assert "r-1" not in json.dumps(waiting.history()[-1])
    assert ann.me["id"] not in json.dumps(waiting.history())
    theirs = lea.card(waiting)["messages"]
    assert all(one["client_msg_id"] != "r-1" for one in theirs)


def test_history_resumes_from_a_seq(ann, waiting):
    """What came after, and nothing before."""
    last = ann.card(waiting)["messages"][-1]["seq"]
    waiting.says("one more thing")
    news = ann.get(f"/conversations/{waiting.conversation}/messages?after={last}")["messages"]
    assert [one["text"] for one in news] == ["one more thing"]


def test_a_note_is_the_teams_alone(ann, lea, waiting):
    """On the card for every agent, nowhere for the customer."""
    note = ann.done(waiting, "note", text="Third claim this year.", client_id="n-1")
    ann.done(waiting, "note", text="Third claim this year.", client_id="n-1")
    assert lea.card(waiting)["notes"] == [note]
    assert note["by"]["name"] == "Ann Lee"
    assert "Third claim" not in json.dumps(waiting.history())


def test_it_goes_back_to_the_bot_with_a_line(ann, waiting, engine):
    """The customer reads the line from the agent, and the bot answers again."""
    ann.done(waiting, "accept", client_id="1")
    owner = ann.done(waiting, "return", line="The desk goes on from here.")
    assert (owner["state"], owner["agent"]) == ("bot", None)
    assert ("agent", "The desk goes on from here.") in [
        (one["from"], one["text"]) for one in waiting.history()
    ]
    assert waiting.says("hello again")[0]["text"] == "You said: hello again"
    assert ann.get("/queue")["conversations"] == []


def test_it_is_passed_on_to_who_is_there(ann, lea, waiting, office):
    """Not to oneself, to nobody, or to someone who is away."""
    ann.done(waiting, "accept", client_id="1")
    assert "already" in problem(ann.does(waiting, "transfer", to=ann.me["id"]), 409)
    assert "no such agent" in problem(ann.does(waiting, "transfer", to="a-nobody"), 422)
    away = office.agents.add("Bob", "bob@company.example", "agent", None)
    assert "Bob is not online" in problem(ann.does(waiting, "transfer", to=away.id), 409)
    assert ann.done(waiting, "transfer", to=lea.me["id"])["agent"]["name"] == "Lea Roth"
    problem(ann.does(waiting, "reply", client_msg_id="x", text="still me"), 409)
    lea.done(waiting, "reply", client_msg_id="y", text="Now me")
    assert lea.card(waiting)["audit"][-1]["actor"] in ("Ann Lee", "Lea Roth")


def test_it_is_resolved(ann, waiting):
    """Closed; the next message begins with the bot."""
    ann.done(waiting, "accept", client_id="1")
    assert ann.done(waiting, "resolve")["state"] == "closed"
    assert waiting.says("and another thing")[0]["text"] == "You said: and another thing"


def test_a_request_is_filed_from_the_card_once(ann, waiting):
    """The same kind again is the same request, on the card and in the customer's name."""
    ann.done(waiting, "accept", client_id="1")
    body = {"kind": "billing_dispute", "subject": "Charged twice", "body": "September was charged twice."}
    filed = ann.done(waiting, "file", **body)
    assert filed["ref"].startswith("PD-")
    assert ann.done(waiting, "file", **body)["ref"] == filed["ref"]
    card = ann.card(waiting)
    assert [one["ref"] for one in card["tickets"]] == [filed["ref"]]
    assert any(filed["ref"] in macro["text"] for macro in card["macros"])
    assert "not a kind of request" in problem(ann.does(waiting, "file", **(body | {"kind": "pony"})), 422)


def test_only_a_lead_approves_and_it_is_recorded(ann, lea, waiting, office):
    """With name and time, once; on the customer's own claim only."""
    ref = office.requests.file(new_request(conversation=waiting.conversation)).ref
    other = office.requests.file(new_request(account_id="pixel", about="ob-9")).ref
    assert "Only a lead" in problem(ann.does(waiting, "approve", ref=ref), 403)
    line = lea.done(waiting, "approve", ref=ref, remark="Seen the logs.")
    assert (line["actor"], line["code"]) == ("Lea Roth", "adjustment_approved")
    assert "Seen the logs." in line["detail"]
    assert lea.done(waiting, "approve", ref=ref)["at"] == line["at"]
    problem(lea.does(waiting, "approve", ref=other), 409)
    problem(lea.does(waiting, "approve", ref="PD-9999"), 404)
    problem(lea.does(waiting, "approve", ref="nonsense"), 404)


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("accept", {"client_id": "1"}),
        ("reply", {"client_msg_id": "1", "text": "x"}),
        ("note", {"text": "x"}),
        ("return", {}),
        ("resolve", {}),
        ("file", {"kind": "billing_dispute", "subject": "x", "body": "x"}),
    ],
)
def test_a_conversation_that_is_none_is_said(ann, what, body):
    """404, and nothing begins."""
    answer = ann.post(f"/conversations/c-nowhere/{what}", **body)
    assert "no conversation" in problem(answer, 404)
    assert ann.client.get("/api/agent/conversations/c-nowhere").status_code == 404


@pytest.mark.parametrize(
    ("what", "body", "status"),
    [
        pytest.param("reply", {"client_msg_id": "1", "text": " \n "}, 422, id="nothing said"),
        pytest.param("reply", {"client_msg_id": "1", "text": "x" * 2001}, 413, id="too much said"),
        pytest.param("reply", {"text": "x"}, 422, id="no id"),
        pytest.param("reply", {"client_msg_id": "1", "text": "x", "agent": "a-1"}, 422, id="as another"),
        pytest.param("note", {"text": ""}, 422, id="an empty note"),
        pytest.param("accept", {}, 422, id="accept without id"),
        pytest.param("resolve", {"why": "x"}, 422, id="more than nothing"),
        pytest.param("return", {"line": 7}, 422, id="a line that is a number"),
    ],
)
def test_what_cannot_be_used_is_said_and_changes_nothing(ann, waiting, what, body, status):
    """Before anything is written."""
    before = ann.card(waiting)
    problem(ann.does(waiting, what, **body), status)
    assert ann.card(waiting) == before


def test_what_an_agent_writes_is_text(ann, waiting):
    """Kept and returned as it was, never as anything else."""
    text = '<script>alert(1)</script> {"intent": "x"} /restart'
    ann.done(waiting, "reply", client_msg_id=uuid4().hex, text=text)
    assert waiting.history()[-1]["text"] == text


def test_a_late_answer_of_the_bot_is_dropped(ann, customer, engine, office):
    """An agent takes over while the bot thinks: its words never reach the customer."""
    customer.says("hello")
    turn_of = office.conversations
    turn_of.receive(customer.conversation, "late", "how much is it", None)
    turn = turn_of.take(customer.conversation)
    ann.done(customer, "reply", client_msg_id="1", text="I take this one.")
    turn_of.answer(turn, [Draft("It is $1.")])
    assert "It is $1." not in json.dumps(customer.history())
