"""The clock can be stopped, and a date is always the date somewhere."""

from datetime import UTC, date, datetime

import pytest

from desk.clock import FrozenClock, SystemClock, UnreadableInstant, clock_from


def test_an_unset_instant_is_the_real_time():
    """Nothing needs setting: the clock runs and is in UTC."""
    clock = clock_from(None)
    assert isinstance(clock, SystemClock)
    assert clock.now().utcoffset() is not None


@pytest.mark.parametrize(
    ("value", "instant"),
    [
        pytest.param(
            "2026-11-21T12:00:00+00:00", datetime(2026, 11, 21, 12, tzinfo=UTC), id="with an offset"
        ),
        pytest.param("2026-11-21T12:00:00Z", datetime(2026, 11, 21, 12, tzinfo=UTC), id="with Z"),
        pytest.param("2026-11-21T12:00:00", datetime(2026, 11, 21, 12, tzinfo=UTC), id="no offset means UTC"),
        pytest.param("2026-11-21T12:00:00-05:00", datetime(2026, 11, 21, 17, tzinfo=UTC), id="New York"),
        pytest.param("2026-11-21", datetime(2026, 11, 21, tzinfo=UTC), id="a date is its midnight"),
    ],
)
def test_an_iso_instant_stops_the_clock(value, instant):
    """PLANDESK_NOW freezes the clock at that instant, in UTC."""
    assert clock_from(value).now() == instant


@pytest.mark.parametrize(
    "value", ["yesterday", "2026-13-01", "0", "2026-11-21T99:00", "0001-01-01T00:00:00+14:00"]
)
def test_a_bad_instant_is_one_sentence(value):
    """What was set is named, and an example of what to set."""
    with pytest.raises(UnreadableInstant, match=r"PLANDESK_NOW is .*2026-11-21T12:00:00"):
        clock_from(value)


def test_the_same_instant_is_two_dates():
    """A bill received at 23:59 in one zone is received the day after in another."""
    late_evening = FrozenClock(datetime(2026, 11, 22, 4, 59, tzinfo=UTC))
    assert late_evening.today("America/New_York") == date(2026, 11, 21)
    assert late_evening.today("Europe/Berlin") == date(2026, 11, 22)
