"""ACCOUNT: what is on file, for the customer it belongs to and nobody else."""

from __future__ import annotations

from actions.base import DeskAction, Event
from actions.filing import receipt
from actions.talk import Talk
from actions.words import count, day
from desk.months import month_of


class ActionAccountSummary(DeskAction):
    """Sums the account up: plan, usage, overage option, billing date, open bills and requests."""

    action = "action_account_summary"

    def answer(self, talk: Talk) -> list[Event]:
        """Say what is on file, or how to sign in."""
        account = talk.account
        if account is None:
            talk.say("utter_sign_in_for_account")
            return []
        today = talk.turn.today
        plan = talk.desk.policy.plan(account.plan)
        sent = account.sent_in(month_of(today))
        talk.say(
            "utter_account_summary",
            name=account.name,
            plan=count(account.plan),
            price=talk.money(plan.price) if plan else "a price we no longer list",
            sent=count(sent) if sent is not None else "nothing on file yet",
            option="on" if account.overage_allowed else "off",
            billing=day(account.next_billing_date(today)),
        )
        for bill in account.open_bills()[:1]:
            figures = {
                "bill": talk.money(bill.amount),
                "month": f"{bill.month:%B %Y}",
                "received": day(bill.received),
            }
            talk.say("utter_account_open_bill", **figures)
        for pause in account.paused:
            if pause.covers_day(today):
                talk.say("utter_account_paused", until=day(pause.until) if pause.until else "further notice")
        for request in talk.desk.requests.for_account(account.id)[:1]:
            talk.say(
                "utter_account_latest_request",
                ticket=receipt(request),
                reference=request.ref,
                subject=request.subject,
            )
        return []
