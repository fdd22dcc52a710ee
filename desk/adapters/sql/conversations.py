"""Conversations in the desk's database: every seq, lease and answer from one transaction."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from desk.adapters.sql import conversation_memory as memories
from desk.adapters.sql import conversation_turns as turns
from desk.adapters.sql.conversation_rows import (
    conversation_of,
    hashed,
    last_said,
    locked,
    message_of,
    messages_where,
    of_customer,
    offered_choice,
)
from desk.adapters.sql.conversation_writing import write
from desk.adapters.sql.database import Database
from desk.adapters.sql.ownership import Ownership
from desk.adapters.sql.tables.conversations import conversations, messages, sessions
from desk.clock import Clock
from desk.conversations import (
    LEASE,
    MOST_WAITING,
    SESSION_LIFE,
    ChoiceStale,
    Conversation,
    Draft,
    Memory,
    Message,
    SessionUnknown,
    TooManyWaiting,
    Turn,
    is_new_episode,
)
from desk.handoff import BOTS, CustomerChose, CustomerSpoke, PersonAsked, Reason, StaleEpoch
from desk.text import storable

BATCH = 500


class SqlConversations:
    """The conversations of one database. `burst` is how long more is waited for; zero joins no messages at all.

    Who may speak is decided by `ownership`, inside the transaction that keeps what was said.
    """

    def __init__(
        self, database: Database, clock: Clock, ownership: Ownership, burst: timedelta = timedelta()
    ) -> None:
        self._database = database
        self._clock = clock
        self._ownership = ownership
        self._burst = burst
        self._real = ownership.real  # a lease must run out even where a demo has stopped the clock

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
            write(connection, conversation_id, [greeting], now)
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
            owner = self._addressed(connection, owner)
            waiting = turns.unanswered(connection, conversation)
            if len(waiting) >= MOST_WAITING:
                raise TooManyWaiting
            payload: dict[str, Any] | None = {"masked": list(masked)} if masked else None
            if choice is not None:
                chosen = offered_choice(connection, conversation, choice)
                text, payload = chosen.title, chosen.payload
            option = (payload or {}).get("handoff")
            bots = owner.state in BOTS and option is None
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
                "answered": not bots,
                "turn": None if bots else seq,
                "at": self._clock.now(),
            }
            connection.execute(insert(messages).values(row))
            connection.execute(
                update(conversations).where(conversations.c.id == conversation).values(last_seq=seq)
            )
            kept = Message(
                seq, "customer", row["text"], row["at"], client_msg_id=client_msg_id, payload=payload
            )
            if option is not None:
                self._chosen(connection, conversation, CustomerChose(option, chosen.payload["epoch"]), seq)
            elif masked and not bots:
                told = [self._ownership.phrases.masked(masked)]
                write(connection, conversation, told, self._clock.now(), reply_to=seq)
            elif bots:
                turns.hold_for_more(connection, conversation, kept, waiting, self._burst, self._real.now())
            return kept

    def _addressed(self, connection: Connection, owner: Row[Any]) -> Row[Any]:
        """Return the conversation as it stands now that its customer speaks: one that was closed is open again."""
        applied = self._ownership.apply(connection, owner.id, CustomerSpoke())
        return locked(connection, owner.id) if applied.changed else owner

    def _chosen(self, connection: Connection, conversation: str, chose: CustomerChose, seq: int) -> None:
        """Do what a button of the desk's own stands for; ChoiceStale when its time is over, and nothing is kept."""
        try:
            self._ownership.apply(connection, conversation, chose, reply_to=seq)
        except StaleEpoch as stale:
            raise ChoiceStale from stale

    def waiting(self, conversation: str) -> list[Message]:
        """Return the customer's messages that no turn was begun for yet, in order."""
        with self._database.read() as connection:
            return [one for one in turns.unanswered(connection, conversation) if one.turn is None]

    def hold(self, conversation: str, life: timedelta) -> None:
        """Make a wait for more that is on last at least `life` from now, within its limit; zero ends it."""
        now = self._real.now()
        on = (conversations.c.id == conversation) & (conversations.c.hold_until > now)
        with self._database.read() as connection:
            held = select(conversations.c.hold_until, conversations.c.hold_limit).where(on)
            found = connection.execute(held).one_or_none()
        if found is None:
            return
        until = min(max(now + life, found.hold_until), found.hold_limit) if life else now
        with self._database.write() as connection:
            connection.execute(update(conversations).where(on).values(hold_until=until))

    def take(self, conversation: str) -> Turn | None:
        """Return the oldest unanswered messages that are one turn, with a lease on it."""
        now = self._real.now()
        with self._database.write() as connection:
            owner = locked(connection, conversation)
            if owner.state not in BOTS or (owner.lease and owner.lease_until > now):
                return None
            expects, asks, said_at = last_said(connection, conversation)
            turn = turns.next_turn(connection, owner, asks, self._burst > timedelta(), now)
            if not turn:
                return None
            lease = secrets.token_hex(8)
            mine = update(conversations).where(conversations.c.id == conversation)
            connection.execute(mine.values(lease=lease, lease_until=now + LEASE))
            if turn[0].turn is None:
                first = turn[0]
                turns.begin(connection, conversation, turn)
                if not asks and is_new_episode(first.seq - owner.episode_from, first.at - said_at):
                    fresh = {"episode": owner.episode + 1, "episode_from": first.seq}
                    connection.execute(mine.values(fresh))
                    owner = locked(connection, conversation)
            after = memories.last_turn(connection, conversation, owner.episode)
            return Turn(conversation_of(owner), tuple(turn), lease, expects, after)

    def answer(
        self, turn: Turn, drafts: list[Draft], memory: Memory | None = None, person: Reason | None = None
    ) -> list[Message]:
        """Write the answer and give the lease back; then ask for a `person`, when that is what it comes to.

        Under a stale epoch or lease nothing is written and nobody is asked for.
        """
        conversation = turn.conversation.id
        with self._database.write() as connection:
            owner = locked(connection, conversation)
            if owner.lease != turn.lease:
                return []
            mine = update(conversations).where(conversations.c.id == conversation)
            connection.execute(mine.values(lease=None, lease_until=None))
            if owner.epoch != turn.conversation.epoch:
                return []
            asked = of_customer(conversation) & (messages.c.turn == turn.number)
            connection.execute(update(messages).where(asked).values(answered=True))
            if memory is not None:
                memories.keep(connection, turn, memory)
            written = write(connection, conversation, drafts, self._clock.now(), reply_to=turn.number)
            if person is not None:
                event = PersonAsked(person)
                written += self._ownership.apply(connection, conversation, event, turn.number).messages
            return written

    def remembered(self, turn: Turn) -> list[dict[str, Any]]:
        """Return what the engine remembered of the turn's episode before it, in order."""
        with self._database.read() as connection:
            return memories.events(connection, turn.conversation.id, turn.conversation.episode)

    def post(self, conversation: str, draft: Draft) -> Message:
        """Write a message that answers nothing the customer said."""
        with self._database.write() as connection:
            locked(connection, conversation)
            return write(connection, conversation, [draft], self._clock.now())[0]

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

    def asked_in(self, conversation: str, turn: int) -> list[Message]:
        """Return the customer's messages that were asked together as `turn`, in order."""
        return self._messages(of_customer(conversation), messages.c.turn == turn)

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
        turn = select(messages.c.turn).where(of_customer(conversation), messages.c.seq == seq)
        return self._messages(
            messages.c.conversation_id == conversation, messages.c.reply_to == turn.scalar_subquery()
        )

    def history(self, conversation: str, after: int = 0) -> list[Message]:
        """Return every message with a seq above `after`, in order."""
        return self._messages(messages.c.conversation_id == conversation, messages.c.seq > after)

    def unanswered(self) -> list[str]:
        """Return the conversations with a message that nobody is answering, and no more is waited for."""
        now = self._real.now()
        free = or_(conversations.c.lease.is_(None), conversations.c.lease_until <= now)
        over = or_(conversations.c.hold_until.is_(None), conversations.c.hold_until <= now)
        query = (
            select(conversations.c.id)
            .join(messages, messages.c.conversation_id == conversations.c.id)
            .where(messages.c.answered.is_(False), free, over)
            .distinct()
        )
        with self._database.read() as connection:
            return list(connection.scalars(query))

    def _messages(self, *conditions: Any) -> list[Message]:
        with self._database.read() as connection:
            return messages_where(connection, *conditions)
