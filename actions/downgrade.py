"""DOWNGRADE: a smaller plan from the next billing date, and how the last months would have gone on it (P6)."""

from __future__ import annotations

import re

from actions.filing import FileAction, compose, episode
from actions.forms import CONFIRM, Known
from actions.plan_change import PlanChange, PlanChangeForm
from actions.talk import Talk
from actions.turn import Turn
from actions.words import count, day
from billing_rules import DowngradeAnswer, Policy, quote_downgrade
from desk.requests import NewRequest

SMALLEST = re.compile(
    r"\b(?:smallest|lowest|cheapest|minimum)(?: \w+)?(?: plan| tier| level| one| you have)\b", re.IGNORECASE
)


class ValidateDowngradeForm(PlanChangeForm):
    """Which plan, then the monthly saving and the past months on it, then file."""

    form, intent, word = "downgrade_form", "downgrade_plan", "downgrade"
    other, other_intent = "upgrade", "upgrade_plan"

    def is_other_way(self, policy: Policy, current: int, wanted: int) -> bool:
        """Return whether a larger plan is wanted."""
        return wanted > current

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear the plan by its volume, or as the smallest one."""
        heard = super().hear(talk, turn)
        if "plan_to" not in heard and SMALLEST.search(turn.text):
            heard["plan_to"] = talk.desk.policy.plans[0].volume
        return heard

    def quote(self, talk: Talk, current: int, wanted: int) -> PlanChange:
        """Return the saving, with the account's own months replayed on the smaller plan."""
        usage = talk.account.recent_usage() if talk.account else ()
        return quote_downgrade(talk.desk.policy, current, wanted, usage)

    def choices(self, talk: Talk, current: int) -> list[int]:
        """Return the smaller plans, the nearest first."""
        return [plan.volume for plan in reversed(talk.desk.policy.plans) if plan.volume < current][:4]

    def confirm(self, talk: Talk, answer: PlanChange) -> None:
        """Say the saving, the date it starts and whether past months would have fitted; ask whether to file."""
        figures = self.figures(talk, answer)
        if answer.wanted != answer.plan:
            talk.say("utter_no_such_plan", **figures)
        talk.say("utter_downgrade_quote", quote=answer, effective=self._effective(talk), **figures)
        over = [month for month in answer.past_months if month.not_delivered]
        if over:
            lost = count(sum(month.not_delivered for month in over))
            response = "utter_downgrade_over_" + ("charged" if talk.account.overage_allowed else "lost")
            talk.say(response, months=str(len(over)), of=str(len(answer.past_months)), lost=lost, **figures)
        talk.say("utter_downgrade_confirm", choices=[*CONFIRM, *talk.ways_out()], **figures)

    def remind(self, talk: Talk, answer: PlanChange) -> None:
        """Ask whether to file once more."""
        effective = self._effective(talk)
        talk.say(
            "utter_downgrade_reminder",
            choices=[*CONFIRM, *talk.ways_out()],
            effective=effective,
            **self.figures(talk, answer),
        )

    @staticmethod
    def _effective(talk: Talk) -> str:
        return day(talk.account.next_billing_date(talk.turn.today))


class ActionFileDowngrade(FileAction):
    """Files the downgrade request with its quote and the date it should take effect."""

    action, filed = "action_file_downgrade", "utter_downgrade_filed"

    def request(self, talk: Talk) -> NewRequest:
        """Return the downgrade as it stands now."""
        account, wanted = talk.account, talk.turn.slots["plan_to"]
        answer: DowngradeAnswer = quote_downgrade(
            talk.desk.policy, account.plan, wanted, account.recent_usage()
        )
        effective = account.next_billing_date(talk.turn.today)
        return compose(
            talk,
            "downgrade_plan",
            about=episode(talk, wanted),
            subject=f"{account.name}: downgrade {count(account.plan)} to {count(answer.plan)} a month",
            said=f"{account.name} asks to move from {count(account.plan)} to {count(answer.plan)} messages a month.",
            fields={
                "current_plan": str(account.plan),
                "wanted_plan": str(answer.plan),
                "effective_on": effective.isoformat(),
            },
            quote=answer,
        )
