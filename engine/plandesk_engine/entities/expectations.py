"""EXPECTATIONS: what the conversation has just asked for, as far as it changes the reading.

`expects` names an entity, optionally with a role after it: `plan_volume`, `amount`,
`date_until`, `plan_volume_to`. A role of `received` or `past` asks for a date gone by.
"""

from __future__ import annotations

from typing import NamedTuple

_KINDS = ("plan_volume", "volume", "amount", "date", "duration", "ticket", "domain", "email")
_PAST = frozenset({"received", "past", "since"})


class Expectation(NamedTuple):
    """The kind asked for, the role its answer plays, and whether it lies in the past."""

    kind: str | None = None
    role: str | None = None
    past: bool = False

    @property
    def is_figure(self) -> bool:
        """Tell whether a bare figure would answer the question."""
        return self.kind in ("plan_volume", "volume", "amount")


NOTHING = Expectation()


def expectation(expects: str | None) -> Expectation:
    """Return what `expects` asks for; a name that is no entity's asks for nothing."""
    for kind in _KINDS if expects else ():
        if expects == kind:
            return Expectation(kind)
        if expects is not None and expects.startswith(f"{kind}_"):
            role = expects[len(kind) + 1 :]
            return Expectation(kind, None if role in _PAST else role, role in _PAST)
    return NOTHING
