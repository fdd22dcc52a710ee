"""The rows of conversations: how each is found, locked and read back into our words."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, select

from desk.adapters.sql.tables.conversations import choices, conversations, messages
from desk.conversations import Choice, ChoiceStale, ChoiceUnknown, Conversation, Message
from desk.text import storable


def hashed(token: str) -> str:
    """Return what is kept of a session's token: enough to know it again, too little to use it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def locked(connection: Connection, conversation: str) -> Row[Any]:
    """Return the conversation's row, which nobody else changes until this transaction ends."""
    return connection.execute(
        select(conversations).where(conversations.c.id == conversation).with_for_update()
    ).one()


def last_said(connection: Connection, conversation: str) -> tuple[str | None, bool, datetime]:
    """Return what the bot last asked for, whether anything is being asked, and when it was said."""
    theirs = (
        select(messages)
        .where(messages.c.conversation_id == conversation)
        .order_by(messages.c.seq.desc())
        .limit(1)
    )
    last = connection.execute(theirs.where(messages.c.sender != "customer")).one()
    bots = connection.execute(theirs.where(messages.c.sender == "bot")).one_or_none()
    expects = bots.expects if bots is not None else None
    offered = (choices.c.conversation_id == conversation) & (choices.c.seq == last.seq)
    asks = bool(expects) or last.text.rstrip().endswith("?")
    return expects, asks or bool(connection.scalar(select(func.count()).where(offered))), last.at


def of_customer(conversation: str) -> ColumnElement[bool]:
    """Return the condition that a message is one the customer sent in `conversation`."""
    return (messages.c.conversation_id == conversation) & (messages.c.sender == "customer")


def offered_choice(connection: Connection, conversation: str, choice: str) -> Choice:
    """Return a choice of the present prompt: one that was offered after the customer last said something.

    A button of the desk's own holds for its epoch, whatever was said since.
    """
    offered = choices.c.conversation_id == conversation
    row = connection.execute(select(choices).where(offered, choices.c.id == storable(choice))).one_or_none()
    if row is None:
        raise ChoiceUnknown
    said = connection.scalar(
        select(func.max(messages.c.seq)).where(
            messages.c.conversation_id == conversation, messages.c.sender == "customer"
        )
    )
    if row.seq < (said or 0) and "handoff" not in row.payload:
        raise ChoiceStale
    return Choice(row.id, row.title, row.payload)


def conversation_of(row: Row[Any]) -> Conversation:
    """Return the conversation a row holds."""
    return Conversation(
        row.id, row.account_id, row.account_name, row.time_zone, row.state, row.epoch, row.episode
    )


def message_of(row: Row[Any], buttons: tuple[Choice, ...]) -> Message:
    """Return the message a row holds, with its buttons."""
    return Message(
        row.seq, row.sender, row.text, row.at, buttons, row.quote, row.ticket, row.expects,
        row.client_msg_id, row.reply_to, row.payload, row.turn, row.author,
    )  # fmt: skip


def messages_where(connection: Connection, *conditions: ColumnElement[bool]) -> list[Message]:
    """Return the messages of one conversation that meet the conditions, in order, with their buttons."""
    rows = connection.execute(select(messages).where(*conditions).order_by(messages.c.seq)).all()
    if not rows:
        return []
    offered = select(choices).where(
        choices.c.conversation_id == rows[0].conversation_id, choices.c.seq.in_([row.seq for row in rows])
    )
    buttons: dict[int, list[Choice]] = {}
    for row in connection.execute(offered.order_by(choices.c.seq, choices.c.position)):
        buttons.setdefault(row.seq, []).append(Choice(row.id, row.title, row.payload))
    return [message_of(row, tuple(buttons.get(row.seq, ()))) for row in rows]
