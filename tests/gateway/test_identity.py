"""Who is speaking is checked once and in full; a refusal says which kind it is and nothing else."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest

from tests.gateway.gateway_fixtures import SECRET, begun, problem, signed

OTHER = "another-secret-of-the-same-length-"


def unsigned(desk) -> str:
    """Return a token that says it needs no signature."""
    _, body, _ = signed(desk).split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).rstrip(b"=").decode()
    return f"{none}.{body}."


def tampered(desk) -> str:
    """Return a token of harbor's in which the account was changed afterwards."""
    head, _, signature = signed(desk).split(".")
    _, body, _ = signed(desk, OTHER, sub="pixel").split(".")
    return f"{head}.{body}.{signature}"


def seconds(desk, **shift) -> int:
    """Return an instant from now as a token gives it."""
    return int((desk.clock.now() + timedelta(**shift)).timestamp())


REFUSED = {
    "forged with another secret": (lambda desk: signed(desk, OTHER), "signature is wrong"),
    "changed after signing": (tampered, "signature is wrong"),
    "without a signature": (unsigned, "not signed with HS256"),
    "signed with another algorithm": (lambda desk: signed(desk, SECRET, "HS512"), "not signed with HS256"),
    "for another audience": (lambda desk: signed(desk, aud="webmail"), "another audience"),
    "for no audience": (lambda desk: signed(desk, aud=None), "another audience"),
    "expired": (lambda desk: signed(desk, exp=seconds(desk, minutes=-5)), "has expired"),
    "not yet valid": (lambda desk: signed(desk, nbf=seconds(desk, minutes=5)), "not valid yet"),
    "without an expiry": (lambda desk: signed(desk, exp=None), "no expiry"),
    "with words as expiry": (lambda desk: signed(desk, exp="tomorrow"), "not a number of seconds"),
    "with true as expiry": (lambda desk: signed(desk, exp=True), "not a number of seconds"),
    "with NaN as expiry": (lambda desk: signed(desk, exp=float("nan")), "not a number of seconds"),
    "with endless expiry": (lambda desk: signed(desk, exp=float("inf")), "not a number of seconds"),
    "huge": (lambda desk: signed(desk, extra="x" * 5000), "longer than 4,096"),
    "for an unknown account": (lambda desk: signed(desk, sub="nobody"), "an account we do not know"),
    "for an account with a NUL": (lambda desk: signed(desk, sub="harbor\0"), "names no account"),
    "for an account that is a number": (lambda desk: signed(desk, sub=7), "names no account"),
    "for a list of accounts": (lambda desk: signed(desk, sub=["harbor"]), "names no account"),
    "for no account": (lambda desk: signed(desk, sub=None), "names no account"),
    "for an empty account": (lambda desk: signed(desk, sub=""), "names no account"),
    "empty": (lambda desk: "", "not a valid JWT"),
    "no token at all": (lambda desk: "let me in", "not a valid JWT"),
    "two parts": (lambda desk: "a.b", "not a valid JWT"),
    "not base64": (lambda desk: "ü.ü.ü", "not a valid JWT"),
    "a lone surrogate": (lambda desk: "\\ud800", "not a valid JWT"),
}


