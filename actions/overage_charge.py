"""OVERAGE CHARGE: what sending a number of messages adds at month end, for an account or as a what-if (P4)."""

from __future__ import annotations

import re

from actions.base import CloseAction
from actions.fields import Field
from actions.forms import Known, RequestForm
from actions.overage_option import BILL, explain_pricing, say_example
from actions.prices import told_list, told_price
from actions.spike_bills import offer_newest
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count
from billing_rules import OverageAnswer, quote_overage
from desk.accounts import Account
from desk.months import month_of

FEW = re.compile(r"^\W*([1-9]\d{0,2})[.!? ]*$")
"""A figure by itself that is short for thousands."""
PLAN = Field("plan_from", "the plan", lambda talk, plan: count(plan), "plan")
SENT = Field(
    "sent_volume", "the messages sent", lambda talk, sent: count(sent), "sent|send|sending|messages|number"
)


class ValidateOverageChargeForm(RequestForm):
    """What sending a number of messages would be charged; a visitor is asked for the plan first."""

    form, intent, files = "overage_charge_form", "ask_overage_charge", False

    def fields(self, talk: Talk) -> tuple[Field, ...]:
        """Return the number sent; a visitor also tells the plan."""
        return (PLAN, SENT) if talk.turn.account_id is None else (SENT,)

    def question(self, talk: Talk, known: Known, slot: str) -> None:
        """Ask for the plan or the number sent."""
        if slot == "sent_volume":
            plan = count(known["plan_from"])
            talk.ask(slot, "utter_question_overage_sent", expects="volume", plan=plan)
            return
        plans = talk.desk.policy.plans[:4]
        choices = [Choice(count(plan.volume), self.intent, {"plan_volume": plan.volume}) for plan in plans]
        talk.ask(slot, "utter_question_overage_plan", expects="plan_volume", choices=choices)

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear the plan and the number sent: of two bare volumes the smaller one is the plan."""
        plans, volumes = turn.values("plan_volume"), turn.values("volume")
        if turn.requested == "plan_from" and (plans or volumes):
            return {"plan_from": (plans or volumes)[0]}
        if turn.requested == "sent_volume" and (few := FEW.match(turn.text)):
            return {"sent_volume": int(few[1]) * 1000}
        if turn.requested == "sent_volume" and (plans or volumes):
            return {"sent_volume": (volumes or plans)[0]}
        if on := turn.value("plan_from"):
            return {"plan_from": on}
        every = sorted({*plans, *volumes})
        if talk.account is not None:
            others = [volume for volume in every if volume != talk.account.plan]
            return {"sent_volume": others[-1]} if others else {}
        if turn.slots.get("sent_volume") is not None and len(every) == 1:
            return {"sent_volume": every[0]}
        if plans and volumes:
            return {"plan_from": plans[0], "sent_volume": volumes[0]}
        if len(every) > 1:
            return {"plan_from": every[0], "sent_volume": every[-1]}
        return {"plan_from": plans[0]} if plans else {"sent_volume": every[0]} if every else {}

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Work the charge out for the figures given, or for the account's month; explain it when there are none."""
        account, begins = talk.account, talk.turn.requested is None
        if begins and self._asks_prices(talk, known):
            return None
        if account is not None:
            known["plan_from"] = account.plan
        if begins and known["sent_volume"] is None:
            if account is not None and self._asks_bill(talk, account):
                return None
            if not talk.brief:
                explain_pricing(talk)
            if talk.aside:
                return None
        if known["plan_from"] is None:
            return self._ask(talk, known, "plan_from")
        if talk.desk.policy.plan(known["plan_from"]) is None:
            return self._not_listed(talk, account, known)
        if (
            begins
            and known["sent_volume"] is None
            and account is not None
            and self._is_used_up(talk, account)
        ):
            say_example(talk, account)
            return None
        if known["sent_volume"] is None and account is not None and not re.search(r"\d", talk.turn.text):
            known["sent_volume"] = account.sent_in(month_of(talk.turn.today)) or None
        if known["sent_volume"] is None:
            return self._ask(talk, known, "sent_volume")
        try:
            answer = quote_overage(talk.desk.policy, known["plan_from"], known["sent_volume"])
        except ValueError as refused:
            talk.refuse("sent_volume", "utter_cannot_do_that", sentence=str(refused))
            known["sent_volume"] = None
            return self._ask(talk, known, "sent_volume")
        self._say_charge(talk, account, answer)
        return None

    @staticmethod
    def _asks_prices(talk: Talk, known: Known) -> bool:
        """Tell the price of a plan, or of all, when that was all that was asked; return whether it was."""
        named = {*talk.turn.values("plan_volume"), *talk.turn.values("volume")}
        if not named and not re.search(r"[$€£]|dollar|usd|buck", talk.turn.text, re.IGNORECASE):
            named = {int(float(amount)) for amount in talk.turn.values("amount")}
        if len(named) == 1 and told_price(talk, *named):
            known.update({"plan_from": named.pop(), "sent_volume": None})
            return True
        return told_list(talk)

    @staticmethod
    def _asks_bill(talk: Talk, account: Account) -> bool:
        """Offer what the protection makes of a customer's own bill when they ask about it; return whether they do."""
        aside = talk.turn.slots.get("interrupted")
        return bool(BILL.search(talk.turn.text)) and not aside and offer_newest(talk, account)

    def _not_listed(self, talk: Talk, account: Account | None, known: Known) -> str | None:
        """A plan without a price: a visitor names another one, for a customer a person is offered."""
        plan = count(known["plan_from"])
        if account is not None:
            reason = f"asked for an overage charge on {plan}, a plan that is not in the price list"
            talk.say("utter_plan_not_listed", plan=plan, choices=talk.offer_a_person(reason))
            return None
        talk.refuse("plan_from", "utter_no_plan_of", plan=plan)
        known["plan_from"] = None
        return self._ask(talk, known, "plan_from")

    @staticmethod
    def _is_used_up(talk: Talk, account: Account) -> bool:
        """Return whether the plan is just used up and the option off, where the month so far shows no charge."""
        sent = account.sent_in(month_of(talk.turn.today))
        return sent == account.plan and not account.overage_allowed and not re.search(r"\d", talk.turn.text)

    def _ask(self, talk: Talk, known: Known, slot: str) -> str:
        self.question(talk, known, slot)
        return slot

    @staticmethod
    def _say_charge(talk: Talk, account: Account | None, answer: OverageAnswer) -> None:
        figures = {"plan": count(answer.prepaid), "sent": count(answer.sent)}
        if answer.decision == "needs_review":
            reason = f"asks what {figures['sent']} messages on the {figures['plan']} plan would cost"
            choices = talk.offer_a_person(reason) if account is not None else []
            talk.say("utter_overage_needs_review", quote=answer, reason=answer.reason, **figures)
            talk.say("utter_ask_the_team", choices=choices) if choices else talk.say_sign_in(once=True)
            return
        if account is not None and not account.overage_allowed and answer.decision == "charged":
            talk.say("utter_overage_charged_if_on", quote=answer, amount=talk.money(answer.amount), **figures)
            if not talk.turn.slots.get("interrupted"):
                talk.say(
                    "utter_overage_option_is_off", choices=[Choice("Ask for the option", "enable_overage")]
                )
                talk.offer = "overage"
            return
        talk.say(
            f"utter_overage_{answer.decision}", quote=answer, amount=talk.money(answer.amount), **figures
        )


class ActionCloseOverageCharge(CloseAction):
    """Ends an overage question; nothing is filed."""

    action, aside = "action_close_overage_charge", True
