"""What is not a message is refused quickly, in well-formed problem+json, and nothing of it is kept."""

from __future__ import annotations

import gzip
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.bodies import Unreadable, read
from gateway.limits import LARGEST_BODY
from tests.gateway.gateway_fixtures import problem

GOOD = {"client_msg_id": "m", "text": "hello"}


def text_of(**fields) -> bytes:
    """Return a message's body with `fields` in it."""
    return json.dumps(GOOD | fields).encode()


BAD = {
    "null": (b"null", 422, "The body"),
    "a list": (b"[]", 422, "The body"),
    "a word": (b'"hello"', 422, "The body"),
    "a number": (b"1", 422, "The body"),
    "nothing": (b"", 422, "The body"),
    "broken off": (b'{"client_msg_id": "m", "text"', 400, "not JSON"),
    "two values": (b"{} {}", 400, "not JSON"),
    "not UTF-8": (b'{"client_msg_id": "m", "text": "\xff"}', 400, "not UTF-8"),
    "UTF-16": (json.dumps(GOOD).encode("utf-16"), 400, "not UTF-8"),
    "10,000 lists deep": (b"[" * 10_000 + b"]" * 10_000, 400, "too deeply"),
    "10,000 objects deep": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400, "too deeply"),
    "a text given twice": (b'{"client_msg_id": "m", "text": "a", "text": "b"}', 400, "'text' is given twice"),
    "twice but for a NUL": (b'{"client_msg_id": "m", "text": "a", "text\\u0000": "b"}', 400, "given twice"),
    "NaN": (b'{"client_msg_id": "m", "text": NaN}', 400, "NaN is not JSON"),
    "a number of 10,000 digits": (b'{"client_msg_id": "m", "text": ' + b"9" * 10_000 + b"}", 400, "too long"),
    "1e400 as text": (b'{"client_msg_id": "m", "text": 1e400}', 422, "text: "),
    "a number as text": (text_of(text=5), 422, "text: "),
    "an object as text": (text_of(text={"$ne": ""}), 422, "text: "),
    "true as id": (text_of(client_msg_id=True), 422, "client_msg_id: "),
    "an empty id": (text_of(client_msg_id=""), 422, "client_msg_id: "),
    "an id with a space": (text_of(client_msg_id="a b"), 422, "client_msg_id: "),
    "an id with a line end": (text_of(client_msg_id="a\n"), 422, "client_msg_id: "),
    "an id of 101 characters": (text_of(client_msg_id="a" * 101), 422, "client_msg_id: "),
    "no id": (b'{"text": "hello"}', 422, "client_msg_id: "),
    "an object as choice": (b'{"client_msg_id": "m", "choice": {"intent": "affirm"}}', 422, "choice: "),
    "text and choice": (text_of(choice="k-1"), 422, "either text or choice"),
    "neither text nor choice": (b'{"client_msg_id": "m"}', 422, "either text or choice"),
    "an empty text": (text_of(text=""), 422, "write something first"),
    "only spaces": (text_of(text=" \t\n\u00a0\u2003"), 422, "write something first"),
    "only a NUL": (text_of(text="\u0000"), 422, "write something first"),
    "is_agent": (text_of(is_agent=True), 422, "is_agent: "),
    "metadata": (text_of(metadata={"account": "harbor"}), 422, "metadata: "),
    "from": (text_of(**{"from": "agent"}), 422, "from: "),
    "a payload": (text_of(payload={"intent": "affirm"}), 422, "payload: "),
    "an extra name of a lone surrogate": (b'{"client_msg_id": "m", "text": "a", "\\ud800": 1}', 422, "\ufffd: "),
    "10 MB": (text_of(text="a" * 10_000_000), 413, "64 KiB"),
    "10 MB of metadata": (text_of(metadata="a" * 10_000_000), 413, "64 KiB"),
    "20,000 characters": (text_of(text="a" * 20_000), 413, "2,000"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "status", "words"), BAD.values(), ids=BAD.keys())
