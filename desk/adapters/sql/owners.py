"""The owner of a conversation as rows: read, written, settled. All inside the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, exists, func, insert, select, update

from desk.adapters.sql.conversation_rows import of_customer
from desk.adapters.sql.tables.conversations import conversations, messages
from desk.adapters.sql.tables.handoffs import audit, handoffs, presence, timers
from desk.adapters.sql.upsert import insert_once
from desk.handoff import PRESENCE_LIFE, Agent, Audit, Owner, in_line
from desk.text import storable


def owner_of(connection: Connection, row: Row[Any]) -> Owner:
    """Return the owner that a conversation's row and its hand-off tell of."""
    kept = connection.execute(select(handoffs).where(handoffs.c.conversation_id == row.id)).one_or_none()
    due = connection.execute(
        select(timers.c.kind, timers.c.due_at).where(
            timers.c.conversation_id == row.id, timers.c.epoch == row.epoch
        )
    )
    return Owner(
        state=row.state,
        epoch=row.epoch,
        agent=Agent(kept.agent_id, kept.agent_name) if kept is not None and kept.agent_id else None,
        reason=kept.reason if kept is not None else None,
        since=kept.since if kept is not None else None,
        asked_at=kept.asked_at if kept is not None else None,
        identified=row.account_id is not None,
        timers={kind: at for kind, at in due},
    )


def keep_owner(connection: Connection, row: Row[Any], before: Owner, after: Owner) -> None:
    """Write what changed between `before` and `after`; what nobody answered goes to whoever has it now."""
    if before.timers != after.timers or before.epoch != after.epoch:
        connection.execute(delete(timers).where(timers.c.conversation_id == row.id))
        for kind, due_at in after.timers.items():
            timer = {"conversation_id": row.id, "kind": kind, "due_at": due_at, "epoch": after.epoch}
            connection.execute(insert(timers).values(timer))
    if before.epoch == after.epoch:
        return
    mine = update(conversations).where(conversations.c.id == row.id)
    connection.execute(mine.values(state=after.state, epoch=after.epoch))
    handoff = {
        "conversation_id": row.id,
        "agent_id": after.agent.id if after.agent else None,
        "agent_name": storable(after.agent.name) if after.agent else None,
        "reason": after.reason,
        "since": after.since,
        "asked_at": after.asked_at,
        "from_seq": row.last_seq,
    }
    if not insert_once(connection, handoffs, handoff, [handoffs.c.conversation_id]):
        if before.state in ("waiting", "human"):
            handoff.pop("from_seq")
        connection.execute(update(handoffs).where(handoffs.c.conversation_id == row.id).values(handoff))
    if not after.is_bots:
        settle(connection, row.id)
        connection.execute(mine.values(lease=None, lease_until=None, hold_until=None, hold_limit=None))


def settle(connection: Connection, conversation: str) -> None:
    """Hand every message that nobody answered to the people: the bot never answers it."""
    open_ones = of_customer(conversation) & messages.c.answered.is_(False)
    asked = func.coalesce(messages.c.turn, messages.c.seq)
    connection.execute(update(messages).where(open_ones).values(answered=True, turn=asked))


def note_down(connection: Connection, conversation: str, line: Audit, epoch: int, at: datetime) -> None:
    """Write a line of the audit trail."""
    row = {
        "conversation_id": conversation,
        "at": at,
        "actor": line.actor,
        "code": line.code,
        "detail": storable(line.detail),
        "epoch": epoch,
    }
    connection.execute(insert(audit).values(row))


def anyone_online(connection: Connection, now: datetime) -> bool:
    """Return whether an agent is there."""
    there = exists().where(presence.c.online.is_(True), presence.c.last_seen > now - PRESENCE_LIFE)
    return bool(connection.scalar(select(there)))


def place_in_line(connection: Connection, conversation: str) -> tuple[int, int]:
    """Return the place of a conversation among those waiting, and how many they are."""
    query = (
        select(handoffs.c.conversation_id, handoffs.c.reason, handoffs.c.asked_at)
        .join(conversations, conversations.c.id == handoffs.c.conversation_id)
        .where(conversations.c.state == "waiting")
    )
    line = sorted(connection.execute(query), key=lambda row: in_line(row.reason, row.asked_at, row[0]))
    places = {row.conversation_id: place for place, row in enumerate(line, start=1)}
    return places.get(conversation, len(places) + 1), max(len(places), 1)
