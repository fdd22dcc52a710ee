"""BASELINE: the usual overage that a claim is measured against.

One series covers every case: the free trial's projection as month 1, then what was paid, paused months left
out. The baseline is the mean of its last entries, at most as many as the policy looks back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from billing_rules.claim import SpikeClaim, TooManyPaidError
from billing_rules.money import ZERO, mean_half_up, shown
from billing_rules.words import listed, month, month_span, months_before, read_month

PROJECTION = "free-trial projection"


@dataclass(frozen=True, slots=True)
class Baseline:
    """The mean and how it came about, or the figures that are missing for it."""

    clauses: tuple[str, ...]
    amount: Decimal = ZERO
    label: str = ""
    notes: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()

    @property
    def missing_sentence(self) -> str:
        """The reason a person has to look: which figures are not on file."""
        them = "it" if len(self.missing) == 1 else "them"
        return (
            f"Not on file: the {listed(self.missing)}. The usual overage cannot be worked out without {them}."
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One month of the series. `number` is its month of service where pauses leave that certain."""

    amount: Decimal | None
    number: int | None
    when: date | None

    @property
    def name(self) -> str:
        """What the figure is called when it is missing."""
        if self.number == 1:
            return PROJECTION
        if self.when is not None:
            return f"overage paid for {month(self.when)}"
        return (
            f"overage paid in month {self.number} of service"
            if self.number
            else "overage paid in a billed month"
        )

    def is_among(self, names: Sequence[str]) -> bool:
        """Return whether one of `names`, in whatever words, already speaks of this figure."""
        marks = (
            ["projection"]
            if self.number == 1
            else [month(self.when), f"{self.when:%Y-%m}"]
            if self.when
            else []
        )
        return any(mark in name for name in names for mark in marks)


@dataclass(frozen=True, slots=True)
class Series:
    """The months before the claimed one that count, oldest first, and the paused ones left out."""

    entries: tuple[Entry, ...]
    paused: tuple[tuple[str, date | None], ...]


def series_of(claim: SpikeClaim) -> Series:
    """Return the claim's months in order, or raise if more are paid or paused than have passed."""
    months = claim.service_month - 1
    paused = {name: read_month(name) for name in claim.skipped_months}
    slots: list[tuple[int | None, date | None]]
    named: tuple[tuple[str, date | None], ...]
    if claim.bill_month is not None and all(paused.values()):
        first = months_before(claim.bill_month, months)
        calendar = [(number + 1, months_before(first, -number)) for number in range(months)]
        left_out = sorted({when for _, when in calendar[1:]} & set(paused.values()))
        slots = [slot for slot in calendar if slot[1] not in left_out]
        named = tuple((month(when), when) for when in left_out)
    else:
        slots = [(number if number == 1 or not paused else None, None) for number in range(1, months + 1)]
        slots = slots[: max(0, months - len(paused))]
        named = tuple((name, None) for name in paused)
    expected = max(0, len(slots) - 1)
    if len(claim.paid) > expected or (months and not slots):
        raise TooManyPaidError(claim.service_month, expected, len(claim.paid), len(paused))
    amounts = [claim.trial_projection, *claim.paid, *[None] * (expected - len(claim.paid))]
    return Series(tuple(Entry(amount, *slot) for amount, slot in zip(amounts, slots, strict=False)), named)


def baseline_of(series: Series, look_back: int, known_missing: Sequence[str] = ()) -> Baseline:
    """Return the mean of the last `look_back` entries, or what is missing for it (S1-S3)."""
    window = series.entries[-look_back:]
    clauses = _clauses(window)
    skipped = [
        name
        for name, when in series.paused
        if when is None or window[0].when is None or when >= window[0].when
    ]
    notes = (_paused_note(skipped),) if skipped else ()
    unknown = [entry.name for entry in window if entry.amount is None and not entry.is_among(known_missing)]
    missing = (*known_missing, *unknown)
    if missing:
        return Baseline(clauses, notes=notes, missing=missing)
    amounts = [entry.amount for entry in window if entry.amount is not None]
    mean, was_rounded = mean_half_up(amounts)
    return Baseline(clauses, mean, _label(window, amounts, skipped, was_rounded), notes)


def _clauses(window: Sequence[Entry]) -> tuple[str, ...]:
    """Return the clauses behind the mean: S2 the projection alone, S3 with a paid month, S1 paid months."""
    if window[0].number != 1:
        return ("S1",)
    return {1: ("S2",), 2: ("S3",)}.get(len(window), ("S1", "S3"))


def _label(
    window: Sequence[Entry], amounts: Sequence[Decimal], skipped: Sequence[str], was_rounded: bool
) -> str:
    figures = ", ".join(shown(amount) for amount in amounts) + (
        ", rounded to the cent" if was_rounded else ""
    )
    paused = f" ({listed(skipped)} paused)" if skipped else ""
    paid = [entry for entry in window if entry.number != 1]
    if not paid:
        return f"Overage projected in the free trial{paused}: {figures}"
    if len(paid) < len(window):
        return f"Average of the {PROJECTION} and the overage, {_span(paid)}{paused}: {figures}"
    return f"{'Average overage' if len(paid) > 1 else 'Overage paid'}, {_span(paid)}{paused}: {figures}"


def _span(paid: Sequence[Entry]) -> str:
    dates = [entry.when for entry in paid if entry.when is not None]
    if dates:
        return month_span(dates)
    first, last = paid[0].number, paid[-1].number
    if first is None or last is None:
        return "the last billed month" if len(paid) == 1 else f"the last {len(paid)} billed months"
    return f"month {last} of service" if first == last else f"months {first}-{last} of service"


def _paused_note(skipped: Sequence[str]) -> str:
    was, it = ("was", "it is") if len(skipped) == 1 else ("were", "they are")
    return f"{listed(skipped)} {was} paused: nothing was sent or billed, so {it} skipped."
