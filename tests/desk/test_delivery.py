"""A request becomes exactly one ticket, whatever fails and whoever dies; and what is stuck says why."""

import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.adapters.embedded import EmbeddedTickets
from desk.adapters.memory import MemoryTickets
from desk.adapters.sql import migrate
from desk.adapters.sql.database import Database
from desk.adapters.sql.outbox import SqlOutbox
from desk.adapters.sql.requests import SqlRequests
from desk.delivery import LEASE, LONGEST_WAIT, MOST_ATTEMPTS, Delivered, deliver_due, wait_before
from desk.delivery_loop import DeliveryLoop
from desk.tickets import (
    TicketRefused,
    TicketSetupWrong,
    TicketSystemBroken,
    TicketSystemSilent,
    UnknownTicket,
)
from tests.desk.desk_fixtures import WoundClock, new_request


class Killed(BaseException):
    """The worker dies here: nothing after this line runs."""


class Faulty:
    """Tickets in memory, with a fault planned before or after each call."""

    system = "memory"

    def __init__(self, plan=()):
        self.inner = MemoryTickets()
        self.plan = list(plan)

    def __getattr__(self, name):
        act = getattr(self.inner, name)

        def call(*arguments):
            fault, when = self.plan.pop(0) if self.plan else (None, "before")
            if fault and when == "before":
                raise fault
            result = act(*arguments)
            if fault:
                raise fault
            return result

        return call


@pytest.fixture
def requests(database, clock):
    """The requests of the database under test."""
    return SqlRequests(database, clock)


@pytest.fixture
def outbox(database, clock):
    """The outbox of the database under test."""
    return SqlOutbox(database, clock)


def test_a_filed_request_becomes_a_ticket_with_its_figures(database, clock, requests, outbox):
    """The customer sees the number, the team sees the quote."""
    ref = requests.file(new_request(quote={"decision": "granted", "amount": "25.00", "currency": "USD"})).ref
    tickets = EmbeddedTickets(database, clock)
    assert deliver_due(outbox, tickets, clock.now) == Delivered(settled=1)
    assert requests.by_ref(ref, "harbor").status_words == "with the team, ticket T-1"
    ticket = tickets.read("T-1")
    assert ticket.subject.startswith("[PD-1001] ")
    assert "= 25.00 USD" in ticket.body
    assert ticket.fields["bill"] == "5000.00"
    assert outbox.rows() == []


FAULTS = st.sampled_from(
    [
        None,
        None,
        TicketSystemSilent("No answer within 10 s."),
        TicketSystemBroken("It answered 500."),
        RuntimeError("a bug"),
        Killed(),
    ]
)


@settings(max_examples=40, deadline=None)
@given(plan=st.lists(st.tuples(FAULTS, st.sampled_from(["before", "after"])), max_size=12))
def test_whatever_fails_wherever_there_is_one_ticket(plan):
    """Row 26: dead before the call, after it, before the reading back: one ticket, one note, in order."""
    with TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/desk.db")
        migrate.upgrade(database)
        clock = WoundClock()
        outbox = SqlOutbox(database, clock)
        ref = SqlRequests(database, clock).file(new_request()).ref
        outbox.add(ref, "note", "Called back.", "n-1")
        tickets = Faulty(plan)
        for _ in range(40):
            with suppress(Killed):
                deliver_due(outbox, tickets, clock.now)
            clock.wind(minutes=31)
        left = outbox.rows()
        database.close()
    assert left == []
    (ticket,) = tickets.inner.tickets.values()
    assert [entry.text for entry in ticket.entries] == ["Called back."]


def test_a_killed_workers_lease_ends(database, clock, requests, outbox):
    """Nobody else touches the step while the lease runs; afterwards another goes on and finds the ticket."""
    requests.file(new_request())
    tickets = Faulty([(None, "before"), (Killed(), "after")])
    with pytest.raises(Killed):
        deliver_due(outbox, tickets, clock.now)
    assert deliver_due(outbox, tickets, clock.now) == Delivered()
    clock.wind(seconds=LEASE.total_seconds() + 1)
    assert deliver_due(outbox, tickets, clock.now) == Delivered(settled=1)
    assert len(tickets.inner.tickets) == 1


class DeadlyTickets(EmbeddedTickets):
    """The embedded store, and a worker that is killed for good at one call."""

    def __init__(self, database, clock, call):
        super().__init__(database, clock)
        self.call = call

    def open(self, draft):
        if self.call == "before the POST":
            os.kill(os.getpid(), signal.SIGKILL)
        ref = super().open(draft)
        if self.call == "after the POST":
            os.kill(os.getpid(), signal.SIGKILL)
        return ref

    def read(self, number):
        if self.call == "before the read-back":
            os.kill(os.getpid(), signal.SIGKILL)
        return super().read(number)


