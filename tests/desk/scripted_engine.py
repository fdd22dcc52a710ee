"""An engine of which a test knows what it says, and which can be held, broken and counted."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from desk.engine import EngineFailure, Facts, Part, Reply, Said

Answer = Callable[[str, dict[str, Any] | None], Iterable[Said]]


def echo(text: str, choice: dict[str, Any] | None) -> list[Said]:
    """Say back what was said, or what the pressed button stands for."""
    return [Said(f"You said: {text}" if choice is None else f"You chose: {choice['intent']}")]


@dataclass
class ScriptedEngine:
    """Answers with `answer`; `failing` makes a part fail; while `gate` is clear, turns are held."""

    answer: Answer = echo
    failing: Part | Exception | None = None
    ready: bool = True
    asked: list[tuple[Facts, str, dict[str, Any] | None]] = field(default_factory=list)
    gate: threading.Event = field(default_factory=threading.Event)
    entered: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _inside: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.gate.set()

    def turn(self, facts: Facts, text: str, choice: dict[str, Any] | None) -> Reply:
        assert facts.conversation not in self._inside, "two turns of one conversation at once"
        self._inside.add(facts.conversation)
        try:
            self.entered.release()
            assert self.gate.wait(30), "nobody let the engine go on"
            self.asked.append((facts, text, choice))
            if isinstance(self.failing, Exception):
                raise self.failing
            if self.failing is not None:
                raise EngineFailure(self.failing, f"{self.failing} is down, said the test")
            return Reply(tuple(self.answer(text, choice)), {"intent": "anything"})
        finally:
            self._inside.discard(facts.conversation)

    def is_ready(self) -> bool:
        return self.ready

    @property
    def texts(self) -> list[str]:
        return [text for _, text, _ in self.asked]
