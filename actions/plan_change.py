"""What upgrading and downgrading share: a plan now, a plan wanted, and a figure between them."""

from __future__ import annotations

from typing import ClassVar

from actions.forms import Known, RequestForm
from actions.talk import Choice, Talk
from actions.turn import Turn
from actions.words import count
from billing_rules import Answer, DowngradeAnswer, UpgradeAnswer

PlanChange = UpgradeAnswer | DowngradeAnswer

SHOWN = 4


class PlanChangeForm(RequestForm):
    """Asks for the plan wanted (and, of a visitor, the plan they have), quotes it, asks to file it."""

    reopens = "plan_to"
    word: ClassVar[str]
    other: ClassVar[str]
    other_intent: ClassVar[str]

    def is_other_way(self, current: int, wanted: int) -> bool:
        """Return whether `wanted` lies in the direction of the other conversation."""
        raise NotImplementedError

    def quote(self, talk: Talk, current: int, wanted: int) -> PlanChange:
        """Return the rule's answer, or raise its ValueError in words for the customer."""
        raise NotImplementedError

    def choices(self, talk: Talk, current: int) -> list[int]:
        """Return the plans worth a button."""
        raise NotImplementedError

    def confirm(self, talk: Talk, known: Known, answer: PlanChange) -> str | None:
        """Say the figures and ask whether to file; None when there is nothing to file."""
        raise NotImplementedError

    def hear(self, talk: Talk, turn: Turn) -> Known:
        """Hear plans by their role; a bare volume is the plan asked for."""
        heard: Known = {}
        source = turn.value("plan_volume", role="from")
        target = turn.value("plan_volume", role="to")
        bare = [
            found["value"]
            for found in turn.entities
            if found["entity"] in ("plan_volume", "volume") and found.get("role") not in ("from", "to")
        ]
        if target is None and bare and turn.requested != "plan_from":
            target = bare[-1]
        elif source is None and bare:
            source = bare[0]
        if target is not None:
            heard["plan_to"] = target
        if source is not None:
            if talk.account is None:
                heard["plan_from"] = source
            elif source != talk.account.plan:
                heard["stated"] = f"a plan of {count(source)} (on file: {count(talk.account.plan)})"
        return heard

    def ask(self, talk: Talk, known: Known) -> str | None:
        """Ask for the next missing figure, or quote and ask to confirm."""
        account = talk.account
        current = account.plan if account else known["plan_from"]
        if current is None:
            talk.say(f"utter_question_{self.word}_from", expects="plan_volume", choices=self._plans(talk))
            return "plan_from"
        if known["plan_to"] is None:
            return self._ask_target(talk, current)
        try:
            answer = self.quote(talk, current, known["plan_to"])
        except ValueError as refused:
            return self._refuse(talk, known, current, str(refused))
        if known["confirmed"] is not None and known["quoted"] == fingerprint(answer):
            return None
        if known["confirmed"] is True:
            talk.say("utter_figure_changed")
        known["confirmed"], known["quoted"] = None, fingerprint(answer)
        if account is None:
            talk.say(
                f"utter_what_if_{self.word}",
                quote=answer,
                current=count(current),
                **self.figures(talk, answer),
            )
            return None
        return self.confirm(talk, known, answer)

    @staticmethod
    def figures(talk: Talk, answer: PlanChange) -> dict[str, str]:
        """Return the plan and the amount as a customer reads them; a review has its reason instead."""
        amount = talk.money(answer.amount) if answer.amount is not None else ""
        plan = count(answer.plan if answer.plan is not None else answer.wanted)
        return {"plan": plan, "amount": amount, "reason": answer.reason or "", "wanted": count(answer.wanted)}

    def _ask_target(self, talk: Talk, current: int) -> str | None:
        plans = self.choices(talk, current)
        if not plans:
            talk.say(f"utter_no_{self.word}_left", current=count(current))
            talk.offer = "person"
            return None
        choices = [Choice(f"{count(plan)} a month", self.intent, {"plan_volume": plan}) for plan in plans]
        talk.say(
            f"utter_question_{self.word}_to", expects="plan_volume", current=count(current), choices=choices
        )
        return "plan_to"

    def _refuse(self, talk: Talk, known: Known, current: int, sentence: str) -> str | None:
        kept, wanted = talk.turn.slots.get("plan_to"), known["plan_to"]
        talk.say("utter_cannot_do_that", sentence=sentence)
        if kept is None and self.is_other_way(current, wanted):
            choice = Choice(f"Yes, work out the {self.other}", self.other_intent, {"plan_volume": wanted})
            talk.say("utter_other_direction", other=self.other, wanted=count(wanted), choices=[choice])
            talk.offer, talk.offered = self.other, {"plan_to": wanted}
            return None
        if kept is None or kept == known["plan_to"] or talk.turn.requested != "confirmed":
            known["plan_to"] = None
            if talk.account is None:
                known["plan_from"] = known["plan_from"] if talk.turn.requested == "plan_to" else None
                return self.ask(talk, known)
            return self._ask_target(talk, current)
        known["plan_to"] = kept
        talk.say("utter_kept_value", value=count(kept))
        return self.ask(talk, known)

    def _plans(self, talk: Talk) -> list[Choice]:
        return [
            Choice(count(plan.volume), self.intent, {"plan_volume": plan.volume})
            for plan in talk.desk.policy.plans[:SHOWN]
        ]


def fingerprint(answer: Answer) -> str:
    """Return what must not change between a quote shown and a request filed."""
    shown = answer.to_json()
    return "|".join(str(shown.get(part)) for part in ("rule", "decision", "amount", "policy", "details"))
