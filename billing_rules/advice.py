"""PLAN ADVICE: what a customer's own months cost under every plan, with and without the overage option.

Cheapest first is by money alone, so a plan that would have lost mail can lead the list; it is marked not
feasible and never the advice.
"""

from __future__ import annotations

from collections.abc import Sequence

from billing_rules.answer import AdviceAnswer, Line, PlanOption
from billing_rules.money import ZERO, exactly, shown, total
from billing_rules.overage import month_cost, overage_charge
from billing_rules.plan_change import checked_usage
from billing_rules.policy import Plan, Policy
from billing_rules.words import counted


@exactly
def advise(policy: Policy, usage: Sequence[int]) -> AdviceAnswer:
    """Return every plan's total for the months of `usage`, cheapest first; the amount is the best one's."""
    months = checked_usage(usage)
    options = sorted((option for plan in policy.plans for option in _both(policy, plan, months)), key=_order)
    best = next((option for option in options if option.feasible), None)
    lines: tuple[Line, ...] = ()
    reason = None
    if best is None:
        reason = (
            f"The busiest month, {max(months):,} messages, is above what any of our plans can be priced for."
        )
    else:
        plan = policy.known_plan(best.plan)
        lines = _working(policy, plan, months)
    return AdviceAnswer(
        decision="quoted" if best else "needs_review",
        currency=policy.currency,
        policy=policy.tag,
        clauses=("P1", "P3", "P4"),
        lines=lines,
        reason=reason,
        notes=_notes(options, best),
        usage=months,
        options=tuple(options),
        best=best,
    )


def _both(policy: Policy, plan: Plan, months: Sequence[int]) -> tuple[PlanOption, PlanOption]:
    """Return the plan without the overage option and with it."""
    without = PlanOption(plan.volume, False, plan.price * len(months), max(months) <= plan.volume)
    costs = [month_cost(policy, plan, sent) for sent in months]
    if any(cost.unpriced for cost in costs):
        return without, PlanOption(plan.volume, True, None, False)
    return without, PlanOption(
        plan.volume, True, total(line.amount for cost in costs for line in cost.lines), True
    )


def _order(option: PlanOption) -> tuple[bool, object, bool, bool, int]:
    """Sort by total, unknown last; among equals what loses no mail, then what needs no request."""
    return (
        option.total is None,
        option.total or ZERO,
        not option.feasible,
        option.overage_allowed,
        option.plan,
    )


def _working(policy: Policy, plan: Plan, months: Sequence[int]) -> tuple[Line, ...]:
    """Return the best plan's own lines: its price for every month, then each month's overage."""
    label = f"{counted(len(months), 'month')} of {plan.volume:,} prepaid at {shown(plan.price)}"
    extra = (
        Line(
            f"Overage in month {number}: {sent:,} sent",
            total(line.amount for line in overage_charge(policy, plan, sent).lines),
        )
        for number, sent in enumerate(months, 1)
        if sent > plan.volume
    )
    return (Line(label, plan.price * len(months)), *extra)


def _notes(options: Sequence[PlanOption], best: PlanOption | None) -> tuple[str, ...]:
    notes = []
    if best is not None:
        option = "with the overage option" if best.overage_allowed else "without the overage option"
        notes.append(f"Cheapest without losing mail: {best.plan:,} a month {option}.")
    if _smaller_is_never_dearer(options):
        notes.append(
            "For these months a smaller plan with the overage option is never dearer than a larger plan."
        )
    return tuple(notes)


def _smaller_is_never_dearer(options: Sequence[PlanOption]) -> bool:
    """Return whether, for these months, each plan with the option costs at most what any larger does."""
    totals = [
        option.total for option in sorted(options, key=lambda each: each.plan) if option.overage_allowed
    ]
    known = [amount for amount in totals if amount is not None]
    return len(totals) == len(known) > 1 and known == sorted(known)
