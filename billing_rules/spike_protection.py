"""SPIKE PROTECTION: what an overage bill may cost at most.

The cap is the average overage of the last months plus an allowance. The free trial's projection stands in
for month 1, so every month from the second has a baseline. A figure that is missing is never guessed.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from billing_rules.answer import Line, SpikeAnswer
from billing_rules.baseline import Baseline, baseline_of, series_of
from billing_rules.claim import SpikeClaim, checked
from billing_rules.money import exactly, shown, total
from billing_rules.policy import Policy
from billing_rules.words import day


@exactly
def quote_spike(policy: Policy, claim: SpikeClaim) -> SpikeAnswer:
    """Return what the claimed bill comes to (S1-S6).

    The first that applies decides: bad input (raised), month 1, too late, a missing figure, the sums.
    """
    claim = checked(claim)
    series = series_of(claim)
    deadline = claim.received + timedelta(days=policy.spike.claim_days)
    if claim.service_month == 1:
        return _not_billable(policy, claim)
    if claim.claimed > deadline:
        return _too_late(policy, claim, deadline)
    baseline = baseline_of(series, policy.spike.months, claim.missing)
    if baseline.missing:
        return _needs_review(policy, claim, deadline, baseline)
    return _figures(policy, claim, deadline, baseline)


def _figures(policy: Policy, claim: SpikeClaim, deadline: date, baseline: Baseline) -> SpikeAnswer:
    """Compare the capped overage with the bill: only a lower one replaces it (S4)."""
    allowance = policy.spike.allowance
    capped = total((baseline.amount, allowance))
    granted = capped < claim.bill
    lines: tuple[Line, ...] = (Line(baseline.label, baseline.amount), Line("Protection allowance", allowance))
    notes = baseline.notes
    if not granted:
        lines = (Line("Overage bill, unchanged", claim.bill),)
        sums = f"{baseline.label}. With the allowance of {shown(allowance)}: "
        sums += f"{shown(baseline.amount)} + {shown(allowance)} = {shown(capped)}, "
        notes = (*notes, f"{sums}which is not less than the bill of {shown(claim.bill)}.")
    return SpikeAnswer(
        decision="granted" if granted else "bill_stands",
        currency=policy.currency,
        policy=policy.tag,
        clauses=(*baseline.clauses, "S4", "S5"),
        lines=lines,
        notes=notes,
        bill=claim.bill,
        baseline=baseline.amount,
        capped=capped,
        deadline=deadline,
    )


def _not_billable(policy: Policy, claim: SpikeClaim) -> SpikeAnswer:
    """Month 1 is the free trial: there is no overage bill to cut (S6)."""
    wrong = (
        f"If you were charged {shown(claim.bill)} for it, that is no overage bill: ask our team to check it."
    )
    return SpikeAnswer(
        decision="not_billable",
        currency=policy.currency,
        policy=policy.tag,
        clauses=("S6",),
        lines=(Line("Free trial, month 1 of service: no overage bill", Decimal("0.00")),),
        notes=(wrong,),
        bill=claim.bill,
    )


def _too_late(policy: Policy, claim: SpikeClaim, deadline: date) -> SpikeAnswer:
    late = f"The last day to claim was {day(deadline)}, {policy.spike.claim_days} days after the bill of "
    late += f"{day(claim.received)}; this claim is dated {day(claim.claimed)}."
    return SpikeAnswer(
        decision="too_late",
        currency=policy.currency,
        policy=policy.tag,
        clauses=("S5",),
        lines=(Line("Overage bill, unchanged", claim.bill),),
        notes=(late,),
        bill=claim.bill,
        deadline=deadline,
    )


def _needs_review(policy: Policy, claim: SpikeClaim, deadline: date, baseline: Baseline) -> SpikeAnswer:
    return SpikeAnswer(
        decision="needs_review",
        currency=policy.currency,
        policy=policy.tag,
        clauses=baseline.clauses,
        reason=baseline.missing_sentence,
        notes=baseline.notes,
        bill=claim.bill,
        deadline=deadline,
    )
