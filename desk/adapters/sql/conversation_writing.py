"""Writing what the desk says: each message gets its seq, and each of its buttons an id that means nothing elsewhere."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from desk.adapters.sql.tables.conversations import choices, conversations, messages
from desk.conversations import Choice, Draft, Message
from desk.text import storable, storable_json


def write(
    connection: Connection,
    conversation: str,
    drafts: list[Draft],
    at: datetime,
    reply_to: int | None = None,
    client_msg_id: str | None = None,
) -> list[Message]:
    """Write messages of our own after the last one, inside the caller's transaction; return them.

    `client_msg_id` is for a single draft: an agent's, known by the id its console gave it.
    """
    seq = connection.scalar(select(conversations.c.last_seq).where(conversations.c.id == conversation)) or 0
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
        row |= {"expects": draft.expects, "reply_to": reply_to, "at": at}
        row |= {"author": draft.author, "client_msg_id": client_msg_id}
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
                draft.expects, client_msg_id, reply_to, author=draft.author,
            )
        )  # fmt: skip
    connection.execute(update(conversations).where(conversations.c.id == conversation).values(last_seq=seq))
    return written
