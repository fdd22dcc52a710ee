"""REQUESTS: what a customer asked the team to do, filed exactly once.

A request, its idempotency key and its delivery are written in one transaction. Filing the same thing again,
from another tab or another process, returns the first request. The customer has our reference (`PD-1001`)
at once; the ticket system's number follows when the delivery reaches it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol, get_args
from urllib.parse import quote as quoted

Kind = Literal[
    "upgrade_plan",
    "downgrade_plan",
    "pause_plan",
    "cancel_plan",
    "claim_spike",
    "enable_overage",
    "billing_dispute",
    "technical_problem",
    "talk_to_human",
]
KINDS: tuple[str, ...] = get_args(Kind)

Priority = Literal["urgent", "high", "normal", "low"]
PRIORITIES: tuple[str, ...] = get_args(Priority)

Status = Literal["received", "with_team", "done"]

ANONYMOUS = "-"
FIRST_REFERENCE = 1000


class UnknownRequest(LookupError):
    """No request of that reference belongs to who asked."""

    def __init__(self, ref: str) -> None:
        super().__init__(f"There is no request {ref!r}. A reference looks like PD-{FIRST_REFERENCE + 1}.")


class UnusableRequest(ValueError):
    """A request lacks what the team needs, or is of a kind we do not know."""


@dataclass(frozen=True)
class RequestKey:
    """What makes a request the same one: the account, what it is about, and the kind.

    `subject` is a bill's id for a claim, and the conversation with its episode for everything else.
    """

    account: str
    subject: str
    kind: str

    def __str__(self) -> str:
        """Return the key as one stable line; no part can be mistaken for another."""
        parts = ("plandesk", self.account, self.kind, self.subject)
        return "/".join(quoted(part, safe="", errors="surrogatepass") for part in parts)


@dataclass(frozen=True)
class NewRequest:
    """A request about to be filed. `about` is the bill's id of a claim, else "<conversation>#<episode>"."""

    kind: Kind
    account_id: str | None
    account_name: str
    email: str
    conversation: str
    about: str
    subject: str
    body: str
    fields: dict[str, str] = field(default_factory=dict)
    quote: dict[str, Any] | None = None
    priority: Priority = "normal"

    def __post_init__(self) -> None:
        """Refuse what could never become a ticket."""
        if self.kind not in KINDS:
            raise UnusableRequest(
                f"{self.kind!r} is not a kind of request; the kinds are {', '.join(KINDS)}."
            )
        if self.priority not in PRIORITIES:
            raise UnusableRequest(f"{self.priority!r} is not a priority; use one of {', '.join(PRIORITIES)}.")
        if not self.about.strip() or not self.subject.strip():
            raise UnusableRequest(
                "A request needs a subject, and what it is about (a bill or a conversation)."
            )

    @property
    def key(self) -> RequestKey:
        """Return what makes this request the same as another."""
        return RequestKey(self.account_id or ANONYMOUS, self.about, self.kind)


@dataclass(frozen=True)
class Filed:
    """What the customer gets for a request: our reference, and the ticket's number once there is one."""

    ref: str
    created: bool
    status: Status
    ticket_number: str | None = None
    quote: dict[str, Any] | None = None

    @property
    def status_words(self) -> str:
        """Return the status as a customer reads it."""
        return status_words(self.status, self.ticket_number)


@dataclass(frozen=True)
class Request:
    """A filed request, as it stands."""

    id: int
    ref: str
    key: str
    kind: str
    account_id: str | None
    account_name: str
    email: str
    conversation: str
    about: str
    subject: str
    body: str
    fields: dict[str, str]
    quote: dict[str, Any] | None
    priority: str
    status: Status
    ticket_system: str | None
    ticket_number: str | None
    created_at: datetime

    @property
    def status_words(self) -> str:
        """Return the status as a customer reads it."""
        return status_words(self.status, self.ticket_number)


def reference(request_id: int) -> str:
    """Return the reference a customer is given for request number `request_id`."""
    return f"PD-{FIRST_REFERENCE + request_id}"


def request_id(ref: str) -> int:
    """Return the number behind a reference, however it was typed ("pd 1001"), or raise UnknownRequest."""
    digits = ref.strip().upper().removeprefix("PD").lstrip(" -#")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12) or int(digits) <= FIRST_REFERENCE:
        raise UnknownRequest(ref)
    return int(digits) - FIRST_REFERENCE


def status_words(status: Status, ticket_number: str | None) -> str:
    """Return a status as a customer reads it."""
    ticket = f", ticket {ticket_number}" if ticket_number else ""
    words = {"received": "received", "with_team": "with the team", "done": "done"}
    return words[status] + ticket


class Requests(Protocol):
    """Where requests are filed and looked up. Whatever the race, one key is one request."""

    def file(self, new: NewRequest) -> Filed:
        """File a request, or return the one filed first under the same key."""
        ...

    def by_ref(self, ref: str, account_id: str | None) -> Request:
        """Return the request, or raise UnknownRequest: also when it is another account's."""
        ...

    def for_account(self, account_id: str) -> list[Request]:
        """Return an account's requests, the newest first."""
        ...

    def find(self, key: RequestKey) -> Request | None:
        """Return the request filed under `key`, or None."""
        ...
