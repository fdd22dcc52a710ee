"""Which rows of a conversation are one turn, and how long more of it is waited for. All inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, update

from desk import bursts
from desk.adapters.sql.conversation_rows import last_said, message_of, of_customer
from desk.adapters.sql.tables.conversations import conversations, messages
from desk.conversations import Message

NOT_HELD: dict[str, Any] = {"hold_until": None, "hold_limit": None}


def unanswered(connection: Connection, conversation: str) -> list[Message]:
    """Return the customer's messages that are not answered yet, in order."""
    query = select(messages).where(of_customer(conversation), messages.c.answered.is_(False))
    return [message_of(row, ()) for row in connection.execute(query.order_by(messages.c.seq))]


def hold_for_more(
    connection: Connection,
    conversation: str,
    message: Message,
    before: Sequence[Message],
    life: timedelta,
    now: datetime,
) -> None:
    """Wait `life` for more after `message` if it looks unfinished, else wait no longer; `before` is unanswered too."""
    typed = message.choice is None and message.retries is None
    asked = not before and last_said(connection, conversation)[1]
    unfinished = life > timedelta() and typed and bursts.looks_unfinished(message.text, asked)
    held = {"hold_until": now + life, "hold_limit": now + bursts.LONGEST_HOLD} if unfinished else NOT_HELD
    connection.execute(update(conversations).where(conversations.c.id == conversation).values(held))


def next_turn(
    connection: Connection, owner: Row[Any], asked: bool, joining: bool, now: datetime
) -> list[Message]:
    """Return the messages of the turn that is next; none while more is waited for.

    A turn that was begun before and not answered is the same messages again.
    """
    waiting = unanswered(connection, owner.id)
    if not waiting:
        return []
    begun = waiting[0].turn
    if begun is not None:
        return [message for message in waiting if message.turn == begun]
    turn = waiting[: bursts.first_burst(waiting, asked) if joining else 1]
    if len(turn) == len(waiting) and owner.hold_until and owner.hold_until > now:
        return []
    return turn


def begin(connection: Connection, conversation: str, turn: Sequence[Message]) -> None:
    """Settle which messages are the turn; nothing is waited for any more."""
    seqs = [message.seq for message in turn]
    mine = update(messages).where(of_customer(conversation), messages.c.seq.in_(seqs))
    connection.execute(mine.values(turn=seqs[-1]))
    connection.execute(update(conversations).where(conversations.c.id == conversation).values(NOT_HELD))
