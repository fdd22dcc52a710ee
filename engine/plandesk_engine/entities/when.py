"""WHEN: the day it is for the account, and how dates are read there.

Today is the local day in the account's time zone: at 23:30 UTC it is tomorrow in Tokyo.
"3/4" puts the month first in the Americas, seasons are turned round in the south.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

_SOUTH = (
    "Australia/", "Antarctica/", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Fiji", "America/Argentina",
    "America/Buenos_Aires", "America/Sao_Paulo", "America/Santiago", "America/Montevideo", "America/Asuncion",
    "Africa/Johannesburg", "Africa/Windhoek", "Africa/Harare", "Africa/Maputo", "NZ",
)  # fmt: skip
_MONTH_FIRST = ("America/", "US/", "Pacific/Honolulu")


class When(NamedTuple):
    """The frame a date is resolved in; `past` prefers days gone by, `after` bounds a range's end."""

    today: date
    month_first: bool = False
    southern: bool = False
    past: bool = False
    after: date | None = None


def when(now: datetime, time_zone: str) -> When:
    """Return the frame for the instant `now` in `time_zone`; an unknown zone is read as UTC."""
    aware = now if now.tzinfo else now.replace(tzinfo=UTC)
    try:
        today = aware.astimezone(_zone(time_zone)).date()
    except OverflowError:  # the first or the last day there is
        today = aware.date()
    return When(
        today,
        month_first=time_zone.startswith(_MONTH_FIRST),
        southern=time_zone.startswith(_SOUTH),
    )


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return ZoneInfo("UTC")
