"""What Rasa's events of an episode tell: the request that is open, what was tried, what the next episode begins with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from desk.engine import Carried, OpenRequest, Value

Event = dict[str, Any]

REQUEST_OF_FORM = {
    "upgrade_form": "upgrade_plan",
    "downgrade_form": "downgrade_plan",
    "pause_form": "pause_plan",
    "cancel_form": "cancel_plan",
    "spike_claim_form": "claim_spike",
    "overage_option_form": "enable_overage",
    "overage_charge_form": "ask_overage_charge",
    "plan_advice_form": "ask_plan_advice",
    "dispute_form": "billing_dispute",
    "problem_form": "technical_problem",
}
"""What is gone on with after a person had the conversation; the wish for a person is not."""

REQUEST_SLOTS = (
    "plan_from", "plan_to", "sent_volume", "months_sent", "bill", "bill_amount", "usual_overage",
    "pause_from", "pause_until", "pause_length", "cancel_on", "problem", "confirmed", "quoted", "stated",
)  # fmt: skip
NO_FACTS = ("confirmed", "quoted")
KEPT = ("last", "later", "sign_in_told")
YES, NO = "Yes, go on", "No, leave it"


class RasaMemory:
    """Reads the events that `news` of the engine's channel returned, turn by turn."""

    def open_request(self, events: list[Event]) -> OpenRequest | None:
        """Return the request that is open or was interrupted, or None."""
        found = _open(events)
        if found is None:
            return None
        said = [entity for event in events if event.get("event") == "user" for entity in _entities(event)]
        values = tuple(
            _value(name, value, said)
            for name, value in found["known"].items()
            if value is not None and name not in NO_FACTS
        )
        return OpenRequest(found["intent"], values)

    def tried(self, events: list[Event]) -> tuple[str, ...]:
        """Return the intent each of the customer's messages was taken for, in order."""
        users = [event for event in events if event.get("event") == "user"]
        intents = [((event.get("parse_data") or {}).get("intent") or {}).get("name") for event in users]
        return tuple(intent for intent in intents if intent)

    def carried(self, events: list[Event], turn: int, *, offers: bool) -> Carried:
        """Return what the next episode begins with, as if it were turn number `turn` of it."""
        slots = _slots(events)
        found = _open(events) if offers else None
        kept = {name: slots.get(name) for name in KEPT if slots.get(name)}
        if found is not None:
            request = found["intent"]
            choices = [
                {"title": YES, "intent": request, "entities": {}},
                {"title": NO, "intent": "deny", "entities": {}},
            ]
            kept |= {"interrupted": found, "offer": "resume", "offered": {"intent": request}}
            kept |= {"choices": choices}
        head, user, listen = _patterns(events)
        if not kept or user is None or listen is None:
            return Carried()
        asked = {**user, "metadata": {**(user.get("metadata") or {}), "turn": turn}}
        filled = [_slot(name, value, listen.get("timestamp")) for name, value in kept.items()]
        return Carried(found["intent"] if found else None, (*head, asked, *filled, listen))


def _open(events: Sequence[Event]) -> dict[str, Any] | None:
    """Return the open request as the actions keep an interrupted one: `{"intent", "known"}`."""
    slots = _slots(events)
    loop = next(
        (event.get("name") for event in reversed(events) if event.get("event") == "active_loop"), None
    )
    if loop in REQUEST_OF_FORM:
        known = {name: slots.get(name) for name in REQUEST_SLOTS} | {"confirmed": None}
        return {"intent": REQUEST_OF_FORM[loop], "known": known}
    kept = slots.get("interrupted")
    return kept if isinstance(kept, dict) and kept.get("intent") in REQUEST_OF_FORM.values() else None


def _slots(events: Sequence[Event]) -> dict[str, Any]:
    return {event["name"]: event.get("value") for event in events if event.get("event") == "slot"}


def _patterns(events: Sequence[Event]) -> tuple[list[Event], Event | None, Event | None]:
    """Return how an episode begins, the customer's last message in it, and the step that waits for the next."""
    first = next((place for place, event in enumerate(events) if event.get("event") == "user"), None)
    if first is None:
        return [], None, None
    listens = [
        event for event in events if event.get("event") == "action" and event.get("name") == "action_listen"
    ]
    user = next(event for event in reversed(events) if event.get("event") == "user")
    head = [event for event in events[:first] if event.get("event") != "slot"]
    return head, user, listens[-1] if listens else None


def _slot(name: str, value: Any, timestamp: Any) -> Event:
    return {"event": "slot", "name": name, "value": value, "timestamp": timestamp, "metadata": None}


def _entities(event: Event) -> list[dict[str, Any]]:
    return list((event.get("parse_data") or {}).get("entities") or ())


def _value(name: str, value: Any, said: Sequence[dict[str, Any]]) -> Value:
    """Return a value with where it came from: the customer's words when they hold it, else the account's records."""
    spoken = [entity for entity in said if str(entity.get("value")) == str(value)]
    if not spoken:
        return Value(name, value, "account")
    sure = spoken[-1].get("confidence_entity", spoken[-1].get("confidence"))
    return Value(name, value, "customer", float(sure) if sure is not None else None)
