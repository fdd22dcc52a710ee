"""What tests of the agents' side share: agents with passwords that are quick to check, and their browsers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx2 as httpx
import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from desk.adapters.argon2 import Argon2Passwords
from desk.adapters.sql.agents import SqlAgents
from desk.wiring import Desk
from gateway.app import create_app
from tests.desk.desk_fixtures import WoundClock

PASSWORD = "correct horse battery"
OURS = {"X-Plandesk": "1"}
QUICK = Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def office(desk: Desk, clock: WoundClock) -> Desk:
    """The desk with Ann, an agent, and Lea, a lead; sessions run on a clock that is wound by hand."""
    agents = SqlAgents(desk.db, QUICK, clock)
    agents.add("Ann Lee", "ann@company.example", "agent", PASSWORD)
    agents.add("Lea Roth", "lea@company.example", "lead", PASSWORD)
    return replace(desk, agents=agents)


@pytest.fixture
def browser(office: Desk) -> Iterator[TestClient]:
    """A browser that nobody has signed in with yet."""
    with opened(office) as client:
        yield client


@contextmanager
def opened(desk: Desk, url: str = "https://desk.test") -> Iterator[TestClient]:
    """Open a browser at a gateway of its own."""
    with TestClient(create_app(desk), base_url=url, raise_server_exceptions=False) as client:
        yield client


def sign_in(client: TestClient, email: str = "ann@company.example", **changes: Any) -> httpx.Response:
    """Sign in as our page does."""
    body = {"email": email, "password": PASSWORD} | changes
    return client.post("/api/agent/sign-in", json=body, headers=OURS)
