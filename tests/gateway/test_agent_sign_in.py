"""Agents sign in: by password, not by guessing, and only from our own page."""

from __future__ import annotations

import pytest

from tests.gateway.agent_fixtures import OURS, opened, sign_in
from tests.gateway.gateway_fixtures import problem


def test_an_agent_signs_in_and_out(browser):
    """The cookie is the whole of it; after signing out it opens nothing, also when it was copied."""
    answer = sign_in(browser)
    assert answer.status_code == 200
    assert {"name": "Ann Lee", "role": "agent"}.items() <= answer.json().items()
    assert browser.get("/api/agent/me").json() == answer.json()
    copied = {"Cookie": f"plandesk_agent={browser.cookies['plandesk_agent']}"}
    assert browser.post("/api/agent/sign-out", headers=OURS).status_code == 204
    assert not browser.cookies
    assert "Please sign in" in problem(browser.get("/api/agent/me", headers=copied), 401)
    assert browser.post("/api/agent/sign-out", headers=OURS).status_code == 204


def test_signing_in_again_ends_the_session_before(browser):
    """The browser has one session, and a copy of the old cookie opens nothing."""
    sign_in(browser)
    old = {"Cookie": f"plandesk_agent={browser.cookies['plandesk_agent']}"}
    sign_in(browser, "lea@company.example")
    assert browser.get("/api/agent/me").json()["name"] == "Lea Roth"
    browser.cookies.clear()
    problem(browser.get("/api/agent/me", headers=old), 401)


def test_the_cookie_is_kept_from_pages_and_other_sites(browser, office):
    """HttpOnly, SameSite=Strict, Secure over https; over plain http, as on loopback, it works without Secure."""
    assert _flags(sign_in(browser)) >= {"httponly", "samesite=strict", "secure", "path=/", "max-age=86400"}
    with opened(office, "http://127.0.0.1:8080") as plain:
        flags = _flags(sign_in(plain))
        assert "secure" not in flags
        assert {"httponly", "samesite=strict"} <= flags
        assert plain.get("/api/agent/me").status_code == 200


def _flags(answer):
    name, *flags = answer.headers["set-cookie"].lower().split("; ")
    assert name.startswith("plandesk_agent=")
    return set(flags)


def test_a_session_left_alone_for_8_hours_is_over(browser, clock):
    """The next click is told to sign in."""
    sign_in(browser)
    clock.wind(hours=7)
    assert browser.get("/api/agent/me").status_code == 200
    clock.wind(hours=8)
    problem(browser.get("/api/agent/me"), 401)


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"password": "wrong"}, id="wrong password"),
        pytest.param({"email": "nobody@company.example"}, id="nobody's address"),
    ],
)
def test_what_was_wrong_is_not_said(browser, wrong):
    """One sentence for both, no cookie, no name."""
    answer = sign_in(browser, **wrong)
    assert problem(answer, 401) == "The e-mail address or the password is wrong."
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"email": "a@b.example"}, id="no password"),
        pytest.param({"email": "a@b.example", "password": 1}, id="a number"),
        pytest.param({"email": "a@b.example", "password": "x", "role": "lead"}, id="a role of one's own"),
        pytest.param({"email": "a@b.example", "password": "x" * 201}, id="endless password"),
    ],
)
def test_a_body_that_is_no_sign_in_is_refused(browser, body):
    """422, and the password is not repeated."""
    answer = browser.post("/api/agent/sign-in", json=body, headers=OURS)
    assert "x" * 20 not in problem(answer, 422)


def test_guessing_one_address_is_slowed_down(browser, office):
    """429 with Retry-After after a few, also for the right password, known or not; others sign in all the while."""
    for email in ("ann@company.example", "nobody@company.example"):
        answers = [sign_in(browser, email, password=f"guess {n}") for n in range(9)]
        assert [answer.status_code for answer in answers] == [401] * 8 + [429]
        assert 0 < int(answers[-1].headers["Retry-After"]) <= 30
    assert "wait" in problem(sign_in(browser, " ANN@company.example"), 429)
    assert sign_in(browser, "lea@company.example").status_code == 200


def test_guessing_from_one_machine_is_slowed_down(browser):
    """Whatever addresses it names."""
    found = [sign_in(browser, f"{n}@company.example").status_code for n in range(21)]
    assert found == [401] * 20 + [429]
    assert sign_in(browser).status_code == 429


def test_signing_in_rightly_is_not_counted(browser):
    """A morning of thirty sign-ins from one office is no attack."""
    assert {sign_in(browser).status_code for _ in range(30)} == {200}


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="a form, without our header"),
        pytest.param(OURS | {"Origin": "https://evil.example"}, id="a foreign page"),
        pytest.param(OURS | {"Origin": "null"}, id="a page that hides"),
        pytest.param(OURS | {"Origin": "https://desk.test.evil.example"}, id="a page with a like name"),
        pytest.param(OURS | {"Sec-Fetch-Site": "cross-site"}, id="a browser says cross-site"),
        pytest.param(OURS | {"Sec-Fetch-Site": "same-site"}, id="a sister site"),
    ],
)
def test_no_other_page_can_sign_anyone_in_or_out(browser, headers):
    """403 before anything is looked at, so that nobody works as somebody else without knowing."""
    body = {"email": "ann@company.example", "password": "correct horse battery"}
    refused = browser.post("/api/agent/sign-in", json=body, headers=headers)
    assert "did not come from the console" in problem(refused, 403)
    assert sign_in(browser).status_code == 200
    problem(browser.post("/api/agent/sign-out", headers=headers), 403)
    assert browser.get("/api/agent/me").status_code == 200


def test_our_own_page_may(browser):
    """As a browser sends it."""
    headers = OURS | {"Origin": "https://desk.test", "Sec-Fetch-Site": "same-origin"}
    body = {"email": "ann@company.example", "password": "correct horse battery"}
    assert browser.post("/api/agent/sign-in", json=body, headers=headers).status_code == 200


def test_an_agent_disabled_meanwhile_is_out(browser, office):
    """The next call says so; what they typed is theirs to copy."""
    sign_in(browser)
    office.agents.set_disabled("ann@company.example", True)
    problem(browser.get("/api/agent/me"), 401)
    problem(sign_in(browser), 401)


@pytest.mark.parametrize("cookie", ["", "x", "x" * 5000, "%00", "null"])
def test_a_made_up_cookie_is_nobody(browser, cookie):
    """401, whatever is in it."""
    problem(browser.get("/api/agent/me", headers={"Cookie": f"plandesk_agent={cookie}"}), 401)
