"""WISHES: what customers ask that no request of the desk covers, and what can honestly be said and done about it.

A copy of an invoice, another card, a colleague's access, how long it takes: an answer by its words, before the message is
taken for the request it resembles. Where the desk cannot do it, the team is asked on a yes.
"""

from __future__ import annotations

import re

from actions.answers import is_yes
from actions.spike_bills import offer_newest
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.wish_words import WISHES, Wish
from actions.words import count, day, shortened
from billing_rules import quote_overage

LONGEST = 22
SURE = 0.7
COMES_FIRST = {
    "upgrade_plan", "downgrade_plan", "pause_plan", "cancel_plan", "claim_spike", "billing_dispute", "enable_overage",
    "technical_problem", "talk_to_human", "ask_spike_policy", "ask_over_quota", "ask_plan_advice", "deny", "ticket_status",
    "change_answer", "affirm",
}  # fmt: skip
"""Read as one of these for sure, a message is that, whatever words are in it; but see below."""
WINS = {
    "option_off": {"enable_overage", "cancel_plan", "ask_plan_advice", "change_answer"},
    "prevent": {"claim_spike", "ask_spike_policy", "ask_over_quota", "technical_problem"},
    "resume_account": {"pause_plan", "upgrade_plan", "enable_overage"},
    "withdraw": {"change_answer", "ticket_status"},
    "change_filed": {"change_answer", "ticket_status"},
    "one_month": {"ask_plan_advice", "upgrade_plan"},
    "trial": {"billing_dispute", "claim_spike"},
    "exception": {"claim_spike", "ask_spike_policy"},
    "overage_word": {"ask_spike_policy", "ask_plan_advice"},
    "how_long": {"upgrade_plan"},
    "invoice_copy": {"billing_dispute"},
}  # fmt: skip
"""Where a wish is meant although the message resembles the request for sure."""
BESIDE = {
    "notice": {"cancel_plan", "pause_plan"},
    "data": {"cancel_plan", "pause_plan"},
    "payment": {"cancel_plan"},
    "written": {"cancel_plan", "claim_spike"},
    "how_long": {"ticket_status"},
    "due": {"check_account", "ticket_status"},
    "discount": {"check_account", "ask_plan_advice"},
}
"""Where the wish is answered and the request goes on."""
OF_FILED = {"withdraw", "change_filed", "addendum"}
STANDS_OPEN = {"deny", "change_answer", "stop_request", "talk_to_human"}
PUTS_IN_WORDS = {"problem"}
_RECORDS = re.compile(r"\b(?:dkim|spf|dns|records?)\b", re.IGNORECASE)


def found(turn: Turn) -> Wish | None:
    """Return the wish a message is about, or None; a long story and a button are none."""
    if turn.confidence >= 1.0 or len(turn.text.split()) > LONGEST or turn.requested in PUTS_IN_WORDS:
        return None
    wish = next((each for each in WISHES if _fits(each, turn)), None)
    if wish is None or (turn.confidence >= SURE and _is_a_request(turn, wish)):
        return None
    return wish


def _is_a_request(turn: Turn, wish: Wish) -> bool:
    """Return whether a message read for sure is that reading, and the wish's words are beside the point."""
    if turn.requested:
        return turn.intent in STANDS_OPEN or is_yes(turn.text)
    allowed = WINS.get(wish.name, set()) | BESIDE.get(wish.name, set())
    return turn.intent in COMES_FIRST and turn.intent not in allowed


def _fits(wish: Wish, turn: Turn) -> bool:
    """Return whether the words are this wish's, where a request is open as it has to be."""
    if wish.open is not None and wish.open != bool(turn.requested):
        return False
    text = turn.text.replace("’", "'")
    if wish.name == "sign_up" and turn.account_id is not None:
        return False
    if wish.loops and turn.loop not in wish.loops:
        return False
    if wish.name == "records" and turn.loop != "upgrade_form":
        return bool(wish.pattern.search(text) and _RECORDS.search(text))
    return bool(wish.pattern.search(text))