def test_what_is_no_message_is_refused(harbor, engine, body, status, words):
    """The reason names what is wrong; the log is as before and the engine hears nothing."""
    headers = harbor.headers | {"Content-Type": "application/json"}
    answer = harbor.client.post("/api/chat/messages", content=body, headers=headers)
    assert words in problem(answer, status)
    assert len(harbor.history()) == 1
    assert engine.asked == []


def test_a_refusal_is_quick(harbor):
    """The deepest and the longest body that is read at all costs under 50 ms."""
    headers = harbor.headers | {"Content-Type": "application/json"}
    for body in (
        b"[" * LARGEST_BODY,
        b'{"a":' * 12_000,
        b"9" * LARGEST_BODY,
        b'"' + b"\\ud800" * 10_000 + b'"',
    ):
        best = min(_timed(harbor, body, headers) for _ in range(3))
        assert best < 0.05


def _timed(caller, body: bytes, headers) -> float:
    began = time.perf_counter()
    caller.client.post("/api/chat/messages", content=body, headers=headers)
    return time.perf_counter() - began


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        pytest.param({"Content-Type": "text/plain"}, 422, id="text/plain, as a foreign page may send"),
        pytest.param({"Content-Type": "application/x-www-form-urlencoded"}, 422, id="a form"),
        pytest.param({"Content-Type": "multipart/form-data; boundary=x"}, 422, id="a multipart form"),
        pytest.param({"Content-Type": ""}, 422, id="no type"),
        pytest.param({"Content-Type": "application/json", "Content-Encoding": "gzip"}, 415, id="gzip"),
        pytest.param({"Content-Type": "application/json", "Content-Encoding": "deflate"}, 415, id="deflate"),
    ],
)
def test_only_plain_json_is_taken(harbor, headers, status):
    """A form of another page, and a small body that unpacks to a large one, are refused unread."""
    body = gzip.compress(text_of()) if status == 415 else text_of()
    problem(harbor.client.post("/api/chat/messages", content=body, headers=harbor.headers | headers), status)
    assert len(harbor.history()) == 1


def test_a_body_of_unknown_length_is_cut_off(harbor):
    """A body that never says its length is counted as it comes, and read no further than the limit."""
    read_so_far = 0

    def endless():
        nonlocal read_so_far
        for _ in range(1000):
            read_so_far += 10_000
            yield b"a" * 10_000

    headers = harbor.headers | {"Content-Type": "application/json"}
    problem(harbor.client.post("/api/chat/messages", content=endless(), headers=headers), 413)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param(b'{"identity": 5}', 422, id="a number as identity"),
        pytest.param(b'{"identity": null, "account": "harbor"}', 422, id="an account beside it"),
        pytest.param(b"null", 422, id="null"),
        pytest.param(b'{"identity": null, "identity": null}', 400, id="twice"),
    ],
)
def test_what_is_no_session_request_is_refused(client, body, status):
    """Sessions are asked for as strictly as messages."""
    answer = client.post("/api/chat/sessions", content=body, headers={"Content-Type": "application/json"})
    problem(answer, status)


@pytest.mark.parametrize("after", ["-1", "x", "1e3", "99999999999999999999", ""], ids=str)
def test_a_cursor_is_a_number_of_ours(harbor, after):
    """A cursor no database can hold is refused, not tried."""
    problem(harbor.client.get("/api/chat/messages", params={"after": after}, headers=harbor.headers), 422)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/nothing", 404),
        ("delete", "/api/chat/messages", 405),
        ("get", "/api/chat/sessions", 405),
        ("post", "/api/agent/../chat/none", 404),
    ],
)
def test_what_is_not_there_is_said_as_a_problem(client, method, path, status):
    """An address or method that does not exist has a sentence too."""
    answer = getattr(client, method)(path)
    problem(answer, status)
    if status == 405:
        assert answer.headers["allow"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda children: st.lists(children) | st.dictionaries(st.text(), children),
    max_leaves=20,
)


@given(JSON)
def test_ordinary_json_is_read_as_it_is(value):
    """Strictness changes nothing about JSON that means one thing."""
    if "\\u0000" not in json.dumps(value):
        assert read(json.dumps(value).encode()) == value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body):
    """There is no third way out of reading a body."""
    try:
        read(body)
    except Unreadable as refused:
        assert str(refused)
