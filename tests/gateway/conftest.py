"""Fixtures of the gateway's tests."""

from tests.gateway.gateway_fixtures import client, desk, engine, harbor

__all__ = ["client", "desk", "engine", "harbor"]
