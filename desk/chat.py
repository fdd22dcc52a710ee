"""CHAT: one customer's message from the door to its answer, one at a time for each conversation.

The message is kept first, without the secrets in it. Whoever holds the conversation's lease answers the oldest one
waiting, with what was typed in one go with it (desk/bursts.py), so messages are answered in order whichever process
or thread they came in by, and a failed part is said in plain words.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from desk import bursts
from desk.changes import Changes
from desk.clock import Clock
from desk.conversations import (
    LONGEST_MESSAGE,
    ChoiceStale,
    Conversation,
    Conversations,
    Draft,
    Memory,
    Message,
    MessageTooLong,
    Turn,
)
from desk.engine import Engine, EngineFailure, EpisodeLost, Facts, Part, Reply
from desk.handoff import Reason, reason_of
from desk.masking import Masked, mask
from desk.phrases import Phrases

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 35.0
LOOK_SECONDS = 0.25
Listener = Callable[[str, bool], None]


class StillWorking(TimeoutError):
    """The answer is not there yet; it will reach the conversation when it is."""


@dataclass(frozen=True)
class Asked:
    """What the engine is asked: the customer's own words, also when "Try again" was pressed for them."""

    seq: int
    text: str
    choice: dict[str, Any] | None


@dataclass(frozen=True)
class Answer:
    """What a turn comes to: what is said, what the engine remembers, and why a person is asked for, if one is."""

    drafts: list[Draft]
    memory: Memory | None = None
    person: Reason | None = None


class People(Protocol):
    """What the chat needs of the agents' side: whether anyone is there, and to tell each other of changes."""

    announce: Callable[[str], None]

    def anyone_online(self) -> bool:
        """Return whether an agent is online."""
        ...

    def heard(self, conversation: str | None) -> None:
        """Hear that a conversation changed."""
        ...


