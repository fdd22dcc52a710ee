"""A desk and a browser for each file of browser tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.browsing import chromium
from tests.stack import Stack, started


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    """A desk of its own."""
    running = started()
    yield running
    running.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    with chromium() as browser:
        yield browser