def seen_to(talk: Talk) -> bool:
    """Answer a wish where nothing is open; return whether the message was that alone."""
    turn = talk.turn
    wish = found(turn)
    if wish is None or (wish.name in OF_FILED and not _has_filed(talk)):
        return False
    _answer(talk, wish)
    if turn.confidence >= SURE and turn.intent in BESIDE.get(wish.name, ()):
        return False
    if wish.about is None or (
        wish.name == "option_off" and talk.account and not talk.account.overage_allowed
    ):
        return True
    if talk.account is None:
        talk.say_sign_in()
    else:
        talk.say("utter_ask_the_team", choices=talk.offer_a_person(_reason(talk, wish)))
    return True


def _has_filed(talk: Talk) -> bool:
    """Return whether there is a request on file that could be withdrawn."""
    return talk.account is not None and bool(talk.desk.requests.for_account(talk.account.id))


def answered_aside(talk: Talk, wish: Wish) -> None:
    """Answer a wish in the middle of a request; what the team is to be asked is kept for afterwards."""
    _answer(talk, wish)
    if wish.about is None:
        return
    if talk.account is None:
        talk.say_sign_in(once=True)
        return
    talk.say("utter_wish_kept")
    before = (talk.turn.slots.get("later") or {}).get("reason")
    said = talk.turn.text if before is None or talk.turn.text in before else f"{before} / {talk.turn.text}"
    talk.put_off = {"intent": "talk_to_human", "text": said, "found": [], "reason": shortened(said, 300)}


def _reason(talk: Talk, wish: Wish) -> str:
    """Return what the team reads: what a person was offered for before, the wish, and the customer's own words."""
    before = (talk.turn.slots.get("offered") or {}).get("problem")
    about = f"{wish.about} ({_filed_meant(talk)})" if wish.name in OF_FILED else wish.about
    asked = f'{about}: "{shortened(talk.turn.text, 200)}"'
    if talk.turn.slots.get("offer") != "person" or not before:
        return asked
    return str(before) if wish.about in before else f"{before}; {asked}"


def _filed_meant(talk: Talk) -> str:
    """Return the reference of the request that is meant: the one named, else the newest."""
    newest = talk.desk.requests.for_account(talk.account.id)[0].ref
    return str(talk.turn.value("ticket") or newest)


def _answer(talk: Talk, wish: Wish) -> None:
    if wish.name == "one_month":
        _one_month(talk)
        return
    if wish.name == "trial" and talk.account is not None and not talk.turn.requested and _trial(talk):
        return
    account = talk.account
    off = wish.name in ("option_off", "prevent") and account is not None and not account.overage_allowed
    where = f"at {account.email}" if account else "by e-mail"
    domain = account.domain if account else "your domain"
    talk.say(f"utter_wish_{wish.name}{'_already' if off else ''}", where=where, domain=domain)


def _trial(talk: Talk) -> bool:
    """Say that the bill on file is not for the free trial; return whether there is a bill."""
    account = talk.account
    bill = next(iter(account.open_bills()), None)
    if bill is None:
        return False
    talk.say("utter_wish_trial_bill", started=day(account.service_started), month=f"{bill.month:%B %Y}")
    return offer_newest(talk, account)


def _one_month(talk: Talk) -> None:
    """Say that one large month needs no larger plan, with the figure where one was named."""
    account = talk.account
    state = "visitor" if account is None else "on" if account.overage_allowed else "off"
    talk.say(f"utter_wish_one_month_{state}")
    if account is None:
        return
    volumes = [volume for volume in talk.turn.values("plan_volume", "volume") if volume > account.plan]
    if volumes and talk.desk.policy.plan(account.plan) is not None:
        answer = quote_overage(talk.desk.policy, account.plan, max(volumes))
        if answer.amount is not None:
            figures = {"sent": count(max(volumes)), "plan": count(account.plan)}
            talk.say(
                "utter_overage_option_example", quote=answer, amount=talk.money(answer.amount), **figures
            )
    if state == "off" and not talk.turn.requested:
        talk.say(
            "utter_wish_one_month_offer", choices=[Choice("Ask for the overage option", "enable_overage")]
        )
        talk.offer = "overage"
