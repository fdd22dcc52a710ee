"""ANSWERS: what a rule decided, with its working.

The amount is not stated beside the lines: it *is* their sum, so the two cannot differ.
Only `needs_review` has no amount; it says why in `reason`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Literal

from billing_rules.money import ZERO, exactly, plain, total

Decision = Literal[
    "charged", "within_plan", "quoted", "granted", "bill_stands", "too_late", "not_billable", "needs_review"
]
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One step of the working: what it is, and what it adds."""

    label: str
    amount: Decimal

    def to_json(self) -> Json:
        """Return the line as the quote's JSON carries it."""
        return {"label": self.label, "amount": plain(self.amount)}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A decision under one policy. `notes` are whole sentences for the customer."""

    rule: ClassVar[str]
    decision: Decision
    currency: str
    policy: str
    clauses: tuple[str, ...]
    lines: tuple[Line, ...] = ()
    reason: str | None = None
    notes: tuple[str, ...] = ()
    amount: Decimal | None = field(init=False)

    def __post_init__(self) -> None:
        review = self.decision == "needs_review"
        if review != (self.reason is not None) or (review and self.lines):
            raise AssertionError("A review, and only a review, has a reason and no lines.")
        object.__setattr__(self, "amount", None if review else total(line.amount for line in self.lines))

    def to_json(self) -> Json:
        """Return the quote as every interface shows it: money as strings, dates as ISO."""
        body: Json = {"rule": self.rule, "decision": self.decision, "amount": _money(self.amount)}
        body |= {"currency": self.currency, "clauses": list(self.clauses), "policy": self.policy}
        body |= {"lines": [line.to_json() for line in self.lines]} | self._own()
        if self.reason is not None:
            body["reason"] = self.reason
        return body | {"notes": list(self.notes), "details": self._details()}

    def _own(self) -> Json:
        """Return the keys that only this rule's answers have."""
        return {}

    def _details(self) -> Json:
        """Return the figures behind the decision."""
        return {}


@dataclass(frozen=True, kw_only=True)
class OverageAnswer(Answer):
    """What a month's extra messages cost with the overage option."""

    rule: ClassVar[str] = "overage"
    prepaid: int
    sent: int
    covering_plan: int | None

    def _own(self) -> Json:
        return {"covering_plan": self.covering_plan}

    def _details(self) -> Json:
        return {"prepaid": self.prepaid, "sent": self.sent}


@dataclass(frozen=True, kw_only=True)
class UpgradeAnswer(Answer):
    """What moving up costs, and what has to be in place first. Every upgrade is reviewed."""

    rule: ClassVar[str] = "upgrade"
    current: int
    wanted: int
    plan: int | None
    requires: tuple[str, ...] = ()
    reviewed: bool = True

    def _own(self) -> Json:
        return {"requires": list(self.requires), "reviewed": self.reviewed}

    def _details(self) -> Json:
        return {"current": self.current, "wanted": self.wanted, "plan": self.plan}


@dataclass(frozen=True, slots=True)
class PastMonth:
    """One month already used, as it would have gone on a smaller plan.

    `with_option` is None where no price can be given without a person.
    """

    sent: int
    with_option: Decimal | None
    without_option: Decimal
    not_delivered: int

    def to_json(self) -> Json:
        """Return the month as the quote's details carry it."""
        return {
            "sent": self.sent,
            "with_option": _money(self.with_option),
            "without_option": plain(self.without_option),
            "not_delivered": self.not_delivered,
        }


@dataclass(frozen=True, kw_only=True)
class DowngradeAnswer(Answer):
    """The monthly saving of a smaller plan (`amount`), and how past months would have gone on it."""

    rule: ClassVar[str] = "downgrade"
    current: int
    wanted: int
    plan: int
    past_months: tuple[PastMonth, ...] = ()

    def _details(self) -> Json:
        past = [month.to_json() for month in self.past_months]
        return {"current": self.current, "wanted": self.wanted, "plan": self.plan, "past_months": past}


@dataclass(frozen=True, slots=True)
class PlanOption:
    """One plan, with or without the overage option, for a customer's own months.

    `feasible` is False where mail would have been lost or the price is not known;
    `total` is None only in the second case.
    """

    plan: int
    overage_allowed: bool
    total: Decimal | None
    feasible: bool

    def to_json(self) -> Json:
        """Return the option as the quote's JSON carries it."""
        return {
            "plan": self.plan,
            "overage_allowed": self.overage_allowed,
            "total": _money(self.total),
            "feasible": self.feasible,
        }


@dataclass(frozen=True, kw_only=True)
class AdviceAnswer(Answer):
    """Every way to buy the same months, cheapest first; `amount` is the cheapest that loses no mail."""

    rule: ClassVar[str] = "advise"
    usage: tuple[int, ...]
    options: tuple[PlanOption, ...]
    best: PlanOption | None

    def _own(self) -> Json:
        return {"options": [option.to_json() for option in self.options]}

    def _details(self) -> Json:
        return {"usage": list(self.usage), "best": self.best.to_json() if self.best else None}


@dataclass(frozen=True, kw_only=True)
class SpikeAnswer(Answer):
    """What an overage bill comes to after the claim. `amount` + `credit` is the bill, once it is decided."""

    rule: ClassVar[str] = "spike_protection"
    bill: Decimal
    baseline: Decimal | None = None
    capped: Decimal | None = None
    deadline: date | None = None

    @property
    @exactly
    def credit(self) -> Decimal | None:
        """What comes off the bill: nothing unless granted, unknown until reviewed."""
        if self.amount is None:
            return None
        return total((self.bill, -self.amount)) if self.decision == "granted" else ZERO

    def _own(self) -> Json:
        deadline = self.deadline.isoformat() if self.deadline else None
        return {"credit": _money(self.credit), "deadline": deadline}

    def _details(self) -> Json:
        figures = {"bill": self.bill, "baseline": self.baseline, "capped": self.capped}
        return {name: _money(amount) for name, amount in figures.items()}


def _money(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)
