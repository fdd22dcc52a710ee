"""What an action may do in a turn: look up who is speaking, and say named responses."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions import words
from actions.turn import Turn
from billing_rules import Answer
from desk.accounts import Account
from desk.handoff import Reason
from desk.wiring import Desk

SIGN_IN = ("utter_sign_in", "utter_sign_in_again", "utter_sign_in_once_more")


@dataclass(frozen=True, slots=True)
class Choice:
    """A button: its title, and the intent and entities it stands for."""

    title: str
    intent: str
    entities: dict[str, Any] = field(default_factory=dict)

    def as_button(self) -> dict[str, str]:
        """Return the choice in Rasa's own shape; only the gateway ever turns the payload back into an intent."""
        return {
            "title": self.title,
            "payload": f"/{self.intent}{json.dumps(self.entities) if self.entities else ''}",
        }

    def as_slot(self) -> dict[str, Any]:
        """Return the choice as the conversation remembers it."""
        return {"title": self.title, "intent": self.intent, "entities": self.entities}

    @classmethod
    def from_slot(cls, kept: dict[str, Any]) -> Choice:
        """Return the choice the conversation remembers."""
        return cls(kept["title"], kept["intent"], kept["entities"])


TALK_NOW = Choice("Talk to a person", "talk_to_human")
WAYS_OUT = [Choice("Stop here", "stop_request"), Choice("A person, please", "talk_to_human")]


@dataclass(slots=True)
class Talk:
    """One action's side of a turn.

    `shown` are the choices of this turn; without any, those `kept` from earlier can still be taken.
    `brief`: the customer has read the question before and is only brought back to it.
    `aside`: another request was open and will be gone on with.
    `topic`, `places` and `back`: what the open request is called, the place of each of its questions, and whether
    the customer is led back to it from something else.
    `put_off`: what else was asked for in the middle, to be come to when the open request is done.
    `refused`: an answer could not be taken; `failed` counts the turns before this one that led nowhere. From the
    second on the question is explained, and `stuck` puts the ways out beside it.
    `follows`: the question that a bare figure in the next message is an answer to.
    """

    dispatcher: CollectingDispatcher
    turn: Turn
    desk: Desk
    offer: str | None = None
    offered: dict[str, Any] | None = None
    shown: list[Choice] = field(default_factory=list)
    kept: list[Choice] = field(default_factory=list)
    brief: bool = False
    aside: bool = False
    sign_in_told: int = 0
    topic: str = ""
    places: dict[str, str] = field(default_factory=dict)
    back: bool = False
    put_off: dict[str, Any] | None = None
    refused: bool = False
    failed: int = 0
    stuck: bool = False
    follows: dict[str, Any] | None = None
    _account: Account | None = None

    def __post_init__(self) -> None:
        """Know from earlier turns how often a visitor was told to sign in."""
        self.sign_in_told = int(self.turn.slots.get("sign_in_told") or 0)

    @property
    def account(self) -> Account | None:
        """Return the verified customer's account, or None for a visitor.

        Raises:
            UnknownAccount: the account was removed since the customer signed in.
            AccountsUnavailable: the account records cannot be read just now.
        """
        if self.turn.account_id is None:
            return None
        if self._account is None:
            self._account = self.desk.accounts.get(self.turn.account_id)
        return self._account

    @property
    def phone(self) -> str:
        """Return the phone number customers may call."""
        return self.desk.policy.phone

    def money(self, amount: Decimal | str) -> str:
        """Return `amount` in the policy's currency, as a customer reads it."""
        return words.money(amount, self.desk.policy.currency)

    def ask(self, slot: str, response: str, *, choices: Iterable[Choice] = (), **values: Any) -> None:
        """Ask for `slot`; a question that was asked before is asked in its short form, `<response>_again`.

        That form begins with `{back}` or has `{place}`: "Back to your pause (2 of 3)", where there is a way to go.
        """
        place = self.places.get(slot, "")
        values["back"] = f"Back to {self.topic}{place}. " if self.back else ""
        values["place"] = place
        self.say(
            f"{response}_again" if self.brief else response, choices=[*choices, *self.ways_out()], **values
        )

    def refuse(self, slot: str, response: str, **values: Any) -> None:
        """Say why an answer for `slot` cannot be taken; the second time in a row, also what one looks like."""
        self.say(response, **values)
        self.refused = self.brief = True
        if self.failed:
            self.explain(slot)

    def explain(self, slot: str) -> None:
        """Say what is asked for and why, with an example, and offer the ways out beside the question."""
        self.say(f"utter_explain_{slot}")
        self.stuck = True

    def ways_out(self) -> list[Choice]:
        """Return the buttons for a customer who gets nowhere with this question; mostly none."""
        return WAYS_OUT if self.stuck else []

    def say_sign_in(self, *, once: bool = False) -> None:
        """Tell a visitor how to go on as a customer; in full once, in a few words (or `once`, not at all) after that."""
        if once and self.sign_in_told:
            return
        self.say(SIGN_IN[2 - self.sign_in_told % 2 if self.sign_in_told else 0])
        self.sign_in_told += 1

    def offer_a_person(self, reason: str, yes: str = "Yes, ask the team") -> list[Choice]:
        """Make a person this turn's offer and return its buttons; a yes files the request with its `reason`.

        Someone to talk to at once is offered beside it while someone is there.
        """
        self.offer, self.offered = "person", {"problem": reason, "confirmed": True}
        live = [TALK_NOW] if self.turn.agents_online else []
        return [*live, Choice(yes, "affirm"), Choice("No, thanks", "deny")]

    def hand_over(self, reason: Reason) -> None:
        """Ask for a person to take over; the desk says so once it has asked, in words that are true then."""
        self.dispatcher.utter_message(json_message={"handoff": {"reason": reason}})

    def say(
        self,
        response: str,
        *,
        quote: Answer | None = None,
        ticket: dict[str, Any] | None = None,
        choices: Iterable[Choice] = (),
        expects: str | None = None,
        **values: Any,
    ) -> None:
        """Say `response` with `values` filled in.

        Args:
            response: Name of a response in `data/**/responses.yml`.
            quote: An answer of the billing rules, shown as a table.
            ticket: `{"ref", "number", "status"}` of a request, shown as a receipt.
            choices: Buttons beside those the response itself has.
            expects: The entity a bare answer to this question is ("45" after "which plan?").
            values: What the response's `{names}` stand for.
        """
        data: dict[str, Any] = {}
        choices = list(choices)
        self.shown.extend(choices)
        if quote is not None:
            data["quote"] = quote.to_json()
        if ticket is not None:
            data["ticket"] = ticket
        if expects is not None:
            data["expects"] = expects
        self.dispatcher.utter_message(
            response=response,
            buttons=[choice.as_button() for choice in choices],
            json_message=data,
            phone=self.phone,
            **values,
        )
