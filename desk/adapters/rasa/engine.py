"""Rasa over loopback HTTP: a turn, or the part of it that failed.

A turn carries its own number, so asking again for one that was done is answered and not done again: a connection
that broke half-way is tried once more. Text never becomes a command, whatever it starts with.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import requests

from desk.adapters.rasa.reply import reply_of
from desk.engine import EngineFailure, EpisodeLost, Facts, Part, Reply

CONNECT_SECONDS = 2.0
TURN_SECONDS = 25.0
STARTING_SECONDS = 120.0
PARTS: tuple[Part, ...] = ("engine", "actions", "store", "timeout", "starting")
BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


class RasaEngine:
    """The engine at `url`, which trusts only the bearer of `secret`."""

    def __init__(self, url: str, secret: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._url = f"{url}/webhooks/desk"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Authorization"] = f"Bearer {secret}"
        self._session.mount("http://", requests.adapters.HTTPAdapter(pool_maxsize=64))
        self._clock = clock
        self._began = clock()
        self._was_up = False

    def turn(self, facts: Facts, text: str, choice: dict[str, Any] | None) -> Reply:
        """Answer one message, or raise EngineFailure."""
        body = {"conversation": facts.sender, "text": text, "choice": choice, "facts": _facts(facts)}
        answer = self._posted("turn", body | {"after": facts.after})
        self._was_up = True
        if answer.status_code != 200:
            raise _failure(answer)
        try:
            return reply_of(answer.json())
        except (ValueError, LookupError, TypeError, AttributeError) as fault:
            raise EngineFailure("engine", f"The engine's answer makes no sense: {fault!r}") from fault

    def restore(self, facts: Facts, events: list[dict[str, Any]]) -> None:
        """Give the engine its memory of an episode back, in place of what it has; or raise EngineFailure."""
        answer = self._posted("restore", {"conversation": facts.sender, "events": events})
        if answer.status_code != 200:
            raise _failure(answer)

    def is_ready(self) -> bool:
        """Return whether a model is loaded and a turn would be answered."""
        try:
            answer = self._session.get(f"{self._url}/ready", timeout=(CONNECT_SECONDS, 5.0))
        except requests.RequestException:
            return False
        self._was_up = self._was_up or answer.status_code == 200
        return answer.status_code == 200

    def _posted(self, path: str, body: dict[str, Any]) -> requests.Response:
        try:
            try:
                return self._post(path, body)
            except BROKEN:
                return self._post(path, body)
        except requests.ReadTimeout as fault:
            raise EngineFailure("timeout", f"No answer within {TURN_SECONDS:.0f} s.") from fault
        except requests.RequestException as fault:
            raise self._down(fault) from fault

    def _post(self, path: str, body: dict[str, Any]) -> requests.Response:
        return self._session.post(f"{self._url}/{path}", json=body, timeout=(CONNECT_SECONDS, TURN_SECONDS))

    def _down(self, fault: Exception) -> EngineFailure:
        """Return a failure that tells an engine which has not come up yet from one that went away."""
        starting = not self._was_up and self._clock() - self._began < STARTING_SECONDS
        return EngineFailure(
            "starting" if starting else "engine", f"The engine cannot be reached: {type(fault).__name__}"
        )


def _facts(facts: Facts) -> dict[str, Any]:
    return {
        "account": facts.account,
        "conversation": facts.conversation,
        "episode": facts.episode,
        "epoch": facts.epoch,
        "now": facts.now.isoformat(),
        "time_zone": facts.time_zone,
        "expects": facts.expects,
        "turn": facts.turn,
        "agents_online": facts.agents_online,
    }


def _failure(answer: requests.Response) -> EngineFailure:
    try:
        body = answer.json()
        part = body.get("failed", "engine")
        detail = str(body.get("detail", ""))
    except (ValueError, AttributeError):
        part, detail = "engine", "no JSON"
    if part == "lost":
        return EpisodeLost(detail[:200])
    return EngineFailure(part if part in PARTS else "engine", f"HTTP {answer.status_code}: {detail[:200]}")
