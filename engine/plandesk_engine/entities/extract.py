"""EXTRACT: everything a message names, each once, in reading order.

References are read first, then dates and durations, then money, and what figures are left
are weighed as plans or volumes; whatever is understood is closed to the later readers. Last the
parts are told that need the whole message: the plan one has, the usual amount, what is refused.
"""

from __future__ import annotations

from datetime import datetime

from .amount_roles import name_amounts
from .dates import read_dates
from .expectations import expectation
from .findings import Entity, name_refused
from .money import read_money
from .numbers import read_numbers
from .plan_roles import name_plans
from .references import read_references
from .text import Reading
from .volumes import read_volumes
from .when import when


def extract(text: str, *, now: datetime, time_zone: str = "UTC", expects: str | None = None) -> list[Entity]:
    """Return the entities of `text`, sorted by start and never overlapping.

    Each is `{"entity", "value", "start", "end", "text"}` and, where the words tell it, `"role"`.
    `now` is an aware instant; days are those of `time_zone`. `expects` is what was just asked for.
    """
    reading = Reading(text)
    expected = expectation(expects)
    entities = list(read_references(reading, expected))
    numbers = read_numbers(reading)
    entities += read_dates(reading, numbers, when(now, time_zone), expected)
    money = list(read_money(reading, numbers))
    entities += money
    entities += read_volumes(reading, numbers, expected, money)
    entities.sort(key=lambda entity: entity["start"])
    name_refused(reading, entities)
    name_plans(reading, entities)
    name_amounts(reading, entities)
    return entities
