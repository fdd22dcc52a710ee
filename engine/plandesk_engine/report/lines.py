"""One line of a customer, what it means, and what the desk makes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

FALLBACK = "nlu_fallback"
OUTSIDE = "out_of_scope"
RIGHT, ASKED, WRONG = "right", "asked", "wrong"

Reading = tuple[str, float]


@dataclass(frozen=True)
class Line:
    """A line with the intent a careful reader gives it, every reading likeliest first, and the one taken."""

    text: str
    wanted: str
    readings: tuple[Reading, ...]
    taken: str

    @classmethod
    def of(cls, text: str, wanted: str, understood: dict[str, Any]) -> Line:
        """Return the line as `Reader.understand` answered it; the fallback is what was taken, never a reading."""
        readings = tuple((one["name"], float(one["confidence"])) for one in understood["ranking"])
        return cls(text, wanted, tuple(one for one in readings if one[0] != FALLBACK), understood["intent"])

    @property
    def likeliest(self) -> str:
        """The likeliest reading, whatever doubt says."""
        return self.readings[0][0]

    @property
    def confidence(self) -> float:
        """The probability of the likeliest reading."""
        return self.readings[0][1]

    @property
    def lead(self) -> float:
        """How far the likeliest reading is before the next."""
        return self.readings[0][1] - self.readings[1][1]

    @property
    def outcome(self) -> str:
        """What the desk does: sorts it rightly, asks, or takes it for something else."""
        if self.taken == FALLBACK:
            return ASKED
        return RIGHT if self.taken == self.wanted else WRONG

    @property
    def is_ours(self) -> bool:
        """Whether the desk has to do with it."""
        return self.wanted != OUTSIDE


@dataclass(frozen=True)
class Doubt:
    """When the desk asks instead of acting: the likeliest reading is unlikely, or closely followed."""

    threshold: float
    ambiguity: float

    def taken(self, line: Line) -> str:
        """Return what would be taken of the line under this doubt."""
        doubtful = line.confidence < self.threshold or line.lead < self.ambiguity
        return FALLBACK if doubtful else line.likeliest


def acted_on(taken: str) -> bool:
    """Return whether the desk goes on with this, rather than asking or saying that it is none of its business."""
    return taken not in (FALLBACK, OUTSIDE)


def share(part: float, whole: float) -> float:
    """Return the share, 0 where there is nothing to share."""
    return part / whole if whole else 0.0


def share_right(lines: Sequence[Line]) -> float:
    """Return the share of lines whose likeliest reading is the right one."""
    return share(sum(line.likeliest == line.wanted for line in lines), len(lines))
