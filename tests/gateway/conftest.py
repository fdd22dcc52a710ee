"""Fixtures of the gateway's tests."""

from tests.desk.desk_fixtures import clock
from tests.gateway.agent_fixtures import browser, office
from tests.gateway.gateway_fixtures import client, desk, engine, harbor

__all__ = ["browser", "client", "clock", "desk", "engine", "harbor", "office"]