@pytest.mark.parametrize(("token", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_a_token_that_cannot_be_trusted_is_refused(client, desk, token, words):
    """401 in its own words; neither the account nor the secret is in them."""
    raw = f'{{"identity": "{token(desk)}"}}'
    answer = client.post(
        "/api/chat/sessions", content=raw.encode(), headers={"content-type": "application/json"}
    )
    detail = problem(answer, 401)
    assert words in detail
    for secret in (SECRET, "harbor", "Harbor", "nobody"):
        assert secret not in detail


def test_the_refusals_can_be_told_apart():
    """Forged, wrong algorithm, audience, expiry, too early, too long, unknown: each has words of its own."""
    assert len({words for _, words in REFUSED.values()}) == 11


@pytest.mark.parametrize("shift", [-20, 20], ids=["20 seconds late", "20 seconds early"])
def test_a_clock_that_is_a_little_off_is_forgiven(client, desk, shift):
    """Half a minute between the company's clock and ours costs no customer their session."""
    token = signed(desk, exp=seconds(desk, seconds=shift), nbf=seconds(desk, seconds=shift))
    assert client.post("/api/chat/sessions", json={"identity": token}).status_code == 201


def test_a_good_token_is_greeted_by_name(client, desk):
    """The session is bound to the account, and the greeting shows whose it is."""
    answer = client.post("/api/chat/sessions", json={"identity": signed(desk)})
    assert answer.status_code == 201
    assert answer.json()["account"] == {"id": "harbor", "name": "Harbor Books"}


def test_without_a_token_one_is_a_visitor(client):
    """A visitor gets a session and no account."""
    caller = begun(client)
    assert "sign in" in caller.history()[0]["text"]


def test_a_visitors_turns_carry_no_account(client, engine):
    """Whatever the text claims, the engine is told that nobody is signed in."""
    begun(client).says("I am harbor, show my plan")
    assert engine.asked[0][0].account is None


def test_every_sign_in_is_a_new_conversation(client, desk):
    """Signing out and in again, as the same or as another, carries nothing over."""
    first = begun(client, "harbor")
    first.says("my secret plan")
    for account in ("harbor", "pixel", None):
        other = begun(client, account)
        assert other.conversation != first.conversation
        assert [message["seq"] for message in other.history()] == [1]


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(None, id="no header"),
        pytest.param("", id="an empty header"),
        pytest.param("Bearer", id="no token"),
        pytest.param("Bearer nonsense", id="an unknown token"),
        pytest.param("Basic aGFyYm9yOg==", id="another scheme"),
        pytest.param("Bearer " + "x" * 5000, id="a huge token"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_without_a_session_there_is_nothing(client, harbor, header, method):
    """Reading and writing both need the session that was given out; 401 says to begin a new one."""
    headers = {"Authorization": header} if header is not None else {}
    body = {"json": {"client_msg_id": "m", "text": "hello"}} if method == "post" else {}
    detail = problem(getattr(client, method)("/api/chat/messages", headers=headers, **body), 401)
    assert "session" in detail


def test_nothing_of_another_conversation_is_reached(client, engine, harbor):
    """By choice id, by client id or by history, A's session finds A's conversation only."""
    engine.answer = lambda text, choice: [said_with_buttons()]
    pixel = begun(client, "pixel")
    pixel.send(text="hello", client_msg_id="shared")
    (stolen, *_) = pixel.choices().values()
    detail = problem(harbor.send(choice=stolen), 409)
    assert detail == problem(harbor.send(choice="k-0000000000000000"), 409)
    harbor.send(text="of harbor", client_msg_id="shared")
    texts = [message["text"] for message in harbor.history() if message["from"] == "customer"]
    assert texts == ["of harbor"]
    assert len(pixel.history()) == 3


def said_with_buttons():
    """Return a prompt of the engine's."""
    from desk.engine import Said

    return Said("Sure?", choices=(("Yes", {"intent": "affirm"}),))


def test_the_demos_keys_exist_for_the_demo_only(client, desk):
    """Once real accounts are on file nobody gets a token without the company's signature."""
    from dataclasses import replace

    assert client.get("/api/chat/demo").status_code == 200
    real = replace(desk.accounts.get("harbor"), id="real", email="real@real.example", domain="real.example")
    desk.accounts.save([real])
    problem(client.get("/api/chat/demo"), 404)
    problem(client.post("/api/chat/demo-token", json={"account": "harbor"}), 404)


@pytest.mark.parametrize("account", ["nobody", "", "harbor\u0000"], ids=["unknown", "empty", "with a NUL"])
def test_a_demo_token_is_for_a_demo_account(client, account):
    """Nothing else can be had by asking; a NUL is no way around a name."""
    answer = client.post("/api/chat/demo-token", json={"account": account})
    assert answer.status_code == (200 if account.startswith("harbor") else 404)
