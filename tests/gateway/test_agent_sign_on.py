"""Agents sign in at the company's identity provider: a real one, small, over HTTP, with real signatures."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from joserfc.jwk import OctKey, RSAKey

from desk.adapters.oidc import OpenIdProvider
from desk.settings import OidcSettings
from tests.gateway.agent_fixtures import opened
from tests.gateway.gateway_fixtures import problem
from tests.gateway.oidc_provider import BACK, CLIENT, SECRET, running

START = "/api/agent/sign-on"


@pytest.fixture
def provider():
    """An identity provider that knows Ann."""
    with running() as found:
        yield found


@pytest.fixture
def browser(office, provider):
    """A browser at a desk that trusts the provider; it follows no redirect by itself."""
    settings = OidcSettings(provider.issuer, CLIENT, SECRET)
    with opened(replace(office, identity_provider=OpenIdProvider(settings))) as client:
        client.follow_redirects = False
        yield client


def there(browser):
    """Go to the provider and return where it sends the browser back to."""
    away = browser.get(START)
    assert away.status_code == 303, away.text
    came = requests.get(away.headers["location"], allow_redirects=False, timeout=5)
    assert came.status_code == 302, came.text
    return came.headers["location"]


def landed(browser, back):
    """Come back, and return where the browser ends and whether somebody is signed in."""
    answer = browser.get(back)
    assert answer.status_code == 303
    assert "plandesk_sign_on" not in browser.cookies, "the journey is over"
    return answer.headers["location"], browser.get("/api/agent/me").status_code == 200


def test_an_agent_known_to_the_provider_is_signed_in(browser, provider):
    """There and back again: code, PKCE, nonce, signature; then the console, with a session like any other."""
    assert browser.get("/api/agent/sign-in").json() == {"sign_on": f"https://desk.test{START}"}
    assert landed(browser, there(browser)) == ("https://desk.test/agent", True)
    assert browser.get("/api/agent/me").json()["name"] == "Ann Lee"
    assert {"/authorize", "/token", "/keys"} <= set(provider.asked)


@pytest.mark.parametrize("email", ["stranger@company.example", "ann@company.example.evil.example", ""])
def test_somebody_who_is_no_agent_stays_outside(browser, provider, email):
    """However well the provider knows them."""
    provider.claims["email"] = email
    assert landed(browser, there(browser)) == ("https://desk.test/agent?sign-on=unknown", False)


def test_a_disabled_agent_stays_outside(browser, office):
    """The desk's own list has the last word."""
    office.agents.set_disabled("ann@company.example", True)
    assert landed(browser, there(browser)) == ("https://desk.test/agent?sign-on=unknown", False)


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"nonce": "another"}, id="another journey's nonce"),
        pytest.param({"nonce": None}, id="no nonce"),
        pytest.param({"aud": "another-client"}, id="for another client"),
        pytest.param({"aud": [CLIENT, "another"], "azp": "another"}, id="made out to another party"),
        pytest.param({"iss": "https://evil.example"}, id="another issuer"),
        pytest.param({"exp": 1_700_000_000}, id="expired"),
        pytest.param({"exp": None}, id="without expiry"),
        pytest.param({"email_verified": False}, id="unverified address"),
        pytest.param({"email": None}, id="no address"),
        pytest.param({"email": ["ann@company.example"]}, id="a list of addresses"),
    ],
)
def test_a_token_with_a_wrong_claim_is_refused(browser, provider, claims):
    """Signed rightly, and still no."""
    provider.claims |= claims
    assert landed(browser, there(browser)) == ("https://desk.test/agent?sign-on=refused", False)


@pytest.mark.parametrize(
    ("algorithm", "key"),
    [
        pytest.param("RS256", RSAKey.generate_key(2048, {"kid": "k1"}), id="a key it does not publish"),
        pytest.param("HS256", OctKey.import_key(SECRET), id="the client's secret"),
    ],
)
def test_a_token_signed_by_another_is_refused(browser, provider, algorithm, key):
    """Only the provider's own published key counts."""
    provider.algorithm, provider.signs_with = algorithm, key
    assert landed(browser, there(browser)) == ("https://desk.test/agent?sign-on=refused", False)


def test_a_way_back_that_is_not_this_browsers_leads_nowhere(browser, provider):
    """Another state, a second use, or no journey at all: nobody is signed in, no token is fetched."""
    back = there(browser)
    code = parse_qs(urlsplit(back).query)["code"][0]
    expired = ("https://desk.test/agent?sign-on=expired", False)
    assert landed(browser, f"{BACK}?{urlencode({'state': 'guessed', 'code': code})}") == expired
    assert landed(browser, back) == expired
    assert "/token" not in provider.asked


def test_a_code_of_another_browsers_is_refused(browser, provider):
    """Slipped in with this browser's own state, it fails at the PKCE verifier."""
    stolen = parse_qs(urlsplit(there(browser)).query)["code"][0]
    state = parse_qs(urlsplit(there(browser)).query)["state"][0]
    back = f"{BACK}?{urlencode({'state': state, 'code': stolen})}"
    assert landed(browser, back) == ("https://desk.test/agent?sign-on=refused", False)


def test_a_no_at_the_provider_is_said(browser, provider):
    """The agent pressed cancel."""
    provider.refuses = "access_denied"
    assert landed(browser, there(browser)) == ("https://desk.test/agent?sign-on=refused", False)


def test_a_provider_that_is_away_is_said(browser, provider):
    """Before the journey and on the way back; when it answers again, so do we."""
    provider.down = True
    unreachable = "https://desk.test/agent?sign-on=unreachable"
    assert browser.get(START).headers["location"] == unreachable
    provider.down = False
    back = there(browser)
    provider.down = True
    assert landed(browser, back) == (unreachable, False)
    provider.down = False
    assert landed(browser, there(browser))[1] is True


@pytest.mark.parametrize(
    "published",
    [
        pytest.param({"issuer": "https://evil.example"}, id="it calls itself another"),
        pytest.param({"token_endpoint": None}, id="it publishes no token endpoint"),
    ],
)
def test_a_provider_that_publishes_nonsense_is_not_used(browser, provider, published):
    """No browser is sent anywhere."""
    provider.published = published
    assert browser.get(START).headers["location"].endswith("?sign-on=unreachable")


def test_the_cookie_of_a_journey_comes_back_from_the_provider_only(browser):
    """Lax, as the provider's site leads back; HttpOnly, Secure, ten minutes."""
    flags = browser.get(START).headers["set-cookie"].lower()
    for flag in ("httponly", "samesite=lax", "secure", "max-age=600"):
        assert flag in flags


def test_without_a_provider_there_is_the_password(office):
    """The page is told so, and the way does not exist."""
    with opened(office) as client:
        assert client.get("/api/agent/sign-in").json() == {"sign_on": None}
        problem(client.get(START), 404)
        problem(client.get(f"{START}/back?state=x&code=y"), 404)
