"""The chat's JSON: what comes in, checked strictly, and a message as every reader sees it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from desk.conversations import Message

HIGHEST_SEQ = 2**31 - 1
"""No database of ours counts further."""


class Strict(BaseModel):
    """A body with these fields and no others."""

    model_config = ConfigDict(extra="forbid", strict=True)


class NewSession(Strict):
    """Who wants to talk: a signed identity, or nobody in particular."""

    identity: str | None = None


class NewMessage(Strict):
    """What the customer says: text, or a choice by its id."""

    client_msg_id: str = Field(pattern=r"^[!-~]{1,100}$")
    text: str | None = None
    choice: str | None = Field(default=None, max_length=100)

    @model_validator(mode="after")
    def _one_of_both(self) -> NewMessage:
        if (self.text is None) == (self.choice is None):
            raise ValueError("give either text or choice")
        if self.text is not None and not self.text.strip():
            raise ValueError("the message is empty; write something first")
        return self


class DemoAccount(Strict):
    """Which demo account to be."""

    account: str = Field(max_length=100)


class AccountOut(BaseModel):
    """The account a session is bound to."""

    id: str
    name: str


class SessionOut(BaseModel):
    """A session's token and the conversation it is bound to."""

    session: str
    conversation: str
    account: AccountOut | None


class ChoiceOut(BaseModel):
    """A button."""

    id: str
    title: str


class MessageOut(BaseModel):
    """One line of the transcript."""

    model_config = ConfigDict(populate_by_name=True)

    seq: int
    sender: str = Field(serialization_alias="from")
    text: str
    choices: list[ChoiceOut]
    quote: dict[str, Any] | None
    ticket: dict[str, Any] | None
    at: str
    client_msg_id: str | None
    author: str | None


class MessagesOut(BaseModel):
    """Messages in the order of their seq."""

    messages: list[MessageOut]


def message_out(message: Message) -> MessageOut:
    """Return a message as the wire carries it; what a choice stands for stays here."""
    return MessageOut(
        seq=message.seq,
        sender=message.sender,
        text=message.text,
        choices=[ChoiceOut(id=choice.id, title=choice.title) for choice in message.choices],
        quote=message.quote,
        ticket=message.ticket,
        at=message.at.isoformat(),
        client_msg_id=message.client_msg_id if message.sender == "customer" else None,
        author=message.author,
    )
