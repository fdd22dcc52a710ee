"""OVERAGE: the option to send past the limit, what it costs, and why mail stops without it (P3, P4)."""

from __future__ import annotations

import re

from actions.answers import RETURNED
from actions.base import DeskAction, Event
from actions.filing import FileAction, compose, episode, receipt, same_on_file, say_on_file, subject_of
from actions.forms import NO, YES, Known, RequestForm
from actions.spike_bills import offer_newest
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count
from billing_rules import PerBlock, Plan, quote_overage, quote_upgrade
from desk.accounts import Account
from desk.months import month_of
from desk.requests import NewRequest

BILL = re.compile(r"\b(?:bills?|billed|invoice|charged?)\b", re.IGNORECASE)
"""Words of someone who may be asking about a bill they hold."""

ASKS_WHETHER = re.compile(
    r"\b(?:is|isn'?t|do (?:we|i) have|have (?:we|i) got|are (?:we|i))\b.*\b(?:option|overage)\b",
    re.IGNORECASE,
)
"""Words of someone who asks whether the option is on."""


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


def say_example(talk: Talk, account: Account) -> None:
    """Show what filling the next plan up would add, where both plans have a price."""
    larger = next_plan(talk, account)
    if larger is None or talk.desk.policy.plan(account.plan) is None:
        return
    example = quote_overage(talk.desk.policy, account.plan, larger.volume)
    figures = {"sent": count(larger.volume), "amount": talk.money(example.amount or 0)}
    talk.say("utter_overage_option_example", quote=example, plan=count(account.plan), **figures)


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
            talk.say_sign_in()
            return None
        if known["confirmed"] is not None:
            return None
        if account.overage_allowed:
            talk.say("utter_overage_already_on", plan=count(account.plan))
            if BILL.search(talk.turn.text):
                offer_newest(talk, account)
            return None
        if before := same_on_file(talk, self.intent):
            say_on_file(talk, before)
            return None
        if not talk.brief:
            if ASKS_WHETHER.search(talk.turn.text):
                talk.say("utter_overage_option_off", plan=count(account.plan))
            explain_pricing(talk)
            say_example(talk, account)
        talk.ask("confirmed", "utter_overage_option_confirm", plan=count(account.plan), choices=[YES, NO])
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
            talk.say_sign_in(once=True)
            return []
        sent = account.sent_in(month_of(talk.turn.today))
        figures = {"plan": count(account.plan), "sent": count(sent or 0)}
        if sent is not None and sent >= account.plan and not account.overage_allowed:
            talk.say("utter_over_quota_reached", **figures)
            self._say_ways_out(talk, account)
            return []
        off = "unknown" if sent is None else "not_reached"
        state = "option_on" if account.overage_allowed else off
        left = count(max(account.plan - (sent or 0), 0))
        talk.say(f"utter_over_quota_{state}", left=left, **figures)
        if talk.turn.requested is None and RETURNED.search(talk.turn.text):
            reason = f"mail is returned although the plan's limit is not the reason on file ({state.replace('_', ' ')})"
            talk.say("utter_over_quota_look", choices=talk.offer_a_person(reason))
        return []

    @staticmethod
    def _say_ways_out(talk: Talk, account: Account) -> None:
        if before := same_on_file(talk, "enable_overage") or same_on_file(talk, "upgrade_plan"):
            figures = {"reference": before.ref, "subject": subject_of(before)}
            talk.say("utter_over_quota_request_open", ticket=receipt(before), **figures)
            return
        larger = next_plan(talk, account)
        option = Choice("Ask for the overage option", "enable_overage")
        if larger is None or talk.desk.policy.plan(account.plan) is None:
            talk.say("utter_over_quota_option_only", choices=[option])
            talk.offer = "overage"
            return
        answer = quote_upgrade(talk.desk.policy, account.plan, larger.volume)
        upgrade = Choice(f"Upgrade to {count(larger.volume)}", "upgrade_plan", {"plan_volume": larger.volume})
        figures = {"bigger": count(larger.volume), "amount": talk.money(answer.amount or 0)}
        talk.say("utter_over_quota_ways_out", quote=answer, choices=[upgrade, option], **figures)
