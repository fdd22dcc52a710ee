"""One turn of a conversation as an action sees it: what was said, what is known, who is speaking.

Identity and time come only from the gateway's facts on the message, never from slots or text.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from rasa_sdk import Tracker

REQUEST_SLOTS = (
    "plan_from", "plan_to", "sent_volume", "months_sent", "bill", "bill_amount", "usual_overage",
    "pause_from", "pause_until", "pause_length", "cancel_on", "problem", "confirmed", "quoted", "stated",
)  # fmt: skip
"""What the customer has told in the request that is open."""


ANSWER_WORDS = 2


class FactsMissingError(RuntimeError):
    """A message reached the engine without the gateway's facts, so nobody knows who is speaking."""


class Phase(Enum):
    """Where a form stands when it is asked to validate."""

    BEGIN = "begin"
    ANSWER = "answer"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class Turn:
    """What the customer's latest message says and what the conversation knows."""

    text: str
    intent: str
    confidence: float
    entities: tuple[dict[str, Any], ...]
    ranking: tuple[dict[str, Any], ...]
    account_id: str | None
    conversation: str
    episode: int
    now: datetime
    time_zone: str
    requested: str | None
    slots: dict[str, Any] = field(default_factory=dict)
    text_before: str | None = None
    """What the customer last asked for in more than an answer's few words."""
    earlier: tuple[str, ...] = ()
    """What the customer said before this message in this episode, oldest first."""
    told_before: tuple[str, ...] = ()
    """What the customer was told in the turn before."""
    loop: str | None = None
    """The form that is open."""
    agents_online: bool = False
    """Whether someone of the team is there to take over now."""
    handed_over: bool = False
    """Whether a person was asked for in this very turn already."""
    later: dict[str, Any] | None = None
    """The second request of this message, with its own `text` and the entities `found` in it; not among `entities`."""

    def fresh(self) -> Turn:
        """Return the turn as a request that has just begun sees it: nothing asked yet, nothing answered."""
        return replace(self, requested=None, slots=self.slots | dict.fromkeys(REQUEST_SLOTS))

    def meaning(self, intent: str, entities: dict[str, Any]) -> Turn:
        """Return the turn as if exactly this had been said: what a button or an offer stands for."""
        found = tuple({"entity": name, "value": value, "text": self.text} for name, value in entities.items())
        return replace(self, intent=intent, confidence=1.0, entities=found, later=None)

    @property
    def today(self) -> date:
        """Return the plain date in the account's time zone."""
        return self.now.astimezone(ZoneInfo(self.time_zone)).date()

    def values(self, *entities: str, role: str | None = None) -> list[Any]:
        """Return the values of these entities in the order they were said; with `role`, only those in it.

        What was named only to be refused ("60k, not 45k") is no value.
        """
        return [found["value"] for found in self.said(*entities) if role is None or found.get("role") == role]

    def said(self, *entities: str) -> list[dict[str, Any]]:
        """Return these entities whole, in the order they were said, without those that were refused."""
        return [
            found for found in self.entities if found["entity"] in entities and found.get("role") != "not"
        ]

    def other_values(self, *entities: str, roles: tuple[str, ...]) -> list[Any]:
        """Return the values of these entities that were said in none of `roles`."""
        return [found["value"] for found in self.said(*entities) if found.get("role") not in roles]

    def value(self, *entities: str, role: str | None = None) -> Any:
        """Return the first value `values` would give, or None."""
        return next(iter(self.values(*entities, role=role)), None)

    def first(self, entity: str) -> dict[str, Any] | None:
        """Return the first entity of this kind whole, with the customer's own words, or None."""
        return next((found for found in self.entities if found["entity"] == entity), None)


def read(tracker: Tracker) -> Turn:
    """Return the turn in `tracker`.

    Raises:
        FactsMissingError: the message carries no facts of the gateway.
    """
    message = tracker.latest_message or {}
    facts = next(
        (event.get("metadata") or {} for event in reversed(tracker.events) if event.get("event") == "user"),
        {},
    )
    if "now" not in facts or "conversation" not in facts:
        raise FactsMissingError("The message carries no facts: only the gateway may call the engine.")
    intent = message.get("intent") or {}
    said = [event.get("text") or "" for event in tracker.events if event.get("event") == "user"]
    entities, later = _apart(tuple(message.get("entities") or ()), message.get("also"))
    return Turn(
        text=message.get("text") or "",
        intent=intent.get("name") or "nlu_fallback",
        confidence=float(intent.get("confidence") or 0.0),
        entities=entities,
        ranking=tuple(message.get("intent_ranking") or ()),
        account_id=facts.get("account"),
        conversation=facts["conversation"],
        episode=int(facts.get("episode") or 1),
        now=datetime.fromisoformat(facts["now"]),
        time_zone=facts.get("time_zone") or "UTC",
        requested=tracker.get_slot("requested_slot"),
        slots=dict(tracker.slots),
        told_before=_said_before(tracker),
        text_before=next((text for text in reversed(said[:-1]) if len(text.split()) > ANSWER_WORDS), None),
        earlier=tuple(said[:-1]),
        loop=(tracker.active_loop or {}).get("name"),
        agents_online=facts.get("agents_online") is True,
        handed_over=_is_handed_over(tracker),
        later=later,
    )


def _apart(
    entities: tuple[dict[str, Any], ...], also: dict[str, Any] | None
) -> tuple[tuple[dict[str, Any], ...], dict[str, Any] | None]:
    """Return the entities of the first request, and the second request with its own."""
    if also is None:
        return entities, None
    found = [each for each in entities if also["start"] <= each.get("start", -1) < also["end"]]
    kept = tuple(each for each in entities if each not in found)
    return kept, {"intent": also["intent"], "text": also["text"], "found": found}


def _is_handed_over(tracker: Tracker) -> bool:
    """Return whether something said since the customer's last message hands the conversation over."""
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            return False
        if event.get("event") == "bot" and ((event.get("data") or {}).get("custom") or {}).get("handoff"):
            return True
    return False


def _said_before(tracker: Tracker) -> tuple[str, ...]:
    """Return what was said between the last two messages of the customer."""
    said: list[str] = []
    users = 0
    for event in reversed(tracker.events):
        kind = event.get("event")
        users += kind == "user"
        if users == 2:
            break
        if kind == "bot" and users == 1 and event.get("text"):
            said.append(event["text"])
    return tuple(reversed(said))


def phase(tracker: Tracker, form: str) -> Phase:
    """Return whether `form` has just begun, hears an answer, or is returned to after a digression."""
    begun_now = done_since = False
    for event in reversed(tracker.events):
        kind, name = event.get("event"), event.get("name")
        if kind == "user":
            break
        if kind == "active_loop" and name == form:
            begun_now = True
        if kind == "action" and name not in (form, "action_extract_slots"):
            done_since = True
    if begun_now:
        return Phase.BEGIN
    return Phase.RETURN if done_since else Phase.ANSWER


def form_before(tracker: Tracker, form: str) -> str | None:
    """Return the other form that was open when `form` began, or None."""
    loops = [event.get("name") for event in tracker.events if event.get("event") == "active_loop"]
    before = loops[-2] if len(loops) > 1 and loops[-1] == form else None
    return None if before == form else before