class DeadlyOutbox(SqlOutbox):
    """The outbox, and a worker that is killed before its settling is committed."""

    def settle(self, *arguments):
        os.kill(os.getpid(), signal.SIGKILL)


def _file_and_die(url, call):
    database, clock = Database(url), WoundClock()
    SqlRequests(database, clock).file(new_request())
    outbox = DeadlyOutbox if call == "before the commit" else SqlOutbox
    deliver_due(outbox(database, clock), DeadlyTickets(database, clock, call), clock.now)


@pytest.mark.parametrize(
    "call", ["before the POST", "after the POST", "before the read-back", "before the commit"]
)
def test_a_worker_killed_for_good_leaves_one_ticket(database, url, clock, requests, outbox, call):
    """Rows 26 and 42, with a real SIGKILL: the request is there, and becomes one ticket."""
    worker = multiprocessing.get_context("spawn").Process(target=_file_and_die, args=(url, call))
    worker.start()
    worker.join(60)
    assert worker.exitcode == -signal.SIGKILL
    assert requests.by_ref("PD-1001", "harbor").status == "received"
    clock.wind(minutes=10)
    tickets = EmbeddedTickets(database, clock)
    assert deliver_due(outbox, tickets, clock.now) == Delivered(settled=1)
    assert requests.by_ref("PD-1001", "harbor").ticket_number == "T-1"
    assert tickets.find(requests.by_ref("PD-1001", "harbor").key).number == "T-1"
    with pytest.raises(UnknownTicket):
        tickets.read("T-2")


def test_a_worker_that_lost_its_lease_settles_nothing(clock, requests, outbox):
    """Who comes back late finds that another has taken over."""
    requests.file(new_request())
    late = outbox.lease_next(clock.now(), LEASE)
    clock.wind(minutes=5)
    taken = outbox.lease_next(clock.now(), LEASE)
    assert not outbox.hold(late, "permanent", "too late to say so")
    assert not outbox.postpone(late, "timeout", "too late to say so", clock.now())
    assert outbox.hold(taken, "permanent", "ours")


@pytest.mark.parametrize(
    ("fault", "kind", "state"),
    [
        pytest.param(TicketSystemSilent("No answer within 10 s."), "timeout", "waiting", id="silence passes"),
        pytest.param(TicketSystemBroken("It answered 500."), "internal", "waiting", id="nonsense passes"),
        pytest.param(RuntimeError("secret detail"), "internal", "waiting", id="a bug of ours may pass"),
        pytest.param(TicketRefused("The queue takes no priority."), "permanent", "held", id="refused"),
        pytest.param(TicketSetupWrong("The key is not valid."), "config", "held", id="a wrong key stays"),
    ],
)
def test_a_failure_is_sorted_and_worded(fault, kind, state, clock, requests, outbox):
    """What passes is tried again; what needs a person waits for one. Both say why."""
    ref = requests.file(new_request()).ref
    deliver_due(outbox, Faulty([(fault, "before")]), clock.now)
    (row,) = outbox.rows()
    assert (row.ref, row.state, row.failure) == (ref, state, kind)
    assert row.failure_words
    assert "secret" not in row.failure_words
    assert requests.by_ref(ref, "harbor").status_words == "received"


def test_a_held_request_can_be_retried(clock, requests, outbox):
    """Nothing is dropped: a person corrects the key and tries again."""
    ref = requests.file(new_request()).ref
    tickets = Faulty([(TicketSetupWrong("The key is not valid."), "before")])
    deliver_due(outbox, tickets, clock.now)
    clock.wind(days=30)
    assert deliver_due(outbox, tickets, clock.now) == Delivered()
    assert outbox.retry(ref) == 1
    assert deliver_due(outbox, tickets, clock.now) == Delivered(settled=1)
    assert outbox.retry(ref) == 0


def test_giving_up_is_said_and_keeps_the_request(clock, requests, outbox):
    """After many attempts a person is asked, with the last reason; never silently, never dropped."""
    ref = requests.file(new_request()).ref
    tickets = Faulty([(TicketSystemSilent("No answer within 10 s."), "before")] * MOST_ATTEMPTS)
    for _ in range(MOST_ATTEMPTS):
        deliver_due(outbox, tickets, clock.now)
        clock.wind(hours=1)
    (row,) = outbox.rows()
    assert (row.state, row.failure) == ("held", "exceeded")
    assert (
        row.failure_words == f"Given up after {MOST_ATTEMPTS} attempts. The last one: No answer within 10 s."
    )
    assert outbox.retry() == 1
    assert deliver_due(outbox, tickets, clock.now) == Delivered(settled=1)
    assert requests.by_ref(ref, "harbor").ticket_number == "M-1"


