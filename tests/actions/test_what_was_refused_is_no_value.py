"""What a turn gives to the actions of the values a message names."""

from __future__ import annotations

from datetime import UTC, datetime

from actions.turn import Turn

SAID = (
    {"entity": "plan_volume", "value": 60000},
    {"entity": "plan_volume", "value": 45000, "role": "not"},
    {"entity": "plan_volume", "value": 30000, "role": "from"},
    {"entity": "date", "value": "2027-07-01", "role": "not"},
)


def _turn() -> Turn:
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    return Turn("", "upgrade_plan", 0.9, SAID, (), "pixel", "c", 1, now, "UTC", None)


def test_a_refused_value_is_never_given():
    """The 45k of "60k, not 45k" reaches no action, asked for with or without a part."""
    turn = _turn()
    assert turn.values("plan_volume") == [60000, 30000]
    assert turn.value("date") is None
    assert turn.values("plan_volume", role="from") == [30000]


def test_values_without_a_part_are_given_apart():
    """What plays neither of the parts named is told from what does."""
    assert _turn().other_values("plan_volume", roles=("from", "to")) == [60000]
