"""Time zones, clock changes, leap days, month ends and the order of day and month."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest


def _at(iso: str) -> datetime:
    return datetime.fromisoformat(iso).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "now", "zone", "date"),
    [
        pytest.param("today", "2026-11-21T23:30", "UTC", "2026-11-21", id="half past eleven in Greenwich"),
        pytest.param("today", "2026-11-21T23:30", "Asia/Tokyo", "2026-11-22", id="already tomorrow in Tokyo"),
        pytest.param(
            "today", "2026-11-21T03:30", "America/New_York", "2026-11-20", id="still yesterday in New York"
        ),
        pytest.param("tomorrow", "2026-03-08T06:30", "America/New_York", "2026-03-09", id="spring forward"),
        pytest.param("tomorrow", "2026-11-01T04:30", "America/New_York", "2026-11-02", id="the 25-hour day"),
        pytest.param("yesterday", "2026-03-29T00:30", "Europe/Berlin", "2026-03-28", id="the 23-hour day"),
        pytest.param("today", "2026-11-21T12:00", "No/Such_Zone", "2026-11-21", id="an unknown zone is UTC"),
        pytest.param("today", "2026-11-21T12:00", "../etc/passwd", "2026-11-21", id="a path is no zone"),
        pytest.param(
            "in two months", "2026-12-31T12:00", "UTC", "2027-02-28", id="two months from 31 December"
        ),
        pytest.param("in a year", "2028-02-29T12:00", "UTC", "2029-02-28", id="a year from a leap day"),
        pytest.param("tomorrow", "2028-02-28T12:00", "UTC", "2028-02-29", id="the day before a leap day"),
        pytest.param("end of February", "2028-01-10T12:00", "UTC", "2028-02-29", id="a leap February's end"),
        pytest.param("next month", "2026-12-31T12:00", "UTC", "2027-01-01", id="next month over the year"),
        pytest.param("next month", "2027-01-31T12:00", "UTC", "2027-02-01", id="next month from a 31st"),
        pytest.param("end of the month", "2026-11-30T12:00", "UTC", "2026-11-30", id="the last day itself"),
        pytest.param("last month", "2027-01-05T12:00", "UTC", "2026-12-01", id="last month over the year"),
        pytest.param(
            "the 31st", "2027-02-01T12:00", "UTC", "2027-03-31", id="the next month that has a 31st"
        ),
        pytest.param("next friday", "2026-11-18T12:00", "UTC", "2026-11-27", id="next friday on a Wednesday"),
        pytest.param("this friday", "2026-11-18T12:00", "UTC", "2026-11-20", id="this friday on a Wednesday"),
        pytest.param("friday", "2026-11-20T12:00", "UTC", "2026-11-27", id="friday said on a Friday"),
        pytest.param(
            "3/4/2027", "2026-11-21T12:00", "America/Chicago", "2027-03-04", id="month first in Chicago"
        ),
        pytest.param("3/4/2027", "2026-11-21T12:00", "Europe/London", "2027-04-03", id="day first in London"),
        pytest.param(
            "12/25/2026", "2026-11-21T12:00", "Europe/London", "2026-12-25", id="only one order possible"
        ),
        pytest.param(
            "next summer", "2026-11-21T12:00", "Australia/Sydney", "2026-12-01", id="summer down under"
        ),
    ],
)
def test_today_is_the_account_s_day(read, text, now, zone, date):
    """Days begin at midnight where the account is, whatever the clocks do."""
    assert [value for _, value, *_ in read(text, zone=zone, now=_at(now))] == [date]


def test_a_season_in_the_south_is_the_other_half_of_the_year(read):
    """ "Over summer" in Sydney is December to February."""
    assert read("over summer", zone="Australia/Sydney") == [
        ("date", "2026-12-01", "from"),
        ("date", "2027-02-28", "until"),
    ]


def test_a_season_that_has_begun_starts_today(read):
    """Said in July, "over summer" does not begin in the past."""
    assert read("over summer", now=_at("2027-07-10T12:00")) == [
        ("date", "2027-07-10", "from"),
        ("date", "2027-08-31", "until"),
    ]


def test_a_clock_without_a_zone_is_read_as_utc(read):
    """A naive instant is not refused."""
    assert read("today", now=datetime(2026, 11, 21, 12)) == [("date", "2026-11-21")]  # noqa: DTZ001


def test_one_clear_date_settles_the_order_of_the_others(read):
    """Beside 30/03, the date 07/01 can only be the seventh of January, even in New York."""
    dates = [value for _, value, *_ in read("closed from 07/01/2027 to 30/03/2027")]
    assert dates == ["2027-01-07", "2027-03-30"]
