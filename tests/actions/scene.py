"""A stage for actions without Rasa: a tracker that keeps slots, a desk in memory, responses filled in strictly."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import yaml
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.base import DeskAction
from actions.forms import RequestForm
from billing_rules import Policy, load_policy
from desk.accounts import Account
from desk.adapters.memory.accounts import MemoryAccounts
from desk.adapters.sql import migrate
from desk.adapters.sql.database import Database
from desk.adapters.sql.requests import SqlRequests
from desk.demo import demo_accounts
from desk.domains import Domains

ROOT = Path(__file__).resolve().parents[2]
NOON = datetime(2026, 11, 21, 17, tzinfo=UTC)
TODAY = NOON.date()
DEMO = {account.id: account for account in demo_accounts(TODAY)}


def _responses() -> dict[str, str]:
    texts: dict[str, str] = {}
    for path in sorted((ROOT / "data").rglob("responses.yml")):
        for name, variants in yaml.safe_load(path.read_text(encoding="utf-8"))["responses"].items():
            assert name not in texts, f"{name} is there twice"
            texts[name] = variants[0]["text"]
    return texts


RESPONSES = _responses()


class Clock:
    """A clock that stands at noon of 21 November 2026 in New York."""

    def now(self) -> datetime:
        return NOON


class NoRecords:
    """A DNS where every name exists and has no records."""

    def txt(self, name: str) -> list[str]:
        return []


class Unavailable:
    """Billing data that cannot be read."""

    def __init__(self, fault: Exception) -> None:
        self.fault = fault

    def get(self, account_id: str) -> Account:
        raise self.fault


@dataclass
class Scene:
    """One conversation with one account (None: a visitor), turn by turn."""

    folder: Path
    account: Account | None = None
    policy: Policy = field(default_factory=lambda: load_policy(ROOT / "policies" / "demo.yml"))
    slots: dict[str, Any] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    quotes: list[dict[str, Any]] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    accounts: Any = None
    confidence: float = 0.9

    def __post_init__(self) -> None:
        database = Database(f"sqlite:///{self.folder}/desk.db")
        migrate.upgrade(database)
        self.requests = SqlRequests(database, Clock())
        self.accounts = self.accounts or MemoryAccounts([self.account] if self.account else [])
        self.desk = SimpleNamespace(
            policy=self.policy, accounts=self.accounts, requests=self.requests, domains=Domains(NoRecords())
        )

    def begins(
        self, form: type[RequestForm], text: str = "hello", *found: dict[str, Any], intent: str = ""
    ) -> str:
        """Say what begins a form, and return what was answered."""
        self._user(text, intent or form.intent, found)
        self.events.append({"event": "active_loop", "name": form.form})
        return self._run(form)

    def answers(self, form: type[RequestForm], text: str, intent: str, *found: dict[str, Any]) -> str:
        """Say something while a form is open, and return what the form answered ("" leaves it to the rules)."""
        self._user(text, intent, found)
        return self._run(form)

    def returns(self, form: type[RequestForm]) -> str:
        """Come back to a form after something else was said and answered."""
        self._user("by the way", "help", ())
        self.events.append({"event": "action", "name": "action_something_else"})
        return self._run(form)

    def runs(self, action: type[DeskAction], text: str = "hello", intent: str = "help", *found: Any) -> str:
        """Say something that is answered by `action`."""
        self._user(text, intent, found)
        return self._run(action)

    def closes(self, action: type[DeskAction]) -> str:
        """Run what ends a form, in the same turn."""
        self.events.append({"event": "active_loop", "name": None})
        return self._run(action)

    @property
    def asked(self) -> str | None:
        """Return the slot that is asked for."""
        return self.slots.get("requested_slot")

    def _user(self, text: str, intent: str, found: tuple[dict[str, Any], ...]) -> None:
        facts = {
            "account": self.account.id if self.account else None,
            "conversation": "c-1",
            "episode": 1,
            "now": NOON.isoformat(),
            "time_zone": "America/New_York",
        }
        ranking = [{"name": intent, "confidence": self.confidence}]
        message = {"text": text, "intent": ranking[0], "entities": list(found), "intent_ranking": ranking}
        self.events.append({"event": "user", "text": text, "metadata": facts, "parse_data": message})
        self._message = message

    def _run(self, kind: type) -> str:
        dispatcher = CollectingDispatcher()
        tracker = Tracker("c-1", dict(self.slots), self._message, self.events, False, None, {}, None)
        for event in kind(lambda: self.desk).run(dispatcher, tracker, {}):
            self.events.append(event)
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
        self.buttons = [button["title"] for said in dispatcher.messages for button in said["buttons"]]
        self.quotes = [said["custom"]["quote"] for said in dispatcher.messages if "quote" in said["custom"]]
        return "\n".join(_filled(said) for said in dispatcher.messages)


def _filled(said: dict[str, Any]) -> str:
    """Return the response with its names filled in; a name that was not given is an error."""
    known = {"template", "response", "text", "buttons", "elements", "custom", "attachment", "image"}
    values = {name: value for name, value in said.items() if name not in known}
    return RESPONSES[said["response"]].format_map(values)


def entity(name: str, value: Any, text: str = "", role: str | None = None) -> dict[str, Any]:
    """Return an entity as the engine gives it."""
    found = {"entity": name, "value": value, "text": text or str(value)}
    return found | ({"role": role} if role else {})
