"""Conversations in the desk's database: every seq, lease and answer from one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from desk.adapters.sql.conversation_rows import (
    conversation_of,
    hashed,
    last_said,
    locked,
    message_of,
    offered_choice,
)
from desk.adapters.sql.database import Database
from desk.adapters.sql.tables.conversations import choices, conversations, messages, sessions
from desk.clock import Clock, SystemClock
from desk.conversations import (
    LEASE,
    MOST_WAITING,
    SESSION_LIFE,
    Choice,
    Conversation,
    Draft,
    Message,
    SessionUnknown,
    TooManyWaiting,
    Turn,
    is_new_episode,
)
from desk.text import storable, storable_json

BATCH = 500


class SqlConversations:
    """The conversations of one database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._real = SystemClock()  # a lease must run out even where a demo has stopped the clock

    def start(
        self, account_id: str | None, account_name: str | None, time_zone: str, greeting: Draft
    ) -> tuple[str, Conversation]:
        """Begin a conversation with its greeting; return the session's token and the conversation."""
        token, conversation_id, now = (
            secrets.token_urlsafe(32),
            f"c-{secrets.token_hex(12)}",
            self._clock.now(),
        )
        with self._database.write() as connection:
            row: dict[str, Any] = {
                "id": conversation_id,
                "account_id": account_id,
                "account_name": account_name,
            }
            row |= {
                "time_zone": time_zone,
                "state": "bot",
                "epoch": 1,
                "episode": 1,
                "episode_from": 0,
                "last_seq": 0,
                "created_at": now,
            }
            connection.execute(insert(conversations).values(row))
            bound = {
                "token_hash": hashed(token),
                "conversation_id": conversation_id,
                "expires_at": now + SESSION_LIFE,
            }
            connection.execute(insert(sessions).values(bound))
            connection.execute(delete(sessions).where(sessions.c.expires_at < now))
            self._write(connection, conversation_id, [greeting])
            return token, conversation_of(locked(connection, conversation_id))

    def of_session(self, token: str) -> Conversation:
        """Return the conversation a session is bound to, or raise SessionUnknown."""
        query = (
            select(conversations)
            .join(sessions, sessions.c.conversation_id == conversations.c.id)
            .where(sessions.c.token_hash == hashed(token), sessions.c.expires_at > self._clock.now())
        )
        with self._database.read() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise SessionUnknown
        return conversation_of(row)

    def receive(
        self,
        conversation: str,
        client_msg_id: str,
        text: str | None,
        choice: str | None,
        masked: tuple[str, ...] = (),
    ) -> Message:
        """Keep a customer's message, or return the one kept before under the same `client_msg_id`."""
        with self._database.write() as connection:
            owner = locked(connection, conversation)
            same = (messages.c.conversation_id == conversation) & (messages.c.client_msg_id == client_msg_id)
            before = connection.execute(select(messages).where(same)).one_or_none()
            if before is not None:
                return message_of(before, ())
            mine = (messages.c.conversation_id == conversation) & messages.c.answered.is_(False)
            if (connection.scalar(select(func.count()).where(mine)) or 0) >= MOST_WAITING:
                raise TooManyWaiting
            payload: dict[str, Any] | None = {"masked": list(masked)} if masked else None
            if choice is not None:
                chosen = offered_choice(connection, conversation, choice)
                text, payload = chosen.title, chosen.payload
            seq = owner.last_seq + 1
            row: dict[str, Any] = {
                "conversation_id": conversation,
                "seq": seq,
                "sender": "customer",
                "text": storable(text or ""),
            }
            row |= {
                "payload": payload,
                "client_msg_id": client_msg_id,
                "answered": False,
                "at": self._clock.now(),
            }
            connection.execute(insert(messages).values(row))
            connection.execute(
                update(conversations).where(conversations.c.id == conversation).values(last_seq=seq)
            )
            return Message(
                seq, "customer", row["text"], row["at"], client_msg_id=client_msg_id, payload=payload
            )

    def take(self, conversation: str) -> Turn | None:
        """Return the oldest unanswered message with a lease on it; None while another holds the lease."""
        now = self._real.now()
        waiting = (
            select(messages)
            .where(messages.c.conversation_id == conversation, messages.c.answered.is_(False))
            .order_by(messages.c.seq)
            .limit(1)
        )
        with self._database.write() as connection:
            owner = locked(connection, conversation)
            row = connection.execute(waiting).one_or_none()
            if row is None or (owner.lease and owner.lease_until > now):
                return None
            lease = secrets.token_hex(8)
            mine = update(conversations).where(conversations.c.id == conversation)
            connection.execute(mine.values(lease=lease, lease_until=now + LEASE))
            expects, asks, said_at = last_said(connection, conversation)
            if not asks and is_new_episode(row.seq - owner.episode_from, row.at - said_at):
                fresh = {"episode": owner.episode + 1, "episode_from": row.seq}
                connection.execute(mine.values(fresh))
                owner = locked(connection, conversation)
            return Turn(conversation_of(owner), message_of(row, ()), lease, expects)

    def answer(self, turn: Turn, drafts: list[Draft]) -> list[Message]:
        """Write the answer and give the lease back. Under a stale epoch or lease nothing is written."""
        conversation = turn.conversation.id
        with self._database.write() as connection:
            owner = locked(connection, conversation)
            if owner.lease != turn.lease:
                return []
            mine = update(conversations).where(conversations.c.id == conversation)
            connection.execute(mine.values(lease=None, lease_until=None))
            asked = (messages.c.conversation_id == conversation) & (messages.c.seq == turn.message.seq)
            connection.execute(update(messages).where(asked).values(answered=True))
            if owner.epoch != turn.conversation.epoch:
                return []
            return self._write(connection, conversation, drafts, reply_to=turn.message.seq)

    def post(self, conversation: str, draft: Draft) -> Message:
        """Write a message that answers nothing the customer said."""
        with self._database.write() as connection:
            locked(connection, conversation)
            return self._write(connection, conversation, [draft])[0]

    def renew(self, leases: Collection[str]) -> None:
        """Make leases last LEASE from now on; one that was lost stays lost."""
        held = update(conversations).where(conversations.c.lease.in_(leases))
        with self._database.write() as connection:
            connection.execute(held.values(lease_until=self._real.now() + LEASE))

    def is_answered(self, conversation: str, seq: int) -> bool:
        """Return whether a customer's message has been answered."""
        query = select(messages.c.answered).where(
            messages.c.conversation_id == conversation, messages.c.seq == seq
        )
        with self._database.read() as connection:
            return bool(connection.scalar(query))

    def message(self, conversation: str, seq: int) -> Message:
        """Return one message."""
        return self._messages(messages.c.conversation_id == conversation, messages.c.seq == seq)[0]

    def heads(self, conversations_asked: Collection[str]) -> dict[str, int]:
        """Return the seq of the last message of each of these conversations."""
        asked = list(conversations_asked)
        found: dict[str, int] = {}
        with self._database.read() as connection:
            for start in range(0, len(asked), BATCH):
                ids = asked[start : start + BATCH]
                query = select(conversations.c.id, conversations.c.last_seq).where(
                    conversations.c.id.in_(ids)
                )
                found |= {row.id: row.last_seq for row in connection.execute(query)}
        return found

    def replies(self, conversation: str, seq: int) -> list[Message]:
        """Return what followed a customer's message, in order."""
        return self._messages(messages.c.conversation_id == conversation, messages.c.reply_to == seq)

    def history(self, conversation: str, after: int = 0) -> list[Message]:
        """Return every message with a seq above `after`, in order."""
        return self._messages(messages.c.conversation_id == conversation, messages.c.seq > after)

    def unanswered(self) -> list[str]:
        """Return the conversations with a message that nobody is answering."""
        now = self._real.now()
        free = or_(conversations.c.lease.is_(None), conversations.c.lease_until <= now)
        query = (
            select(conversations.c.id)
            .join(messages, messages.c.conversation_id == conversations.c.id)
            .where(messages.c.answered.is_(False), free)
            .distinct()
        )
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def _messages(self, *conditions: Any) -> list[Message]:
        with self._database.read() as connection:
            rows = connection.execute(select(messages).where(*conditions).order_by(messages.c.seq)).all()
            if not rows:
                return []
            conversation = rows[0].conversation_id
            offered = select(choices).where(
                choices.c.conversation_id == conversation, choices.c.seq.in_([row.seq for row in rows])
            )
            buttons: dict[int, list[Choice]] = {}
            for row in connection.execute(offered.order_by(choices.c.seq, choices.c.position)):
                buttons.setdefault(row.seq, []).append(Choice(row.id, row.title, row.payload))
        return [message_of(row, tuple(buttons.get(row.seq, ()))) for row in rows]

    def _write(
        self, connection: Connection, conversation: str, drafts: list[Draft], reply_to: int | None = None
    ) -> list[Message]:
        seq = (
            connection.scalar(select(conversations.c.last_seq).where(conversations.c.id == conversation)) or 0
        )
        written = []
        for draft in drafts:
            seq += 1
            row: dict[str, Any] = {
                "conversation_id": conversation,
                "seq": seq,
                "sender": draft.sender,
                "text": storable(draft.text),
            }
            row |= {
                "quote": storable_json(draft.quote),
                "ticket": storable_json(draft.ticket),
                "answered": True,
            }
            row |= {"expects": draft.expects, "reply_to": reply_to, "at": self._clock.now()}
            connection.execute(insert(messages).values(row))
            buttons = tuple(
                Choice(f"k-{secrets.token_hex(8)}", title, payload) for title, payload in draft.choices
            )
            for position, button in enumerate(buttons):
                offered = {"id": button.id, "conversation_id": conversation, "seq": seq, "position": position}
                offered |= {"title": storable(button.title), "payload": storable_json(button.payload)}
                connection.execute(insert(choices).values(offered))
            written.append(
                Message(
                    seq, draft.sender, row["text"], row["at"], buttons, row["quote"], row["ticket"],
                    draft.expects, reply_to=reply_to,
                )
            )  # fmt: skip
        connection.execute(
            update(conversations).where(conversations.c.id == conversation).values(last_seq=seq)
        )
        return written
