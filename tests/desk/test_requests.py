"""A request is filed once per key, whoever races, and belongs to its owner."""

import multiprocessing
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from desk.adapters.sql.database import Database
from desk.adapters.sql.outbox import SqlOutbox
from desk.adapters.sql.requests import SqlRequests
from desk.requests import RequestKey, UnknownRequest, UnusableRequest, reference, request_id
from tests.desk.desk_fixtures import WoundClock, new_request


def counted(database: Database) -> tuple[int, int]:
    """Return how many requests and deliveries there are."""
    with database.read() as connection:
        return tuple(
            connection.scalar(text(f"SELECT count(*) FROM {name}")) for name in ("requests", "outbox")
        )


def test_filing_answers_with_our_reference_at_once(database, clock):
    """The customer has a number before any ticket system was asked."""
    filed = SqlRequests(database, clock).file(new_request())
    assert (filed.ref, filed.created, filed.status_words) == ("PD-1001", True, "received")
    assert counted(database) == (1, 1)


def test_the_same_key_again_returns_the_first(database, clock):
    """Decision 9: a second claim for the same bill has the first one's reference and figures."""
    requests = SqlRequests(database, clock)
    first = requests.file(new_request())
    again = requests.file(new_request(conversation="c-2", body="Once more", quote={"amount": "1.00"}))
    assert (again.ref, again.created, again.quote["amount"]) == (first.ref, False, "25.00")
    assert counted(database) == (1, 1)


def test_another_bill_kind_or_account_is_another_request(database, clock):
    """The key is account, subject and kind, and nothing else."""
    requests = SqlRequests(database, clock)
    filed = [
        requests.file(new_request(**changes))
        for changes in ({}, {"about": "ob-2"}, {"kind": "billing_dispute"}, {"account_id": "late"})
    ]
    assert [one.ref for one in filed] == ["PD-1001", "PD-1002", "PD-1003", "PD-1004"]


def test_a_filing_that_fails_leaves_nothing(database, clock):
    """Request, key and delivery are one transaction: without the delivery there is no request."""
    requests = SqlRequests(database, clock)
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        requests.file_within(connection, new_request())
        raise ZeroDivisionError
    assert counted(database) == (0, 0)


def test_two_tabs_at_the_same_instant_file_one(database, clock):
    """Row 18: one request, both shown its reference."""
    requests = SqlRequests(database, clock)
    together = threading.Barrier(8)
    filed = []

    def confirm() -> None:
        together.wait()
        filed.append(requests.file(new_request()))

    threads = [threading.Thread(target=confirm) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {one.ref for one in filed} == {"PD-1001"}
    assert sorted(one.created for one in filed) == [False] * 7 + [True]
    assert counted(database) == (1, 1)


def _file_in_a_process(url: str, together, answers) -> None:
    database = Database(url)
    requests = SqlRequests(database, WoundClock())
    together.wait(30)
    answers.put(
        [
            (filed.ref, filed.created)
            for filed in (requests.file(new_request(about=f"b{n}")) for n in range(10))
        ]
    )


def test_two_processes_at_the_same_instant_file_one(database, url):
    """Row 18, across processes: ten bills confirmed in both, ten requests, each made by one of them."""
    spawn = multiprocessing.get_context("spawn")
    together, answers = spawn.Barrier(2), spawn.Queue()
    workers = [spawn.Process(target=_file_in_a_process, args=(url, together, answers)) for _ in range(2)]
    for worker in workers:
        worker.start()
    one, other = answers.get(timeout=60), answers.get(timeout=60)
    for worker in workers:
        worker.join(30)
    assert [ref for ref, _ in one] == [ref for ref, _ in other]
    assert all(mine != theirs for (_, mine), (_, theirs) in zip(one, other, strict=True))
    assert counted(database) == (10, 10)


def test_only_the_owner_finds_a_request(database, clock):
    """Another's request does not exist; neither does anyone's for a visitor without an account."""
    requests = SqlRequests(database, clock)
    filed = requests.file(new_request())
    assert requests.by_ref(filed.ref, "harbor").subject.startswith("Spike protection")
    for stranger in ("late", None, ""):
        with pytest.raises(UnknownRequest):
            requests.by_ref(filed.ref, stranger)


def test_an_accounts_requests_are_the_newest_first(database, clock):
    """And nobody else's are among them."""
    requests = SqlRequests(database, clock)
    for about, account in (("a", "harbor"), ("b", "late"), ("c", "harbor")):
        requests.file(new_request(about=about, account_id=account))
    assert [one.ref for one in requests.for_account("harbor")] == ["PD-1003", "PD-1001"]
    assert requests.find(RequestKey("late", "b", "claim_spike")).ref == "PD-1002"
    assert requests.find(RequestKey("late", "a", "claim_spike")) is None


def test_text_that_no_database_holds_is_made_storable(database, clock):
    """A NUL or a lone surrogate neither fails the filing nor gets lost with the rest."""
    requests = SqlRequests(database, clock)
    filed = requests.file(new_request(body="a\x00b \ud83d c", subject="one\ntwo", fields={"said": "\udc00"}))
    stored = requests.by_ref(filed.ref, "harbor")
    assert (stored.body, stored.subject, stored.fields) == ("ab \ufffd c", "one two", {"said": "\ufffd"})


def test_a_visitor_without_an_account_can_file(database, clock):
    """Their key is the conversation's episode."""
    requests = SqlRequests(database, clock)
    filed = requests.file(new_request(kind="talk_to_human", account_id=None, about="c-1#1", quote=None))
    assert requests.by_ref(filed.ref, None).account_id is None


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"kind": "free_money"}, id="an unknown kind"),
        pytest.param({"priority": "asap"}, id="an unknown priority"),
        pytest.param({"about": " "}, id="about nothing"),
        pytest.param({"subject": ""}, id="no subject"),
    ],
)
def test_what_could_never_be_a_ticket_is_refused(changes):
    """It fails where it is made, not in the delivery."""
    with pytest.raises(UnusableRequest):
        new_request(**changes)


@given(st.integers(1, 10**9))
def test_a_reference_leads_back_to_its_number(number):
    """However it is typed."""
    ref = reference(number)
    assert request_id(ref) == request_id(f"  {ref.lower()} ") == request_id(ref.replace("-", " ")) == number


@pytest.mark.parametrize(
    "typed", ["", "PD", "PD-1000", "PD-0", "PD--1", "PD-٤٥٠٠", "PD-1e9", "PD-" + "9" * 40, "1' OR 1=1"]
)
def test_what_is_no_reference_is_unknown(typed):
    """No query is built from it."""
    with pytest.raises(UnknownRequest, match="PD-1001"):
        request_id(typed)


PARTS = st.text(st.characters(), min_size=1, max_size=12)


@given(st.tuples(PARTS, PARTS, PARTS), st.tuples(PARTS, PARTS, PARTS))
def test_different_keys_never_read_the_same(one, other):
    """No part can be mistaken for another, whatever it holds."""
    assert (str(RequestKey(*one)) == str(RequestKey(*other))) == (one == other)


def test_the_status_is_said_in_the_customers_words(database, clock):
    """Received, with the team under a number, done."""
    requests = SqlRequests(database, clock)
    ref = requests.file(new_request()).ref
    requests.set_status(ref, "done")
    assert requests.by_ref(ref, "harbor").status_words == "done"
    assert [row.state for row in SqlOutbox(database, clock).rows()] == ["waiting"]