def test_a_system_that_drops_a_field_is_noticed(clock, requests, outbox):
    """Row 28: it said "created"; reading back shows what it kept."""
    requests.file(new_request())
    tickets = Faulty()
    honest = tickets.inner.open
    tickets.inner.open = lambda draft: honest(replace(draft, priority="low", fields={}))
    assert deliver_due(outbox, tickets, clock.now) == Delivered(settled=1)
    (row,) = outbox.rows()
    assert (row.state, row.failure, row.ticket_number) == ("done", "permanent", "M-1")
    assert "priority is 'low' instead of 'high'" in row.failure_words
    assert outbox.retry() == 1


def test_a_requests_steps_go_out_in_order_and_others_are_not_held_up(clock, requests, outbox):
    """A note waits for its ticket; another customer's request does not."""
    first = requests.file(new_request()).ref
    second = requests.file(new_request(about="ob-2")).ref
    assert outbox.add(first, "note", "Called back.", "n-1")
    assert not outbox.add(first, "note", "Called back.", "n-1")
    tickets = Faulty([(TicketSystemSilent("No answer."), "before")])
    assert deliver_due(outbox, tickets, clock.now) == Delivered(settled=1, postponed=1)
    assert [(row.ref, row.step) for row in outbox.rows()] == [(first, "open"), (first, "note")]
    assert requests.by_ref(second, "harbor").ticket_number == "M-1"
    clock.wind(minutes=1)
    assert deliver_due(outbox, tickets, clock.now) == Delivered(settled=2)
    assert [entry.text for entry in tickets.inner.tickets["M-2"].entries] == ["Called back."]


def test_two_workers_never_share_a_step(database, clock, requests, outbox):
    """Thirty requests, four workers at once: thirty tickets, no error."""
    for number in range(30):
        requests.file(new_request(about=f"b{number}"))
    tickets = MemoryTickets(clock)
    done = []
    workers = [
        threading.Thread(target=lambda: done.append(deliver_due(outbox, tickets, clock.now)))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(one.settled for one in done) == 30
    assert sum(one.total for one in done) == 30
    assert len({ticket.key for ticket in tickets.tickets.values()}) == 30


@pytest.mark.parametrize(
    ("attempt", "asked", "spread", "seconds"),
    [
        pytest.param(1, None, 0.5, 1, id="at first a second"),
        pytest.param(4, None, 0.5, 8, id="doubling"),
        pytest.param(4, None, 0.0, 6, id="spread down"),
        pytest.param(4, 120, 0.5, 120, id="never sooner than the system asks"),
        pytest.param(1000, None, 0.5, LONGEST_WAIT.total_seconds(), id="at most half an hour"),
    ],
)
def test_waiting_grows_and_is_spread(attempt, asked, spread, seconds):
    """Backoff with jitter, and Retry-After respected."""
    after = None if asked is None else timedelta(seconds=asked)
    assert wait_before(attempt, after, lambda: spread).total_seconds() == seconds


def test_the_loop_delivers_what_is_filed_and_stops(sqlite):
    """Woken, it delivers at once; stopped, it ends its thread."""
    clock, arrived = WoundClock(), threading.Event()
    requests, outbox = SqlRequests(sqlite, clock), SqlOutbox(sqlite, clock)
    tickets = MemoryTickets(clock)
    loop = DeliveryLoop(outbox, tickets, clock.now, on_delivered=lambda _done: arrived.set())
    loop.start()
    loop.start()
    requests.file(new_request())
    loop.wake()
    assert arrived.wait(10)
    assert loop.stop(10)
    assert loop.stop()
    assert len(tickets.tickets) == 1


def test_the_loop_survives_a_database_that_fails(sqlite, monkeypatch):
    """It says why it stands still, and goes on when the database is back."""
    clock, failed, arrived = WoundClock(), threading.Event(), threading.Event()
    requests, outbox = SqlRequests(sqlite, clock), SqlOutbox(sqlite, clock)
    requests.file(new_request())
    lease = outbox.lease_next

    def fail(*_arguments):
        failed.set()
        raise ConnectionError("the database is away")

    monkeypatch.setattr(outbox, "lease_next", fail)
    loop = DeliveryLoop(outbox, MemoryTickets(clock), clock.now, on_delivered=lambda _done: arrived.set())
    loop.start()
    assert failed.wait(10)
    monkeypatch.setattr(outbox, "lease_next", lease)
    while not arrived.wait(0.05):
        loop.wake()
    assert loop.stop(10)
    assert loop.failing is None
