"""An accounts file is taken whole or not at all, and every bad record is named with all that is wrong."""

import copy
import json
from datetime import date
from pathlib import Path

import pytest

from billing_rules import load_policy
from desk.accounts_file import (
    LARGEST_FILE,
    AccountsFaults,
    AccountsFileUnreadable,
    parse_accounts,
    read_accounts_file,
)

POLICY = load_policy(Path(__file__).parents[2] / "policies" / "demo.yml")
TODAY = date(2026, 11, 21)
HARBOR = {
    "id": "harbor",
    "name": "Harbor Books",
    "email": "billing@harbor.example",
    "domain": "harbor.example",
    "plan": 30000,
    "overage_allowed": True,
    "service_started": "2025-03-03",
    "billing_day": 3,
    "time_zone": "America/New_York",
    "trial_projection": "5.00",
    "usage": [{"month": "2026-10", "sent": 31000}],
    "overage_bills": [
        {"id": "ob-1", "month": "2026-10", "amount": "5000.00", "received": "2026-11-15", "adjusted": None}
    ],
    "paused": [{"from": "2026-01-01", "until": "2026-02-01"}],
}


def harbor(**changes):
    """Return the record of the documents, with `changes`."""
    return copy.deepcopy(HARBOR) | changes


def bill(**changes):
    """Return a record with one bill, changed."""
    return harbor(overage_bills=[HARBOR["overage_bills"][0] | changes])


def problems(*records):
    """Return what is said about `records`."""
    with pytest.raises(AccountsFaults) as refused:
        parse_accounts(list(records), POLICY, TODAY)
    return str(refused.value)


@pytest.mark.parametrize(
    "wrapped", [pytest.param(False, id="a list"), pytest.param(True, id="under accounts")]
)
def test_both_shapes_are_read(wrapped):
    """A file is a list of accounts, or an object that holds one."""
    records = [harbor()]
    (account,) = parse_accounts({"accounts": records} if wrapped else records, POLICY, TODAY)
    assert account.id == "harbor"
    assert str(account.overage_bills[0].amount) == "5000.00"


@pytest.mark.parametrize(
    ("record", "said"),
    [
        pytest.param(harbor(plan=31000), "plan 31000 is not a plan of demo", id="unknown plan"),
        pytest.param(harbor(plan="30000"), "plan is '30000', not a whole number", id="plan as text"),
        pytest.param(harbor(plan=True), "plan is true, not a whole number", id="plan as truth"),
        pytest.param(harbor(trial_projection=5.0), "money is a string", id="money as a float"),
        pytest.param(harbor(trial_projection=5), "money is a string", id="money as a number"),
        pytest.param(harbor(trial_projection="5.001"), "not money", id="a fraction of a cent"),
        pytest.param(harbor(trial_projection="-5"), "not money", id="less than nothing"),
        pytest.param(harbor(trial_projection="٥"), "not money", id="digits of another script"),
        pytest.param(
            harbor(time_zone="Mars/Base"), "time_zone is 'Mars/Base', not a time zone", id="bad zone"
        ),
        pytest.param(harbor(time_zone=["UTC"]), "time_zone is a list, not a time zone", id="zone in a list"),
        pytest.param(harbor(service_started="2025-02-30"), "a day that does not exist", id="30 February"),
        pytest.param(harbor(service_started="3 March 2025"), "not a date such as", id="a date in words"),
        pytest.param(harbor(billing_day=32), "billing_day is 32, not a number from 1 to 31", id="day 32"),
        pytest.param(harbor(overage_allowed="yes"), "overage_allowed is 'yes', not true or false", id="yes"),
        pytest.param(harbor(email="nobody"), "email 'nobody' is not an address", id="no address"),
        pytest.param(harbor(name="a\u0000b"), "name holds a control character", id="a NUL"),
        pytest.param(harbor(id="../etc"), "id '../etc' is not letters", id="an id that is a path"),
        pytest.param(harbor(colour="red"), "'colour' is not a known field", id="unknown key"),
        pytest.param(
            {key: HARBOR[key] for key in HARBOR if key != "time_zone"}, "time_zone is missing", id="missing"
        ),
        pytest.param(bill(received="2026-11-22"), "which is in the future", id="a bill from tomorrow"),
        pytest.param(
            bill(received="2026-09-30"), "before 2026-10, the month it is for", id="billed too early"
        ),
        pytest.param(bill(adjusted="5000.01"), "more than its amount", id="adjusted upward"),
        pytest.param(bill(month="2025-02"), "before the service started", id="billed before service"),
        pytest.param(
            bill(amount=5000.0), "overage_bills 1: amount is 5000.0; money is a string", id="float bill"
        ),
        pytest.param(
            harbor(overage_bills=HARBOR["overage_bills"] * 2), "bill ob-1 is given twice", id="two bills"
        ),
        pytest.param(
            harbor(usage=HARBOR["usage"] * 2), "usage of 2026-10 is given twice", id="a month twice"
        ),
        pytest.param(harbor(usage=[{"month": "2026-12", "sent": 1}]), "in the future", id="usage to come"),
        pytest.param(
            harbor(usage={"month": "2026-10"}), "usage is an object, not a list", id="usage no list"
        ),
        pytest.param(
            harbor(
                paused=[{"from": "2026-01-01", "until": "2026-03-01"}, {"from": "2026-02-01", "until": None}]
            ),
            "the pauses from 2026-01-01 and from 2026-02-01 overlap",
            id="overlapping pauses",
        ),
        pytest.param(
            harbor(paused=[{"from": "2026-01-02", "until": "2026-01-02"}]),
            "not after its start",
            id="no length",
        ),
        pytest.param("harbor", "it is 'harbor', not an object", id="a record that is a text"),
        pytest.param(None, "it is null, not an object", id="a record that is null"),
    ],
)
def test_a_bad_record_is_named_with_what_is_wrong(record, said):
    """The value is shown, and what belongs there."""
    assert said in problems(record)