class Chat:
    """The desk's side of every conversation. `listener(conversation, typing)` hears of each change."""

    def __init__(
        self,
        conversations: Conversations,
        engine: Engine,
        clock: Clock,
        phrases: Phrases,
        handoffs: People,
    ) -> None:
        self._handoffs = handoffs
        self._conversations = conversations
        self._engine = engine
        self._clock = clock
        self._phrases = phrases
        self._changes = Changes()
        self._listeners: list[Listener] = []
        self._held: set[str] = set()
        self._holding = threading.Lock()
        handoffs.announce = self.changed
        self.listen(lambda conversation, _: handoffs.heard(conversation))

    def listen(self, listener: Listener) -> None:
        """Call `listener` whenever a conversation has something new, from whichever thread it happened in."""
        self._listeners.append(listener)

    def changed(self, conversation: str) -> None:
        """Say that something else than the bot changed a conversation; the bot is not typing in it now."""
        self._changes.tell(conversation)
        self._announce(conversation, typing=False)

    def say(
        self, conversation: Conversation, client_msg_id: str, text: str | None, choice: str | None
    ) -> list[Message]:
        """Keep a customer's message, have it answered, and return what followed it.

        Raises MessageTooLong, ChoiceUnknown, ChoiceStale or TooManyWaiting before anything is kept; StillWorking
        when the answer takes too long to wait for.
        """
        if text is not None and len(text) > LONGEST_MESSAGE:
            raise MessageTooLong(len(text))
        clean = self._masked(conversation.id, text) if text is not None else None
        kept = (clean.text, choice, clean.kinds) if clean else (None, choice)
        try:
            message = self._conversations.receive(conversation.id, client_msg_id, *kept)
        except ChoiceStale:
            self._conversations.hold(conversation.id, timedelta())
            raise
        self._changes.tell(conversation.id)
        answered = self._conversations.is_answered(conversation.id, message.seq)
        self._announce(conversation.id, typing=not answered)
        self._until_answered(conversation.id, message.seq)
        return self._conversations.replies(conversation.id, message.seq)

    def typing(self, conversation: str) -> None:
        """Wait on for the rest of an unfinished message: its customer is typing."""
        self._conversations.hold(conversation, bursts.TYPING_HOLD)

    def sweep(self) -> int:
        """Answer what a dead process left unanswered; return how many conversations were looked after."""
        left = self._conversations.unanswered()
        for conversation in left:
            while (turn := self._conversations.take(conversation)) is not None:
                self._answer(turn)
        return len(left)

    def renew(self) -> None:
        """Keep the leases of the turns in flight; call it well within the life of a lease."""
        with self._holding:
            held = set(self._held)
        if held:
            self._conversations.renew(held)

    def _masked(self, conversation: str, text: str) -> Masked:
        """Return `text` without its secrets, also those that only what was typed just before it gives away."""
        clean = mask(text)
        before = bursts.joined(self._conversations.waiting(conversation)) + bursts.JOINT
        whole = mask(before + clean.text)
        if whole.kinds and whole.text.startswith(before):
            kinds = tuple(dict.fromkeys(clean.kinds + whole.kinds))
            return Masked(whole.text.removeprefix(before), kinds)
        return clean

    def _until_answered(self, conversation: str, seq: int) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            seen = self._changes.seen(conversation)
            if self._conversations.is_answered(conversation, seq):
                return
            turn = self._conversations.take(conversation)
            if turn is not None:
                self._answer(turn)
                continue
            left = deadline - time.monotonic()
            if left <= 0:
                raise StillWorking
            self._changes.wait(conversation, seen, min(left, LOOK_SECONDS))

    def _answer(self, turn: Turn) -> None:
        with self._holding:
            self._held.add(turn.lease)
        try:
            answer = self._drafted(turn)
            drafts = [self._phrases.masked(turn.masked)] if turn.masked else []
            drafts += answer.drafts
            self._conversations.answer(turn, drafts, answer.memory, answer.person)
        finally:
            with self._holding:
                self._held.discard(turn.lease)
            self._changes.tell(turn.conversation.id)
            self._announce(turn.conversation.id, typing=False)

    def _drafted(self, turn: Turn) -> Answer:
        """Return the engine's answer and what it remembers, or what to say when a part of it failed."""
        asked = self._asked(turn)
        try:
            return self._reply(turn, asked)
        except EngineFailure as failure:
            log.warning(
                "turn failed: part=%s conversation=%s: %s", failure.part, turn.conversation.id, failure
            )
            return self._failed(turn, failure.part, asked)
        except Exception:
            log.exception("turn failed: conversation=%s turn=%d", turn.conversation.id, turn.number)
            return self._failed(turn, "engine", asked)

    def _failed(self, turn: Turn, part: Part, asked: Asked) -> Answer:
        """Return what to say about a failure; a person is offered where one is there to come."""
        epoch = turn.conversation.epoch if self._handoffs.anyone_online() else None
        return Answer([self._phrases.failure(part, asked.seq, epoch)])

    def _reply(self, turn: Turn, asked: Asked) -> Answer:
        reply = self._engine_turn(turn, asked)
        person = next((said.handoff for said in reply.said if said.handoff), None)
        if not reply.said:
            raise EngineFailure("engine", f"An empty answer to {reply.understood.get('intent', 'nothing')}.")
        drafts = [
            Draft(said.text, "bot", said.choices, said.quote, said.ticket, said.expects)
            for said in reply.said
            if said.text or not said.handoff
        ]
        memory = Memory(asked.seq, reply.events) if reply.events else None
        return Answer(drafts, memory, reason_of(person) if person else None)

    def _engine_turn(self, turn: Turn, asked: Asked) -> Reply:
        """Ask the engine; one that lost the episode is given it back first, and the customer notices nothing."""
        facts = self._facts(turn, asked.seq)
        try:
            return self._engine.turn(facts, asked.text, asked.choice)
        except EpisodeLost as lost:
            log.warning(
                "the engine is given an episode back: conversation=%s: %s", turn.conversation.id, lost
            )
            self._engine.restore(facts, self._conversations.remembered(turn))
            return self._engine.turn(facts, asked.text, asked.choice)

    def _asked(self, turn: Turn) -> Asked:
        messages = list(turn.messages)
        while (retried := messages[-1].retries) is not None:
            messages = self._conversations.asked_in(turn.conversation.id, retried)
        return Asked(messages[-1].seq, bursts.joined(messages), messages[-1].choice)

    def _facts(self, turn: Turn, seq: int) -> Facts:
        owner = turn.conversation
        return Facts(
            account=owner.account_id,
            conversation=owner.id,
            episode=owner.episode,
            epoch=owner.epoch,
            now=self._clock.now(),
            time_zone=owner.time_zone,
            expects=turn.expects,
            turn=seq,
            after=turn.after,
            agents_online=self._handoffs.anyone_online(),
        )

    def _announce(self, conversation: str, *, typing: bool) -> None:
        for listener in self._listeners:
            listener(conversation, typing)
