"""An engine of which a test knows what it says, and which can be held, broken and counted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from desk.engine import EngineFailure, EpisodeLost, Facts, Part, Reply, Said

Answer = Callable[[str, dict[str, Any] | None], Iterable[Said]]


def echo(text: str, choice: dict[str, Any] | None) -> list[Said]:
    """Say back what was said, or what the pressed button stands for."""
    return [Said(f"You said: {text}" if choice is None else f"You chose: {choice['intent']}")]


@dataclass
class ScriptedEngine:
    """Answers with `answer`; `failing` makes a part fail; while `gate` is clear, turns are held.

    `memory` holds what was done, by episode; an engine without the turn it is asked to go on after says so.
    """

    answer: Answer = echo
    failing: Part | Exception | None = None
    ready: bool = True
    asked: list[tuple[Facts, str, dict[str, Any] | None]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    entered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    memory: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _inside: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.gate.set()

    def turn(self, facts: Facts, text: str, choice: dict[str, Any] | None) -> Reply:
        assert facts.conversation not in self._inside, "two turns of one conversation at once"
        self._inside.add(facts.conversation)
        try:
            self.entered.release()
            assert self.gate.wait(30), "nobody let the engine go on"
            events = self.memory.setdefault(facts.sender, [])
            known = [event["turn"] for event in events]
            if facts.after and facts.after not in known:
                raise EpisodeLost(f"turn {facts.after} is not known")
            self.asked.append((facts, text, choice))
            if isinstance(self.failing, Exception):
                raise self.failing
            if self.failing is not None:
                raise EngineFailure(self.failing, f"{self.failing} is down, said the test")
            events.append({"event": "user", "turn": facts.turn, "text": text})
            news = events[known.index(facts.after) + 1 if facts.after else 0 :]
            return Reply(tuple(self.answer(text, choice)), {"intent": "anything"}, tuple(news))
        finally:
            self._inside.discard(facts.conversation)

    def restore(self, facts: Facts, events: list[dict[str, Any]]) -> None:
        self.memory[facts.sender] = list(events)

    def is_ready(self) -> bool:
        return self.ready

    @property
    def texts(self) -> list[str]:
        return [text for _, text, _ in self.asked]
