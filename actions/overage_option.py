"""OVERAGE: the option to send past the limit, what it costs, and why mail stops without it (P3, P4)."""

from __future__ import annotations

from actions.base import CloseAction, DeskAction, Event
from actions.filing import FileAction, compose, episode
from actions.forms import NO, YES, Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count
from billing_rules import PerBlock, Plan, quote_overage, quote_upgrade
from desk.accounts import Account
from desk.months import month_of
from desk.requests import NewRequest


def pricing(talk: Talk) -> str:
    """Return the name of the response that explains how this policy charges overage."""
    return (
        "utter_overage_per_block" if isinstance(talk.desk.policy.overage, PerBlock) else "utter_overage_tiers"
    )


def explain_pricing(talk: Talk) -> None:
    """Say how overage is charged under this policy."""
    overage = talk.desk.policy.overage
    if isinstance(overage, PerBlock):
        talk.say(pricing(talk), block=count(overage.block), price=talk.money(overage.price))
    else:
        talk.say(pricing(talk))


def next_plan(talk: Talk, account: Account) -> Plan | None:
    """Return the next larger plan, or None when the account has the largest."""
    return next((plan for plan in talk.desk.policy.plans if plan.volume > account.plan), None)


class ValidateOverageOptionForm(RequestForm):
    """Explains what the option costs, then asks whether to file the request for it."""

    form, intent = "overage_option_form", "enable_overage"

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Nothing but the confirmation is asked here."""
        return {}

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Say what it would cost on this plan and ask to file."""
        account = talk.account
        if account is None:
            explain_pricing(talk)
            talk.say("utter_overage_option_visitor")
            return None
        if known["confirmed"] is not None:
            return None
        if account.overage_allowed:
            talk.say("utter_overage_already_on", plan=count(account.plan))
            return None
        explain_pricing(talk)
        larger = next_plan(talk, account)
        if larger:
            example = quote_overage(talk.desk.policy, account.plan, larger.volume)
            figures = {"sent": count(larger.volume), "amount": talk.money(example.amount or 0)}
            talk.say("utter_overage_option_example", quote=example, plan=count(account.plan), **figures)
        talk.say("utter_overage_option_confirm", plan=count(account.plan), choices=[YES, NO])
        return "confirmed"


class ActionFileOverageOption(FileAction):
    """Files the request for the overage option."""

    action, filed = "action_file_overage_option", "utter_overage_option_filed"

    def request(self, talk: Talk) -> NewRequest:
        """Return the request for the option."""
        account = talk.account
        return compose(
            talk,
            "enable_overage",
            about=episode(talk),
            subject=f"{account.name}: allow sending past {count(account.plan)} a month",
            said=f"{account.name} asks for the overage option: keep sending past the plan, bill the difference.",
            fields={"current_plan": str(account.plan)},
        )


class ActionExplainOverQuota(DeskAction):
    """Explains why mail bounces at the limit, with the account's own figures and the two ways out."""

    action = "action_explain_over_quota"

    def answer(self, talk: Talk) -> list[Event]:
        """Say what happens at the limit; for a customer signed in, whether they are there."""
        account = talk.account
        if account is None:
            talk.say("utter_over_quota_policy")
            return []
        sent = account.sent_in(month_of(talk.turn.today))
        figures = {"plan": count(account.plan), "sent": count(sent or 0)}
        if account.overage_allowed:
            talk.say("utter_over_quota_option_on", **figures)
            talk.offer = "person"
            return []
        if sent is None or sent < account.plan:
            left = count(account.plan - (sent or 0))
            talk.say("utter_over_quota_not_reached", left=left, **figures)
            talk.offer = "person"
            return []
        talk.say("utter_over_quota_reached", **figures)
        larger = next_plan(talk, account)
        choices = [Choice("Ask for the overage option", "enable_overage")]
        if larger:
            answer = quote_upgrade(talk.desk.policy, account.plan, larger.volume)
            amount, plan = talk.money(answer.amount), count(larger.volume)
            choices.insert(0, Choice(f"Upgrade to {plan}", "upgrade_plan", {"plan_volume": larger.volume}))
            talk.say("utter_over_quota_ways_out", quote=answer, choices=choices, bigger=plan, amount=amount)
        else:
            talk.say("utter_over_quota_option_only", choices=choices)
            talk.offer = "overage"
        return []


class ValidateOverageChargeForm(RequestForm):
    """What sending a number of messages would be charged; a visitor is asked for the plan first."""

    form, intent = "overage_charge_form", "ask_overage_charge"

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear the plan and the number sent: of two bare volumes the smaller one is the plan."""
        plans, volumes = turn.values("plan_volume"), turn.values("volume")
        if turn.requested == "plan_from" and (plans or volumes):
            return {"plan_from": (plans or volumes)[0]}
        if turn.requested == "sent_volume" and (plans or volumes):
            return {"sent_volume": (volumes or plans)[0]}
        every = sorted({*plans, *volumes})
        if talk.account is not None:
            others = [volume for volume in every if volume != talk.account.plan]
            return {"sent_volume": others[-1]} if others else {}
        if plans and volumes:
            return {"plan_from": plans[0], "sent_volume": volumes[0]}
        if len(every) > 1:
            return {"plan_from": every[0], "sent_volume": every[-1]}
        return {"plan_from": plans[0]} if plans else {"sent_volume": every[0]} if every else {}

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Explain the charge, then work it out for the account's month or for the figures given."""
        policy, account = talk.desk.policy, talk.account
        if talk.turn.requested is None:
            explain_pricing(talk)
        if account is not None:
            known["plan_from"] = account.plan
            if known["sent_volume"] is None:
                known["sent_volume"] = account.sent_in(month_of(talk.turn.today))
            if known["sent_volume"] is None:
                return None
        if known["plan_from"] is None:
            choices = [
                Choice(count(p.volume), self.intent, {"plan_volume": p.volume}) for p in policy.plans[:4]
            ]
            talk.say("utter_question_overage_plan", expects="plan_volume", choices=choices)
            return "plan_from"
        if known["sent_volume"] is None:
            talk.say("utter_question_overage_sent", expects="volume", plan=count(known["plan_from"]))
            return "sent_volume"
        try:
            answer = quote_overage(policy, known["plan_from"], known["sent_volume"])
        except ValueError as refused:
            talk.say("utter_cannot_do_that", sentence=str(refused))
            known["plan_from"] = known["sent_volume"] = None
            if account is not None:
                return None
            talk.say("utter_question_overage_plan", expects="plan_volume")
            return "plan_from"
        figures = {"plan": count(known["plan_from"]), "sent": count(known["sent_volume"])}
        if answer.decision == "needs_review":
            talk.say("utter_overage_needs_review", quote=answer, reason=answer.reason, **figures)
            talk.offer = "person"
        else:
            talk.say(
                f"utter_overage_{answer.decision}", quote=answer, amount=talk.money(answer.amount), **figures
            )
        if account is not None and not account.overage_allowed:
            talk.say("utter_overage_option_is_off", choices=[Choice("Ask for the option", "enable_overage")])
            talk.offer = "overage"
        return None


class ActionCloseOverageCharge(CloseAction):
    """Ends an overage question; nothing is filed."""

    action = "action_close_overage_charge"
