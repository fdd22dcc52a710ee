"""Every action there is, by hand: one that is missing here does not exist, and no two share a name."""

from __future__ import annotations

from rasa_sdk import Action

from actions import (
    account,
    cancel,
    downgrade,
    human,
    misunderstood,
    overage_charge,
    overage_option,
    pause,
    plan_advice,
    small_talk,
    spike_claim,
    tickets,
    upgrade,
)

ACTIONS: tuple[type[Action], ...] = (
    account.ActionAccountSummary,
    cancel.ActionFileCancel,
    cancel.ValidateCancelForm,
    downgrade.ActionFileDowngrade,
    downgrade.ValidateDowngradeForm,
    human.ActionFilePerson,
    human.ValidatePersonForm,
    overage_charge.ActionCloseOverageCharge,
    overage_charge.ValidateOverageChargeForm,
    overage_option.ActionExplainOverQuota,
    overage_option.ActionFileOverageOption,
    overage_option.ValidateOverageOptionForm,
    pause.ActionFilePause,
    pause.ValidatePauseForm,
    plan_advice.ActionClosePlanAdvice,
    plan_advice.ValidatePlanAdviceForm,
    small_talk.ActionAnythingOpen,
    small_talk.ActionDecline,
    small_talk.ActionGreet,
    misunderstood.ActionNotUnderstood,
    misunderstood.ActionOutOfScope,
    small_talk.ActionReply,
    small_talk.ActionResume,
    small_talk.ActionStop,
    spike_claim.ActionExplainSpikePolicy,
    spike_claim.ActionFileSpikeClaim,
    spike_claim.ValidateSpikeClaimForm,
    tickets.ActionFileDispute,
    tickets.ActionFileProblem,
    tickets.ActionRequestStatus,
    tickets.ValidateDisputeForm,
    tickets.ValidateProblemForm,
    upgrade.ActionExplainUpgradeRequirements,
    upgrade.ActionFileUpgrade,
    upgrade.ValidateUpgradeForm,
)
