"""PLAN CHANGES: what moving up costs and what moving down saves.

A mid-month upgrade costs the full difference, with no proration by days. A downgrade saves the difference
from the next billing date on; the customer's own past months show what the smaller plan would have meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from billing_rules.answer import DowngradeAnswer, Line, PastMonth, UpgradeAnswer
from billing_rules.inputs import InputError
from billing_rules.money import exactly, shown, total
from billing_rules.overage import month_cost
from billing_rules.policy import Plan, Policy, messages
from billing_rules.words import counted, listed

MONTHS_LIMIT = 120


class NotAnUpgradeError(InputError):
    """The wanted plan is not larger than the present one; moving down is another conversation."""


class NotADowngradeError(InputError):
    """The wanted plan is not smaller than the present one; moving up is another conversation."""


class UsageError(InputError):
    """There are no months to work with, or absurdly many."""

    def __init__(self, months: int) -> None:
        super().__init__(f"{counted(months, 'month')} of usage were given: give from 1 to {MONTHS_LIMIT}.")


@exactly
def quote_upgrade(policy: Policy, current: int, wanted: int) -> UpgradeAnswer:
    """Return the full price of moving from `current` up to the plan that covers `wanted` (P2, P5)."""
    present = policy.known_plan(current)
    messages(wanted, "The wanted plan", lowest=1)
    plan = policy.smallest_plan_covering(wanted)
    if plan is None:
        reason = f"{wanted:,} is above our largest plan of {policy.largest.volume:,} messages a month."
        return UpgradeAnswer(
            decision="needs_review",
            currency=policy.currency,
            policy=policy.tag,
            clauses=("P2",),
            reason=reason,
            current=current,
            wanted=wanted,
            plan=None,
        )
    if plan.volume <= present.volume:
        raise NotAnUpgradeError(_not_an_upgrade(policy, present, wanted))
    return UpgradeAnswer(
        decision="quoted",
        currency=policy.currency,
        policy=policy.tag,
        clauses=("P2", "P5"),
        lines=(
            Line(f"New plan: {plan.volume:,} a month", plan.price),
            Line(f"Already prepaid: {present.volume:,} a month", -present.price),
        ),
        notes=(*_offered(plan, wanted), *_review(plan)),
        current=current,
        wanted=wanted,
        plan=plan.volume,
        requires=plan.requires,
    )


@exactly
def quote_downgrade(policy: Policy, current: int, wanted: int, usage: Sequence[int] = ()) -> DowngradeAnswer:
    """Return the monthly saving of moving down, and what the months of `usage` would have cost then (P6)."""
    present = policy.known_plan(current)
    messages(wanted, "The wanted plan", lowest=1)
    months = checked_usage(usage) if usage else ()
    plan = policy.smallest_plan_covering(wanted)
    if plan is None or plan.volume >= present.volume:
        raise NotADowngradeError(_not_a_downgrade(policy, present, wanted))
    past = tuple(_past_month(policy, plan, sent) for sent in months)
    effective = "It takes effect at the next billing date. Our team makes the change: "
    effective += f"file a ticket or call {policy.phone}."
    return DowngradeAnswer(
        decision="quoted",
        currency=policy.currency,
        policy=policy.tag,
        clauses=("P3", "P4", "P6") if past else ("P6",),
        lines=(
            Line(f"Present plan: {present.volume:,} a month", present.price),
            Line(f"Smaller plan: {plan.volume:,} a month", -plan.price),
        ),
        notes=(*_offered(plan, wanted), effective, *_looking_back(policy, present, plan, past)),
        current=current,
        wanted=wanted,
        plan=plan.volume,
        past_months=past,
    )


def checked_usage(usage: Sequence[int]) -> tuple[int, ...]:
    """Return the months of usage, each a believable number of messages, or raise."""
    if not 1 <= len(usage) <= MONTHS_LIMIT:
        raise UsageError(len(usage))
    return tuple(messages(sent, f"Month {number} of the usage") for number, sent in enumerate(usage, 1))


def _past_month(policy: Policy, plan: Plan, sent: int) -> PastMonth:
    cost = month_cost(policy, plan, sent)
    with_option = None if cost.unpriced else total(line.amount for line in cost.lines)
    return PastMonth(sent, with_option, plan.price, max(0, sent - plan.volume))


def _looking_back(policy: Policy, present: Plan, plan: Plan, past: Sequence[PastMonth]) -> tuple[str, ...]:
    """Return what the past months would have cost on `plan`, with the option and without it."""
    if not past:
        return ()
    months = f"Your last {counted(len(past), 'month')} on {plan.volume:,}"
    today = [_past_month(policy, present, month.sent).with_option for month in past]
    smaller, same = _sum([month.with_option for month in past]), _sum(today)
    with_option = (
        f"{months} with the overage option: {smaller}, against {same} on {present.volume:,} with it."
    )
    lost = sum(month.not_delivered for month in past)
    without = (
        f"{months} without it: {shown(plan.price * len(past))}, and {counted(lost, 'message')} not delivered."
    )
    return with_option, without


def _sum(amounts: Sequence[Decimal | None]) -> str:
    """Return the total in words; one month without a price leaves no total."""
    known = [amount for amount in amounts if amount is not None]
    return shown(total(known)) if len(known) == len(amounts) else "no price without our team"


def _offered(plan: Plan, wanted: int) -> tuple[str, ...]:
    if plan.volume == wanted:
        return ()
    return (f"There is no plan of {wanted:,}; {plan.volume:,} is the smallest that covers it.",)


def _review(plan: Plan) -> tuple[str, ...]:
    reviewed = "Every upgrade is reviewed by our team and may not be immediate. "
    reviewed += "The price is the full difference, whatever the day."
    if not plan.requires:
        return (reviewed,)
    return (
        reviewed,
        f"{listed([name.upper() for name in plan.requires])} must be set up before it can be approved.",
    )


def _not_an_upgrade(policy: Policy, present: Plan, wanted: int) -> str:
    if wanted < present.volume:
        return (
            f"{wanted:,} is less than the present plan of {present.volume:,}, so this is not an upgrade. "
            "Ask for a downgrade, or choose a larger plan."
        )
    if present == policy.largest:
        return (
            f"{wanted:,} is already the present plan, and the largest. Ask for a downgrade if you need less."
        )
    larger = policy.smallest_plan_covering(present.volume + 1) or policy.largest
    return (
        f"{wanted:,} is already the present plan. The next larger one is {larger.volume:,}; "
        "to pay for less, ask for a downgrade."
    )


def _not_a_downgrade(policy: Policy, present: Plan, wanted: int) -> str:
    if wanted > present.volume:
        return (
            f"{wanted:,} is more than the present plan of {present.volume:,}, so this is not a downgrade. "
            "Ask for an upgrade, or choose a smaller plan."
        )
    smaller = [plan for plan in policy.plans if plan.volume < present.volume]
    if not smaller:
        return (
            f"{present.volume:,} is already the smallest plan. Ask for an upgrade if you need more, "
            "or to pause or cancel the plan."
        )
    covered = (
        "is already the present plan"
        if wanted == present.volume
        else f"needs the present plan of {present.volume:,}"
    )
    return (
        f"{wanted:,} {covered}. The next smaller one is {smaller[-1].volume:,}; "
        "to get more, ask for an upgrade."
    )
