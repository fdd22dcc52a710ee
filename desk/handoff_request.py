"""What is filed when a wait for a person ends without one: who asked, why, and the conversation so far."""

from __future__ import annotations

from collections.abc import Sequence

from desk.conversations import Message
from desk.handoff import Owner, Reason
from desk.requests import NewRequest

LONGEST_TRANSCRIPT = 20_000
WHY: dict[Reason, str] = {
    "asked": "asked for a person",
    "misunderstood": "was not understood",
    "failed": "met a part of the desk that failed",
    "needs_review": "needs a figure looked at by a person",
    "annoyed": "had enough of the automatic answers",
    "agent_silent": "had no answer from the agent",
    "took_over": "was talking with an agent",
}


def person_request(
    conversation: str,
    owner: Owner,
    reason: Reason,
    customer: tuple[str | None, str, str],
    messages: Sequence[Message],
) -> NewRequest:
    """Return the request that someone writes to `customer` (account id, name, e-mail): one for each wait."""
    account_id, name, email = customer
    why = WHY[reason]
    said = f"{name} {why} and nobody was there in time. Please write to {email or 'the customer'}."
    return NewRequest(
        kind="talk_to_human",
        account_id=account_id,
        account_name=name,
        email=email,
        conversation=conversation,
        about=f"{conversation}#wait-{owner.epoch}",
        subject=f"{name}: {why}",
        body=f"{said} Conversation {conversation}.\n\n{transcript(messages)}",
        fields={"reason": reason},
        priority=owner.priority,
    )


def transcript(messages: Sequence[Message]) -> str:
    """Return the conversation as lines of text; of a very long one, the end."""
    who = {"customer": "Customer", "bot": "Desk", "system": "Desk"}
    lines = [f"{message.author or who.get(message.sender, 'Agent')}: {message.text}" for message in messages]
    whole = "\n".join(lines)
    return whole if len(whole) <= LONGEST_TRANSCRIPT else f"[...]\n{whole[-LONGEST_TRANSCRIPT:]}"
