"""The agents' JSON: what comes in, checked strictly, and what goes out."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from desk.agents import LONGEST_EMAIL, LONGEST_PASSWORD
from gateway.wire import MessageOut, Strict

Presence = Literal["online", "away"]
ClientId = Annotated[str, Field(pattern=r"^[!-~]{1,100}$")]


def _not_blank(text: str) -> str:
    if not text.strip():
        raise ValueError("there is nothing in it; write something first")
    return text


Text = Annotated[str, AfterValidator(_not_blank)]


class Credentials(Strict):
    """Who wants to sign in."""

    email: str = Field(max_length=LONGEST_EMAIL)
    password: str = Field(max_length=LONGEST_PASSWORD)


class NewPresence(Strict):
    """Whether the agent is there; online is to be said again within a minute for as long as it is so."""

    presence: Presence


class Accept(Strict):
    """The agent takes the conversation."""

    client_id: ClientId


class Reply(Strict):
    """What the agent writes to the customer."""

    client_msg_id: ClientId
    text: Text


class NewNote(Strict):
    """What the agent notes for the team."""

    text: Text
    client_id: ClientId | None = None


class Return(Strict):
    """The conversation goes back to the bot, after a last line to the customer."""

    line: str = ""


class Transfer(Strict):
    """Which agent takes over."""

    to: str = Field(max_length=100)


class Nothing(Strict):
    """A body without anything in it."""


class NewFile(Strict):
    """A request to file for the customer."""

    kind: str = Field(max_length=100)
    subject: Text = Field(max_length=200)
    body: Text = Field(max_length=4000)


class Approval(Strict):
    """Which request's spike adjustment is approved."""

    ref: str = Field(max_length=40)
    remark: str = Field(default="", max_length=500)


class PersonOut(BaseModel):
    """An agent."""

    id: str
    name: str


class MeOut(PersonOut):
    """Who is signed in."""

    role: Literal["agent", "lead"]
    presence: Presence


class CustomerOut(BaseModel):
    """Who the customer is, and whether that is known for certain."""

    name: str | None
    verified: bool
    account: str | None


class RowOut(BaseModel):
    """A conversation in the queue. `since` is when the customer began to wait."""

    conversation: str
    state: str
    reason: str | None
    priority: str
    since: str
    customer: CustomerOut
    last_line: str
    agent: PersonOut | None
    unread: int


class QueueOut(BaseModel):
    """The conversations that wait or that an agent has, and who is online."""

    conversations: list[RowOut]
    online: list[PersonOut]


class ValueOut(BaseModel):
    """One thing known of what is being asked, where from, and how sure the bot was of it."""

    name: str
    value: Any
    origin: str
    confidence: float | None


class RequestOut(BaseModel):
    """What is being asked."""

    kind: str
    values: list[ValueOut]


class FiledOut(BaseModel):
    """A filed request as it stands."""

    ref: str
    number: str | None
    status: str
    kind: str
    subject: str


class NoteOut(BaseModel):
    """A private note."""

    at: str
    by: PersonOut
    text: str


class TextOut(BaseModel):
    """A text that can be inserted."""

    title: str
    text: str


class MacroOut(TextOut):
    """A macro, filled."""

    id: str


class AuditOut(BaseModel):
    """A line of the conversation's history."""

    at: str
    actor: str
    code: str
    detail: str


class OwnerOut(BaseModel):
    """Who has a conversation."""

    conversation: str
    state: str
    epoch: int
    agent: PersonOut | None


class CardOut(OwnerOut):
    """Everything known about a conversation; its messages are as the customer sees them."""

    reason: str | None
    customer: CustomerOut
    account: dict[str, Any] | None
    request: RequestOut | None
    quote: dict[str, Any] | None
    tried: list[str]
    tickets: list[FiledOut]
    messages: list[MessageOut]
    notes: list[NoteOut]
    suggested: list[TextOut]
    macros: list[MacroOut]
    audit: list[AuditOut]
