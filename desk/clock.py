"""WHAT TIME IT IS: asked here and nowhere else, so that a test or a demo can stop it.

An instant is always aware and in UTC; a date is always the date somewhere, so it needs a time zone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from dateutil import parser


class Clock(Protocol):
    """Tells the instant, and the date it is in a time zone."""

    def now(self) -> datetime:
        """Return the instant, aware and in UTC."""
        ...

    def today(self, time_zone: str) -> date:
        """Return the date it is now in `time_zone`, an IANA name."""
        ...


class UnreadableInstant(ValueError):
    """PLANDESK_NOW is not an instant."""

    def __init__(self, value: str) -> None:
        super().__init__(
            f"PLANDESK_NOW is {value!r}, which is not an ISO instant. "
            "Set it to one such as 2026-11-21T12:00:00+00:00, or leave it unset for the real time."
        )


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the instant, aware and in UTC."""
        return datetime.now(UTC)

    def today(self, time_zone: str) -> date:
        """Return the date it is now in `time_zone`."""
        return self.now().astimezone(ZoneInfo(time_zone)).date()


@dataclass(frozen=True)
class FrozenClock:
    """A clock that always tells one instant: for tests and demos."""

    instant: datetime

    def now(self) -> datetime:
        """Return the frozen instant."""
        return self.instant

    def today(self, time_zone: str) -> date:
        """Return the date of the frozen instant in `time_zone`."""
        return self.instant.astimezone(ZoneInfo(time_zone)).date()


def clock_from(frozen_at: str | None) -> Clock:
    """Return the system's clock, or one frozen at an ISO instant; without an offset that means UTC."""
    if not frozen_at:
        return SystemClock()
    try:
        instant = parser.isoparse(frozen_at)
        aware = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise UnreadableInstant(frozen_at) from fault
    return FrozenClock(aware)
