"""UPGRADE: a bigger plan, what it costs, and what has to be in place before it is approved (P2, P5)."""

from __future__ import annotations

import re

from actions.base import DeskAction, Event
from actions.filing import FileAction, compose, episode
from actions.forms import CONFIRM, Known
from actions.plan_change import PlanChange, PlanChangeForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count, listing
from billing_rules import Plan, Policy, quote_upgrade
from desk.domains import DomainReport
from desk.requests import NewRequest

LARGEST = re.compile(
    r"\b(?:largest|biggest|highest|top|maximum|max)(?: \w+)?(?: plan| tier| level| one)\b", re.IGNORECASE
)
NEXT_UP = re.compile(
    r"\b(?:next (?:\w+ )?(?:up|plan|tier|level|size|one)|one (?:size|level|tier|step) up)\b", re.IGNORECASE
)
RECORDS = {"spf": "SPF", "dkim": "DKIM"}


class ValidateUpgradeForm(PlanChangeForm):
    """Which plan, then the full price difference, then file."""

    form, intent, word = "upgrade_form", "upgrade_plan", "upgrade"
    other, other_intent = "downgrade", "downgrade_plan"

    def is_other_way(self, policy: Policy, current: int, wanted: int) -> bool:
        """Return whether a smaller plan would cover what is wanted."""
        covering = policy.smallest_plan_covering(max(wanted, 1))
        return wanted > 0 and covering is not None and covering.volume < current

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear the plan by its volume, or as the largest one or the next."""
        heard = super().hear(talk, turn)
        if "plan_to" in heard or talk.account is None:
            return heard
        if LARGEST.search(turn.text):
            return heard | {"plan_to": talk.desk.policy.largest.volume}
        larger = self.choices(talk, talk.account.plan)
        return heard | {"plan_to": larger[0]} if larger and NEXT_UP.search(turn.text) else heard

    def quote(self, talk: Talk, current: int, wanted: int) -> PlanChange:
        """Return the upgrade's price difference."""
        return quote_upgrade(talk.desk.policy, current, wanted)

    def choices(self, talk: Talk, current: int) -> list[int]:
        """Return the next larger plans."""
        return [plan.volume for plan in talk.desk.policy.plans if plan.volume > current][:4]

    def confirm(self, talk: Talk, answer: PlanChange) -> None:
        """Say the difference and what is missing in the domain's records, and ask whether to file."""
        figures = self.figures(talk, answer)
        if answer.decision == "needs_review":
            talk.say(
                "utter_upgrade_needs_review", quote=answer, choices=[*CONFIRM, *talk.ways_out()], **figures
            )
            return
        if answer.wanted != answer.plan:
            talk.say("utter_no_such_plan", **figures)
        talk.say("utter_upgrade_quote", quote=answer, **figures)
        if answer.requires:
            say_records(talk, check(talk, answer.requires), answer.plan)
        talk.say(
            "utter_upgrade_confirm",
            choices=[*CONFIRM, *talk.ways_out()],
            expects="plan_volume",
            **figures,
        )

    def remind(self, talk: Talk, answer: PlanChange) -> None:
        """Ask whether to file once more."""
        response = (
            "utter_upgrade_reminder_review" if answer.decision == "needs_review" else "utter_upgrade_reminder"
        )
        talk.say(
            response,
            choices=[*CONFIRM, *talk.ways_out()],
            expects="plan_volume",
            **self.figures(talk, answer),
        )


def check(talk: Talk, requires: tuple[str, ...]) -> DomainReport:
    """Return what DNS says of the records `requires` names on the account's domain."""
    return talk.desk.domains.report(talk.account.domain, requires)


def say_records(talk: Talk, report: DomainReport, volume: int) -> None:
    """Say which records are there, which are missing and which could not be checked."""
    named = {"domain": report.domain, "plan": count(volume)}
    if report.missing:
        present = (
            f" {listing(RECORDS[name] for name in report.present)} is in place." if report.present else ""
        )
        missing = listing(RECORDS[name] for name in report.missing)
        talk.say("utter_records_missing", missing=missing, present=present, **named)
    if report.unknown:
        talk.say(
            "utter_records_not_checked", unknown=listing(RECORDS[name] for name in report.unknown), **named
        )
    if not report.missing and not report.unknown:
        talk.say("utter_records_present", **named)


class ActionFileUpgrade(FileAction):
    """Files the upgrade request with its quote and the state of the domain's records."""

    action, filed = "action_file_upgrade", "utter_upgrade_filed"

    def request(self, talk: Talk) -> NewRequest:
        """Return the upgrade as it stands now."""
        account, wanted = talk.account, talk.turn.slots["plan_to"]
        answer = quote_upgrade(talk.desk.policy, account.plan, wanted)
        plan = answer.plan or wanted
        fields = {"current_plan": str(account.plan), "wanted_plan": str(plan)}
        if answer.plan and answer.plan != wanted:
            fields["volume_asked_for"] = str(wanted)
        if answer.requires:
            fields |= check(talk, answer.requires).as_fields()
        return compose(
            talk,
            "upgrade_plan",
            about=episode(talk, wanted),
            subject=f"{account.name}: upgrade {count(account.plan)} to {count(plan)} a month",
            said=f"{account.name} asks to move from {count(account.plan)} to {count(plan)} messages a month.",
            fields=fields,
            quote=answer,
        )


class ActionExplainUpgradeRequirements(DeskAction):
    """Says what upgrades need: the review, and SPF and DKIM for the plans that require them."""

    action = "action_explain_upgrade_requirements"

    def answer(self, talk: Talk) -> list[Event]:
        """Explain the rule; for a customer signed in, look their own domain up."""
        demanding = [plan for plan in talk.desk.policy.plans if plan.requires]
        if not demanding:
            talk.say("utter_upgrade_requirements_none")
            return []
        asked = talk.turn.value("plan_volume", "volume") or talk.turn.slots.get("plan_to")
        plan = talk.desk.policy.smallest_plan_covering(asked) if asked else None
        if plan and not plan.requires:
            talk.say("utter_upgrade_requirements_not_for_plan", plan=count(plan.volume), **bounds(demanding))
            return []
        if not is_in_upgrade(talk):
            talk.say("utter_upgrade_requirements", **bounds(demanding))
        if talk.account is not None:
            needs = tuple(sorted({name for each in demanding for name in each.requires}, reverse=True))
            say_records(talk, check(talk, needs), (plan or demanding[0]).volume)
            if plan and plan.volume > talk.account.plan and talk.turn.requested is None:
                go = Choice("Yes, work it out", "upgrade_plan", {"plan_volume": plan.volume})
                choices = [go, Choice("No, thanks", "deny")]
                talk.say("utter_upgrade_requirements_offer", plan=count(plan.volume), choices=choices)
                talk.offer, talk.offered = "upgrade", {"plan_to": plan.volume}
        return []


def is_in_upgrade(talk: Talk) -> bool:
    """Return whether the question comes in the middle of an upgrade that was told to need records."""
    plan = talk.desk.policy.smallest_plan_covering(talk.turn.slots.get("plan_to") or 0)
    return talk.account is not None and talk.turn.requested == "confirmed" and bool(plan and plan.requires)


def bounds(demanding: list[Plan]) -> dict[str, str]:
    """Return the smallest plan that needs records, and which records."""
    names = sorted({name for plan in demanding for name in plan.requires}, reverse=True)
    return {
        "from_plan": count(demanding[0].volume),
        "records": listing(RECORDS.get(n, n.upper()) for n in names),
    }
