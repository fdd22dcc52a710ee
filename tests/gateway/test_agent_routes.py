"""Every route of the agents, walked: none is open by mistake, none changes anything for a foreign page."""

from __future__ import annotations

import re

import pytest
from fastapi.routing import APIRoute

from gateway.app import AGENTS
from tests.gateway.agent_fixtures import OURS, sign_in
from tests.gateway.gateway_fixtures import problem

OPEN = {
    ("GET", "/api/agent/sign-in"),
    ("POST", "/api/agent/sign-in"),
    ("POST", "/api/agent/sign-out"),
    ("GET", "/api/agent/sign-on"),
    ("GET", "/api/agent/sign-on/back"),
}
LEADS = {("POST", "/api/agent/conversations/{conversation}/approve")}
ROUTES = sorted(
    (method, route.path)
    for router in AGENTS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in route.methods
)
READS = [route for route in ROUTES if route[0] == "GET"]
WRITES = [route for route in ROUTES if route[0] != "GET"]


def call(browser, route, headers=OURS):
    """Call a route with something in each place of its path."""
    method, path = route
    return browser.request(method, re.sub(r"\{\w+\}", "c-1", path), headers=headers)


def test_the_walk_meets_every_route_of_the_agents(browser):
    """What the gateway publishes under /api/agent is what is walked here."""
    published = browser.get("/api/openapi.json").json()["paths"]
    known = {
        (method.upper(), path)
        for path, methods in published.items()
        if path.startswith("/api/agent")
        for method in methods
    }
    assert known == set(ROUTES)


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in OPEN], ids=" ".join)
def test_nobody_gets_anything_without_signing_in(browser, route):
    """401, whatever is asked for."""
    problem(call(browser, route), 401)


@pytest.mark.parametrize("route", WRITES, ids=" ".join)
def test_nothing_changes_for_a_page_that_is_not_ours(browser, route):
    """403 for a signed-in agent too, without the header or from another origin."""
    sign_in(browser)
    problem(call(browser, route, {}), 403)
    problem(call(browser, route, OURS | {"Origin": "https://evil.example"}), 403)


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in OPEN], ids=" ".join)
@pytest.mark.parametrize("email", ["ann@company.example", "lea@company.example"])
def test_each_role_may_what_is_its_own(browser, route, email):
    """A lead's route is 403 for an agent; everything else is answered for both, never 401 or 403."""
    sign_in(browser, email)
    answer = call(browser, route)
    if route in LEADS and email.startswith("ann"):
        assert "lead" in problem(answer, 403)
    else:
        assert answer.status_code not in (401, 403, 500)
