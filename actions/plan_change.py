"""What upgrading and downgrading share: a plan now, a plan wanted, and a figure between them."""

from __future__ import annotations

import re
from typing import ClassVar

from actions.fields import Field
from actions.filing import same_on_file, say_on_file
from actions.forms import Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count
from billing_rules import Answer, DowngradeAnswer, Policy, UpgradeAnswer

PlanChange = UpgradeAnswer | DowngradeAnswer

SHOWN = 4
ON_TOP = re.compile(
    r"\d\s?k?\s+(?:(?:messages|e-?mails|mails)\s+)?(?:more|extra|additional|on top)\b(?! than)"
    r"|\b(?:another|extra|additional)\s+\d",
    re.IGNORECASE,
)
"""Words of a volume that comes on top of the plan one has."""
PLAN_NOW = Field("plan_from", "the plan now", lambda talk, plan: count(plan), "now|current|present")
PLAN = Field(
    "plan_to", "the plan", lambda talk, plan: count(plan), "plan|volume|amount|size|number|tier|level"
)


class PlanChangeForm(RequestForm):
    """Asks for the plan wanted (and, of a visitor, the plan they have), quotes it, asks to file it."""

    word: ClassVar[str]
    other: ClassVar[str]
    other_intent: ClassVar[str]

    def is_other_way(self, policy: Policy, current: int, wanted: int) -> bool:
        """Return whether `wanted` is a matter for the other conversation, and has a plan there."""
        raise NotImplementedError

    def quote(self, talk: Talk, current: int, wanted: int) -> PlanChange:
        """Return the rule's answer, or raise its ValueError in words for the customer."""
        raise NotImplementedError

    def choices(self, talk: Talk, current: int) -> list[int]:
        """Return the plans worth a button."""
        raise NotImplementedError

    def confirm(self, talk: Talk, answer: PlanChange) -> None:
        """Say the figures in full and ask whether to file."""
        raise NotImplementedError

    def remind(self, talk: Talk, answer: PlanChange) -> None:
        """Ask whether to file once more, with the figure in a few words."""
        raise NotImplementedError

    def fields(self, talk: Talk) -> tuple[Field, ...]:
        """Return the plan wanted; a visitor also tells the plan they have."""
        return (PLAN_NOW, PLAN) if talk.turn.account_id is None else (PLAN,)

    def question(self, talk: Talk, known: Known, slot: str) -> None:
        """Ask for one of the two plans."""
        if slot == "plan_from":
            talk.ask(
                slot, f"utter_question_{self.word}_from", expects="plan_volume", choices=self._plans(talk)
            )
            return
        current = talk.account.plan if talk.account else known["plan_from"]
        plans = self.choices(talk, current)
        choices = [Choice(f"{count(plan)} a month", self.intent, {"plan_volume": plan}) for plan in plans]
        such = (plans[:2] or [current])[-1]
        values = {"current": count(current), "such": count(such), "choices": choices}
        talk.ask(slot, f"utter_question_{self.word}_to", expects="plan_volume", **values)

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear plans by their role; a bare volume is the plan asked for, of two a visitor's first is the one they have."""
        heard: Known = {}
        source = turn.value("plan_volume", role="from") or turn.value("plan_from")
        target = turn.value("plan_volume", role="to")
        bare = turn.other_values("plan_volume", "volume", roles=("from", "to"))
        if talk.account and len(bare) == 1 and target is None and ON_TOP.search(turn.text):
            bare = [talk.account.plan + bare[0]]
        present = talk.account.plan if talk.account else source
        if target is None and bare and turn.requested != "plan_from":
            target = next((volume for volume in reversed(bare) if volume != present), bare[-1])
            if source is None and talk.account is None and len(bare) > 1:
                source = bare[0]
        elif source is None and bare:
            source = bare[0]
        if target is not None:
            heard["plan_to"] = target
        if source is not None:
            if talk.account is None:
                heard["plan_from"] = source
            elif source != talk.account.plan:
                heard["stated"] = f"a plan of {count(source)} (on file: {count(talk.account.plan)})"
            elif turn.slots.get("stated"):
                heard["stated"] = None
        return heard

    def why(self, talk: Talk, known: Known) -> None:
        """Say the two prices the amount is the difference of."""
        policy, account = talk.desk.policy, talk.account
        if account is None or known["plan_to"] is None:
            return
        current, wanted = policy.plan(account.plan), policy.smallest_plan_covering(known["plan_to"])
        if current and wanted:
            prices = {"price": talk.money(wanted.price), "present": talk.money(current.price)}
            talk.say("utter_plan_why", plan=count(wanted.volume), current=count(current.volume), **prices)

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Ask for the next missing figure, or quote and ask to confirm."""
        account = talk.account
        if known["confirmed"] is False:
            return None
        if known["stated"] and known["stated"] != talk.turn.slots.get("stated"):
            talk.say("utter_stated_differs", stated=known["stated"])
        current = account.plan if account else known["plan_from"]
        if current is None:
            self.question(talk, known, "plan_from")
            return "plan_from"
        if talk.desk.policy.plan(current) is None:
            return self._not_listed(talk, known, current)
        if known["plan_to"] is None:
            return self._ask_target(talk, known, current)
        try:
            answer = self.quote(talk, current, known["plan_to"])
        except ValueError as refused:
            return self._refuse(talk, known, current, refused)
        return self._quoted(talk, known, current, answer)

    def _quoted(self, talk: Talk, known: Known, current: int, answer: PlanChange) -> str | None:
        shown_before = known["quoted"] == fingerprint(answer)
        if known["confirmed"] is True and shown_before:
            return None
        if known["confirmed"] is True:
            talk.say("utter_figure_changed")
        known["confirmed"], known["quoted"] = None, fingerprint(answer)
        if talk.account is None:
            figures = self.figures(talk, answer)
            review = answer.decision == "needs_review"
            talk.say(f"utter_what_if_{'review' if review else self.word}", quote=answer, **figures)
            talk.say_sign_in(once=True)
            return None
        if before := same_on_file(talk, self.intent, wanted_plan=str(answer.plan or answer.wanted)):
            say_on_file(talk, before)
            return None
        if talk.brief and shown_before:
            self.remind(talk, answer)
        else:
            self.confirm(talk, answer)
        return "confirmed"

    @staticmethod
    def figures(talk: Talk, answer: PlanChange) -> dict[str, str]:
        """Return the plan and the amount as a customer reads them; a review has its reason instead."""
        amount = talk.money(answer.amount) if answer.amount is not None else ""
        plan = count(answer.plan if answer.plan is not None else answer.wanted)
        figures = {
            "plan": plan,
            "amount": amount,
            "reason": answer.reason or "",
            "wanted": count(answer.wanted),
        }
        return figures | {"current": count(answer.current), "largest": count(talk.desk.policy.largest.volume)}

    def _ask_target(self, talk: Talk, known: Known, current: int) -> str | None:
        if not self.choices(talk, current):
            reason = f"has the {count(current)} plan and asked for an {self.word}: there is none left"
            talk.say(
                f"utter_no_{self.word}_left", current=count(current), choices=talk.offer_a_person(reason)
            )
            return None
        self.question(talk, known, "plan_to")
        return "plan_to"

    def _not_listed(self, talk: Talk, known: Known, current: int) -> str | None:
        """A plan that is no longer sold has no price to compare with."""
        if talk.account is None:
            talk.refuse("plan_from", "utter_no_plan_of", plan=count(current))
            kept = talk.turn.slots.get("plan_from")
            known["plan_from"] = kept if kept != current else None
            if known["plan_from"]:
                talk.say("utter_kept_value", value=count(kept))
            return self.ask(talk, known)
        wanted = f" to {count(known['plan_to'])}" if known["plan_to"] else ""
        reason = (
            f"asked for an {self.word}{wanted} from {count(current)}, a plan that is not in the price list"
        )
        talk.say("utter_plan_not_listed", plan=count(current), choices=talk.offer_a_person(reason))
        return None

    def _refuse(self, talk: Talk, known: Known, current: int, refused: ValueError) -> str | None:
        """Say why the plan cannot be had; what was chosen before stands, else the other direction is offered."""
        kept, wanted = talk.turn.slots.get("plan_to"), known["plan_to"]
        other_way = self.is_other_way(talk.desk.policy, current, wanted)
        covering = talk.desk.policy.smallest_plan_covering(max(wanted, 1))
        values = {"current": count(current), "wanted": count(wanted), "other": self.other, "word": self.word}
        if wanted <= 0:
            talk.refuse("plan_to", "utter_no_plan_of", plan=count(wanted))
        elif wanted == current:
            talk.refuse("plan_to", "utter_same_plan", **values)
        elif other_way:
            talk.say(f"utter_not_{self.word}", **values)
        elif covering is not None and covering.volume == current:
            talk.refuse("plan_to", "utter_needs_present_plan", **values)
        else:
            talk.refuse("plan_to", "utter_cannot_do_that", sentence=str(refused))
        talk.brief = True
        if kept not in (None, wanted):
            known["plan_to"] = kept
            talk.say("utter_kept_value", value=count(kept))
            return self.ask(talk, known)
        if other_way:
            go = Choice(f"Yes, work out the {self.other}", self.other_intent, {"plan_volume": wanted})
            talk.say("utter_other_direction", choices=[go, Choice("No, thanks", "deny")], **values)
            talk.offer, talk.offered = self.other, {"plan_to": wanted}
            if talk.account is None:
                talk.offered["plan_from"] = current
            known["plan_to"] = None
            return None
        known["plan_to"] = None
        return self._ask_target(talk, known, current)

    def _plans(self, talk: Talk) -> list[Choice]:
        return [
            Choice(count(plan.volume), self.intent, {"plan_volume": plan.volume})
            for plan in talk.desk.policy.plans[:SHOWN]
        ]


def fingerprint(answer: Answer) -> str:
    """Return what must not change between a quote shown and a request filed."""
    shown = answer.to_json()
    return "|".join(str(shown.get(part)) for part in ("rule", "decision", "amount", "policy", "details"))
