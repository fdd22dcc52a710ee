"""ACCOUNT: what is on file, for the customer it belongs to and nobody else."""

from __future__ import annotations

from actions.base import DeskAction, Event
from actions.filing import receipt, subject_of
from actions.prices import told_list
from actions.spike_bills import claimable, offer_newest
from actions.talk import Talk
from actions.words import count, day
from desk.accounts import Account
from desk.months import month_of


class ActionAccountSummary(DeskAction):
    """Sums the account up: plan, usage, overage option, billing date, open bills and requests."""

    action = "action_account_summary"

    def answer(self, talk: Talk) -> list[Event]:
        """Say what is on file, or how to sign in."""
        account = talk.account
        if told_list(talk):
            return []
        if account is None:
            again = bool(talk.sign_in_told)
            talk.say(f"utter_sign_in_for_account{'_again' if again else ''}")
            talk.say_sign_in(once=True)
            return []
        today = talk.turn.today
        plan = talk.desk.policy.plan(account.plan)
        sent = account.sent_in(month_of(today))
        talk.say(
            "utter_account_summary",
            name=account.name,
            plan=count(account.plan),
            price=f"at {talk.money(plan.price)}" if plan else "at a price that is no longer in our list",
            option="on" if account.overage_allowed else "off",
            billing=day(account.next_billing_date(today)),
        )
        if sent is not None:
            talk.say("utter_account_sent", sent=count(sent))
        elif account.usage:
            newest = max(account.usage, key=lambda usage: usage.month)
            talk.say("utter_account_sent_last", sent=count(newest.sent), month=f"{newest.month:%B %Y}")
        for pause in account.paused:
            if pause.covers_day(today):
                talk.say("utter_account_paused", until=day(pause.until) if pause.until else "further notice")
        for request in talk.desk.requests.for_account(account.id)[:1]:
            talk.say(
                "utter_account_latest_request",
                ticket=receipt(request),
                reference=request.ref,
                subject=subject_of(request),
            )
        self._say_newest_bill(talk, account)
        return []

    @staticmethod
    def _say_newest_bill(talk: Talk, account: Account) -> None:
        """Name the newest overage bill; offer to work it out when a claim would do something for it."""
        bill = next(iter(account.open_bills()), None)
        if bill is None:
            return
        if talk.turn.requested is None and bill in claimable(talk, account):
            offer_newest(talk, account)
            return
        figures = {
            "bill": talk.money(bill.amount),
            "month": f"{bill.month:%B %Y}",
            "received": day(bill.received),
        }
        talk.say("utter_account_open_bill", **figures)
