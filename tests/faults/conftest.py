"""One real desk for all faults: each test takes something away and puts it back."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from desk.adapters.sql.conversations import SqlConversations
from desk.adapters.sql.database import Database
from desk.adapters.sql.requests import SqlRequests
from desk.clock import SystemClock
from tests.desk.handoff_fixtures import ownership_of
from tests.faults.records import Records, forget_requests
from tests.stack import Stack, started


@pytest.fixture(scope="package")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The three processes, with a policy file of their own and little patience with actions."""
    from tests.stack import ROOT

    policy = tmp_path_factory.mktemp("policy") / "policy.yml"
    policy.write_text((ROOT / "policies" / "demo.yml").read_text(encoding="utf-8"), encoding="utf-8")
    stack = started(POLICY=str(policy), ENGINE_ACTION_TIMEOUT="4")
    yield stack
    stack.close()


@pytest.fixture
def records(running: Stack) -> Iterator[Records]:
    """What the desk's database holds, read past the desk."""
    database = Database(running.environ["DATABASE_URL"])
    clock = SystemClock()
    conversations = SqlConversations(database, clock, ownership_of(database, clock))
    yield Records(database, conversations, SqlRequests(database, clock))
    database.close()


@pytest.fixture
def stack(running: Stack, records: Records) -> Stack:
    """The desk whole and ready, with nothing filed yet."""
    for part in ("engine", "actions", "gateway"):
        process = running.processes.get(part)
        if process is None or process.poll() is not None:
            running.start(part)
    running.wait()
    forget_requests(records.database)
    return running


@pytest.fixture
def background() -> Iterator[ThreadPoolExecutor]:
    """Threads for what customers do while something is taken away."""
    with ThreadPoolExecutor(10) as pool:
        yield pool