def test_pauses_that_touch_do_not_overlap():
    """`until` is the first day that is no longer paused."""
    pauses = [{"from": "2026-01-01", "until": "2026-02-01"}, {"from": "2026-02-01", "until": "2026-03-01"}]
    assert len(parse_accounts([harbor(paused=pauses)], POLICY, TODAY)[0].paused) == 2


def test_one_bad_of_a_thousand_is_named_with_its_place():
    """Nothing is taken, and the place counts from 1 as a person counts."""
    records = [harbor(id=f"a{number}") for number in range(1000)]
    records[16] = harbor(plan=31000, email="nobody")
    said = problems(*records)
    assert said.startswith("Nothing was imported: 1 of 1,000 records is wrong.")
    assert "record 17 (harbor): email 'nobody' is not" in said
    assert "plan 31000 is not a plan of demo" in said


def test_every_bad_record_is_named():
    """A file is put right in one go, not one fault at a time."""
    said = problems(*(harbor(id=f"a{number}", plan=1) for number in range(300)))
    assert said.count("is not a plan of demo") == 300


def test_an_id_used_twice_names_the_first_place():
    """The later record is at fault, and says where the id was seen."""
    assert "record 3 (harbor): the id is the same as that of record 1" in problems(
        harbor(), harbor(id="b"), harbor()
    )


def test_a_bill_is_in_the_future_where_the_customer_is():
    """In Auckland it is tomorrow already: the same bill is fine there and not in New York."""
    today_in = {"Pacific/Auckland": date(2026, 11, 22), "America/New_York": TODAY}.__getitem__
    record = bill(received="2026-11-22")
    assert parse_accounts([record | {"time_zone": "Pacific/Auckland"}], POLICY, today_in)
    with pytest.raises(AccountsFaults, match="in the future"):
        parse_accounts([record], POLICY, today_in)


@pytest.mark.parametrize("data", [None, 5, "x", {}, {"accounts": {}}, {"accounts": [], "more": 1}])
def test_what_is_no_list_is_refused(data):
    """The two shapes there are, are shown."""
    with pytest.raises(AccountsFileUnreadable, match="holds no list of accounts"):
        parse_accounts(data, POLICY, TODAY)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"[{]", "is not JSON at line 1, column 3", id="broken"),
        pytest.param(b"", "is not JSON at line 1", id="empty"),
        pytest.param(b"\xff\xfe[]", "is not UTF-8 at byte 0", id="another charset"),
        pytest.param(b"[" * 100_000, "nested too deeply", id="a hundred thousand levels"),
        pytest.param(
            b"[" + b"9" * 5000 + b"]", "a number that is far too long", id="a number of 5,000 digits"
        ),
    ],
)
def test_what_is_no_json_is_one_sentence(tmp_path, content, said):
    """Where it stops being JSON is said."""
    file = tmp_path / "accounts.json"
    file.write_bytes(content)
    with pytest.raises(AccountsFileUnreadable, match=said):
        read_accounts_file(file)


def test_a_huge_file_is_refused_before_it_is_read(tmp_path):
    """100 MB never reach memory."""
    file = tmp_path / "accounts.json"
    with file.open("wb") as handle:
        handle.truncate(100 * 1024 * 1024)
    assert file.stat().st_size > LARGEST_FILE
    with pytest.raises(AccountsFileUnreadable, match=r"has 100\.0 MB, and at most 50 MB"):
        read_accounts_file(file)


def test_a_key_given_twice_is_said(tmp_path):
    """JSON would keep the last one without a word."""
    file = tmp_path / "accounts.json"
    file.write_text("[" + json.dumps(HARBOR)[:-1] + ', "plan": 45000}]')
    assert "'plan' is given twice" in problems(*read_accounts_file(file))
