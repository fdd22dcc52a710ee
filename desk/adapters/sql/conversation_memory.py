"""What the engine remembers of the present episode, kept beside the transcript. All inside the caller's transaction.

Only the present episode is kept: once the next one begins nobody asks for an earlier one again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from desk.adapters.sql.tables.conversations import remembered
from desk.conversations import Memory, Turn
from desk.text import storable_json


def begin(connection: Connection, conversation: str, episode: int, memory: Memory) -> None:
    """Keep what a new episode begins with, under the seq of the last message before it."""
    row = {
        "conversation_id": conversation,
        "seq": memory.turn,
        "episode": episode,
        "turn": memory.turn,
        "events": storable_json(list(memory.events)),
    }
    mine = (remembered.c.conversation_id == conversation) & (remembered.c.seq == memory.turn)
    connection.execute(delete(remembered).where(mine))
    connection.execute(insert(remembered).values(row))


def keep(connection: Connection, turn: Turn, memory: Memory) -> None:
    """Keep what the engine remembers of a turn that is being answered; drop earlier episodes."""
    owner = turn.conversation
    earlier = (remembered.c.conversation_id == owner.id) & (remembered.c.episode < owner.episode)
    connection.execute(delete(remembered).where(earlier))
    row = {
        "conversation_id": owner.id,
        "seq": turn.number,
        "episode": owner.episode,
        "turn": memory.turn,
        "events": storable_json(list(memory.events)),
    }
    connection.execute(insert(remembered).values(row))


def last_turn(connection: Connection, conversation: str, episode: int) -> int:
    """Return the number of the last turn the engine did in this episode; 0 when there is none."""
    query = select(remembered.c.turn).where(*_of(conversation, episode)).order_by(remembered.c.seq.desc())
    return connection.scalar(query.limit(1)) or 0


def events(connection: Connection, conversation: str, episode: int) -> list[dict[str, Any]]:
    """Return everything the engine remembered of this episode, in order."""
    query = select(remembered.c.events).where(*_of(conversation, episode)).order_by(remembered.c.seq)
    return [event for kept in connection.scalars(query) for event in kept]


def _of(conversation: str, episode: int) -> tuple[Any, Any]:
    return remembered.c.conversation_id == conversation, remembered.c.episode == episode
