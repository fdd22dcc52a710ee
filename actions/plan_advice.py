"""PLAN ADVICE: the customer's own months under every plan, cheapest first (decision 13)."""

from __future__ import annotations

import re

from actions.base import CloseAction
from actions.fields import Field
from actions.forms import Known, RequestForm
from actions.prices import told_list
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count, listing
from billing_rules import AdviceAnswer, Plan, advise
from desk.accounts import Account

MONTHS = Field(
    "months_sent",
    "the months",
    lambda talk, sent: listing(count(each) for each in sent),
    "months?|volumes?|figures?",
)


COMPARED = re.compile(r"\b(?:compar\w*|versus|vs|differen\w*|cheaper|better|or|which)\b", re.IGNORECASE)
SENT = re.compile(r"\b(?:send|sends|sending|sent|months?|e-?mails?|mails?|messages?)\b", re.IGNORECASE)


class ValidatePlanAdviceForm(RequestForm):
    """Takes the account's months; a visitor is asked for theirs."""

    form, intent, files = "plan_advice_form", "ask_plan_advice", False

    def fields(self, talk: Talk) -> tuple[Field, ...]:
        """Return the months."""
        return (MONTHS,)

    def question(self, talk: Talk, known: Known, slot: str) -> None:
        """Ask for the months."""
        talk.ask(slot, "utter_question_months_sent", expects="volume")

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear one month or several; plans held against each other are no months."""
        if compared(talk, turn):
            return {}
        volumes = turn.values("volume", "plan_volume")
        return {"months_sent": volumes} if volumes else {}

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Compare every plan for these months; say which is cheapest and offer it."""
        account = talk.account
        months = known["months_sent"]
        if talk.turn.requested is None:
            self._compare(talk)
        if not months and talk.turn.requested is None and told_list(talk):
            return None
        if not months and account is not None:
            months = list(account.recent_usage())
        if not months:
            self.question(talk, known, "months_sent")
            return "months_sent"
        try:
            answer = advise(talk.desk.policy, months)
        except ValueError as refused:
            talk.refuse("months_sent", "utter_cannot_do_that", sentence=str(refused))
            known["months_sent"] = None
            self.question(talk, known, "months_sent")
            return "months_sent"
        if answer.best is None:
            talk.say("utter_advice_none", quote=answer)
            if account is None:
                talk.say_sign_in(once=True)
            else:
                reason = f"asks for an offer for {count(max(answer.usage))} messages a month"
                talk.say("utter_ask_the_team", choices=talk.offer_a_person(reason))
            return None
        self._advise(talk, account, answer, own=account is not None and not known["months_sent"])
        return None

    @staticmethod
    def _compare(talk: Talk) -> None:
        """Say the prices of the plans a message holds against each other."""
        plans = compared(talk, talk.turn)
        if plans:
            prices = listing(f"{count(plan.volume)} costs {talk.money(plan.price)}" for plan in plans)
            talk.say("utter_plans_compared", prices=prices)

    def _advise(self, talk: Talk, account: Account | None, answer: AdviceAnswer, *, own: bool) -> None:
        best = answer.best
        figures = {
            "months": str(len(answer.usage)),
            "noun": "month" if len(answer.usage) == 1 else "months",
            "volume": count(answer.usage[0]),
            "plan": count(best.plan),
            "total": talk.money(best.total),
            "option": "with the overage option" if best.overage_allowed else "without the overage option",
        }
        if own:
            talk.say("utter_advice_own", quote=answer, **figures)
        else:
            talk.say(
                "utter_advice_month" if len(answer.usage) == 1 else "utter_advice_given",
                quote=answer,
                **figures,
            )
        if account is None:
            return
        idle = own and 0 in answer.usage
        if idle:
            talk.say("utter_advice_idle_months")
        if best.plan == account.plan:
            talk.say("utter_advice_stay", **figures)
        elif not talk.turn.slots.get("interrupted"):
            self._offer(talk, account, best.plan, idle=idle)

    @staticmethod
    def _offer(talk: Talk, account: Account, plan: int, *, idle: bool) -> None:
        """Offer the move to `plan`; to an account with idle months also a pause."""
        smaller = plan < account.plan
        intent = "downgrade_plan" if smaller else "upgrade_plan"
        talk.offer, talk.offered = ("downgrade" if smaller else "upgrade"), {"plan_to": plan}
        choices = [Choice(f"Move to {count(plan)}", intent, {"plan_volume": plan})]
        if idle:
            choices.append(Choice("Pause the account instead", "pause_plan"))
        talk.say("utter_advice_change", current=count(account.plan), plan=count(plan), choices=choices)


def compared(talk: Talk, turn: Turn) -> list[Plan]:
    """Return the plans a message holds against each other, smallest first; none where it tells what is sent."""
    named = sorted(set(turn.values("plan_volume")))
    plans = [plan for volume in named if (plan := talk.desk.policy.plan(volume))]
    told = turn.values("volume") or SENT.search(turn.text) or len(plans) < len(named)
    return plans if len(plans) > 1 and not told and COMPARED.search(turn.text) else []


class ActionClosePlanAdvice(CloseAction):
    """Ends the advice; nothing is filed."""

    action, aside = "action_close_plan_advice", True
