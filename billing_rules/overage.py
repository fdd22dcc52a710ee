"""OVERAGE: what a month's extra messages cost when the overage option is on.

Under `tier_difference` the charge is what the smallest covering plan costs more than the prepaid one, so
it equals a hand-made mid-month upgrade. Above the largest plan nobody has set a price, and none is made up.
"""

from __future__ import annotations

from dataclasses import dataclass

from billing_rules.answer import Line, OverageAnswer
from billing_rules.money import ZERO, exactly, shown, total
from billing_rules.policy import PerBlock, Plan, Policy, messages
from billing_rules.words import counted


@dataclass(frozen=True, slots=True)
class Charge:
    """The lines of an overage charge, or the reason why no price can be given."""

    lines: tuple[Line, ...] = ()
    unpriced: str | None = None


@exactly
def quote_overage(policy: Policy, prepaid: int, sent: int) -> OverageAnswer:
    """Return what sending `sent` messages adds to a month prepaid at `prepaid`, with the option on (P4)."""
    plan = policy.known_plan(prepaid)
    messages(sent, "The number of messages sent")
    charge = overage_charge(policy, plan, sent)
    within = sent <= plan.volume
    covering = plan if within else policy.smallest_plan_covering(sent)
    return OverageAnswer(
        decision="needs_review" if charge.unpriced else "within_plan" if within else "charged",
        currency=policy.currency,
        policy=policy.tag,
        clauses=("P4",),
        lines=charge.lines,
        reason=charge.unpriced,
        notes=() if within else _notes(policy, plan, sent),
        prepaid=prepaid,
        sent=sent,
        covering_plan=covering.volume if covering else None,
    )


def overage_charge(policy: Policy, plan: Plan, sent: int) -> Charge:
    """Return the charge on top of `plan` for `sent` messages, under the policy's overage model."""
    if sent <= plan.volume:
        return Charge((Line(f"{sent:,} sent, within the {plan.volume:,} prepaid", ZERO),))
    if isinstance(policy.overage, PerBlock):
        return _per_block(policy.overage, plan, sent)
    return _tier_difference(policy, plan, sent)


def _tier_difference(policy: Policy, prepaid: Plan, sent: int) -> Charge:
    covering = policy.smallest_plan_covering(sent)
    if covering is None:
        largest = policy.largest.volume
        return Charge(unpriced=f"{sent:,} messages is above our largest plan of {largest:,} a month.")
    return Charge(
        (
            Line(f"Plan that covers {sent:,}: {covering.volume:,} a month", covering.price),
            Line(f"Already prepaid: {prepaid.volume:,} a month", -prepaid.price),
        )
    )


def _per_block(model: PerBlock, plan: Plan, sent: int) -> Charge:
    limit = plan.volume * model.limit_multiple if model.limit_multiple else None
    if limit is not None and sent > limit:
        return Charge(
            unpriced=f"{sent:,} messages is above the hard limit of {limit:,} a month, "
            f"{model.limit_multiple} times the plan of {plan.volume:,}."
        )
    extra = sent - plan.volume
    blocks = -(-extra // model.block)
    label = f"{extra:,} extra: {counted(blocks, 'started block')} of {model.block:,} at {shown(model.price)}"
    return Charge((Line(label, blocks * model.price),))


def month_cost(policy: Policy, plan: Plan, sent: int) -> Charge:
    """Return the lines of a whole month with the option: the plan, and the overage if there is any."""
    overage = overage_charge(policy, plan, sent)
    if overage.unpriced or sent <= plan.volume:
        return Charge((Line(f"Prepaid: {plan.volume:,} a month", plan.price),), overage.unpriced)
    extra = Line(f"Overage: {sent:,} sent", total(line.amount for line in overage.lines))
    return Charge((Line(f"Prepaid: {plan.volume:,} a month", plan.price), extra))


def _notes(policy: Policy, plan: Plan, sent: int) -> tuple[str, ...]:
    lost = f"Without the overage option, {sent - plan.volume:,} messages would not be delivered, "
    lost += "and nothing extra charged."
    if isinstance(policy.overage, PerBlock) or policy.smallest_plan_covering(sent) is None:
        return (lost,)
    return ("Upgrading by hand in the middle of the month would have cost the same.", lost)
