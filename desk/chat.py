"""CHAT: one customer's message from the door to its answer, one at a time for each conversation.

The message is kept first. Whoever holds the conversation's lease answers the oldest one waiting, so messages
are answered in order whichever process or thread they came in by, and a failed part is said in plain words.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from desk.clock import Clock
from desk.conversations import (
    LONGEST_MESSAGE,
    Conversation,
    Conversations,
    Draft,
    Message,
    MessageTooLong,
    Turn,
)
from desk.engine import Engine, EngineFailure, Facts, Reply
from desk.phrases import Phrases

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 35.0
Listener = Callable[[str, bool], None]


class StillWorking(TimeoutError):
    """The answer is not there yet; it will reach the conversation when it is."""


class Chat:
    """The desk's side of every conversation. `listener(conversation, typing)` hears of each change."""

    def __init__(self, conversations: Conversations, engine: Engine, clock: Clock, phrases: Phrases) -> None:
        self._conversations = conversations
        self._engine = engine
        self._clock = clock
        self._phrases = phrases
        self._changed = threading.Condition()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call `listener` whenever a conversation has something new, from whichever thread it happened in."""
        self._listeners.append(listener)

    def say(
        self, conversation: Conversation, client_msg_id: str, text: str | None, choice: str | None
    ) -> list[Message]:
        """Keep a customer's message, have it answered, and return what followed it.

        Raises MessageTooLong, ChoiceUnknown or ChoiceStale before anything is kept; StillWorking when the
        answer takes too long to wait for.
        """
        if text is not None and len(text) > LONGEST_MESSAGE:
            raise MessageTooLong(len(text))
        message = self._conversations.receive(conversation.id, client_msg_id, text, choice)
        self._announce(conversation.id, typing=True)
        self._until_answered(conversation.id, message.seq)
        return self._conversations.replies(conversation.id, message.seq)

    def sweep(self) -> int:
        """Answer what a dead process left unanswered; return how many conversations were looked after."""
        left = self._conversations.unanswered()
        for conversation in left:
            while (turn := self._conversations.take(conversation)) is not None:
                self._answer(turn)
        return len(left)

    def _until_answered(self, conversation: str, seq: int) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._conversations.is_answered(conversation, seq):
            turn = self._conversations.take(conversation)
            if turn is not None:
                self._answer(turn)
                continue
            left = deadline - time.monotonic()
            if left <= 0:
                raise StillWorking
            with self._changed:
                self._changed.wait(min(left, 0.05))

    def _answer(self, turn: Turn) -> None:
        try:
            drafts = self._drafts(turn)
        except EngineFailure as failure:
            log.warning(
                "turn failed: part=%s conversation=%s: %s", failure.part, turn.conversation.id, failure
            )
            drafts = [self._phrases.failure(failure.part, turn.message.seq)]
        self._conversations.answer(turn, drafts)
        with self._changed:
            self._changed.notify_all()
        self._announce(turn.conversation.id, typing=False)

    def _drafts(self, turn: Turn) -> list[Draft]:
        payload = turn.message.payload
        text = turn.message.text
        if payload and "retry" in payload:
            text, payload = self._again(turn, payload)
        reply = self._engine.turn(self._facts(turn), text, payload)
        drafts = [
            Draft(said.text, "bot", said.choices, said.quote, said.ticket, said.expects)
            for said in reply.said
        ]
        if not drafts:
            raise EngineFailure(
                "engine", f"An empty answer to message {turn.message.seq}: {_understood(reply)}."
            )
        return drafts

    def _again(self, turn: Turn, payload: dict[str, Any]) -> tuple[str, dict[str, Any] | None]:
        """Return the message that failed before, as it was said."""
        failed = self._conversations.history(turn.conversation.id, int(payload["retry"]) - 1)[0]
        if failed.payload and "retry" in failed.payload:
            return self._again(turn, failed.payload)
        return failed.text, failed.payload

    def _facts(self, turn: Turn) -> Facts:
        owner = turn.conversation
        return Facts(
            account=owner.account_id,
            conversation=owner.id,
            episode=owner.episode,
            epoch=owner.epoch,
            now=self._clock.now(),
            time_zone=owner.time_zone,
            expects=turn.expects,
        )

    def _announce(self, conversation: str, *, typing: bool) -> None:
        for listener in self._listeners:
            listener(conversation, typing)


def _understood(reply: Reply) -> str:
    return str((reply.understood.get("intent") or {}) if reply.understood else "nothing")
