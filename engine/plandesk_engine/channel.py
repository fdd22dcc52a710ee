"""The one channel, `desk`: the gateway sends a turn and gets all that followed it, or learns which part failed.

A turn that failed was not stored: the conversation stands as before it, and the gateway may send the turn again.
Text is only ever text. What a button stands for comes beside it, as `choice`, from the gateway alone.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from rasa.shared.core.constants import USER_INTENT_BACK, USER_INTENT_RESTART, USER_INTENT_SESSION_START
from rasa.shared.core.domain import Domain
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from plandesk_engine import strict, turns
from plandesk_engine.failures import EngineFailed, TurnFailed
from plandesk_engine.replay import AlreadyDone, as_message, news
from plandesk_engine.turns import BadTurn, Choice, Turn

logger = logging.getLogger(__name__)

strict.install()

RASAS_OWN = {USER_INTENT_BACK, USER_INTENT_RESTART, USER_INTENT_SESSION_START}
SHOWN_BESIDE_TEXT = ("buttons", "quick_replies", "image", "attachment", "elements")


class NoSecret(ValueError):
    """The channel would answer anybody on this machine."""

    def __init__(self) -> None:
        super().__init__(
            "ENGINE_SECRET is not set. Set it to the same long random text for the gateway and the engine."
        )


class Collected(OutputChannel):
    """Keeps what the bot says in this turn, in order."""

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []

    @classmethod
    def name(cls) -> str:
        """Return the name responses may be conditioned on."""
        return DeskChannel.name()

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep one message: its text, and whatever else came with it as data."""
        data = dict(message.get("custom") or {})
        data.update({part: message[part] for part in SHOWN_BESIDE_TEXT if message.get(part)})
        if message.get("text") or data:
            self.messages.append({"text": message.get("text") or None, "data": data or None})


class DeskChannel(InputChannel):
    """Takes turns from the gateway, and from nobody else."""

    def __init__(self, secret: str) -> None:
        if not secret or secret.startswith("${"):
            raise NoSecret
        self._expected = f"Bearer {secret}".encode()

    @classmethod
    def name(cls) -> str:
        """Return the name in the channel's address."""
        return "desk"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> DeskChannel:
        """Return the channel with the secret of credentials.yml."""
        return cls(str((credentials or {}).get("secret") or ""))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Return the routes: a turn, whether turns can be taken, restoring a conversation and forgetting some."""
        desk = Blueprint("desk")

        @desk.get("/ready")
        async def ready(request: Request) -> HTTPResponse:
            try:
                _store(_loaded(request)).check()
            except TurnFailed as failed:
                return json({"failed": failed.part, "detail": str(failed)}, status=503)
            return json({"ready": True})

        @desk.post("/turn")
        async def turn(request: Request) -> HTTPResponse:
            return await self._answered(request, lambda: _take(request, on_new_message))

        @desk.post("/restore")
        async def restore(request: Request) -> HTTPResponse:
            return await self._answered(request, lambda: _restore(request))

        @desk.post("/forget")
        async def forget(request: Request) -> HTTPResponse:
            return await self._answered(request, lambda: _forget(request))

        return desk

    async def _answered(
        self, request: Request, work: Callable[[], Awaitable[dict[str, Any]]]
    ) -> HTTPResponse:
        """Return what `work` answers, or the status and words of its failure."""
        if not hmac.compare_digest(request.headers.get("authorization", "").encode(), self._expected):
            logger.warning("Refused %s from %s: wrong or missing secret.", request.path, request.ip)
            return json({"detail": "The engine answers the gateway only."}, status=401)
        try:
            return json(await work())
        except BadTurn as fault:
            return json({"detail": str(fault)}, status=fault.status)
        except TurnFailed as failed:
            logger.error("Turn failed in %s: %s", failed.part, failed)
            return json({"failed": failed.part, "detail": str(failed)}, status=502)
        except Exception as fault:
            logger.exception("Turn failed.")
            return json(
                {"failed": "engine", "detail": f"The engine failed: {type(fault).__name__}"}, status=502
            )


async def _take(request: Request, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> dict[str, Any]:
    """Run one turn and return what was said, what was understood, and all that happened since turn `after`."""
    turn = turns.read(request.body)
    domain = _loaded(request).domain
    said = Collected()
    message = UserMessage(
        turn.text,
        said,
        turn.conversation,
        parse_data=_chosen(turn, turn.choice, domain) if turn.choice else None,
        input_channel=DeskChannel.name(),
        metadata=turn.facts,
    )
    message.after = turn.after
    try:
        await on_new_message(message)
        parsed = message.understood
    except AlreadyDone as done:
        parsed = done.understood
        for one in done.said:
            await said.send_response(turn.conversation, as_message(one))
    return {
        "messages": said.messages,
        "understood": {
            "intent": parsed["intent"]["name"],
            "confidence": parsed["intent"]["confidence"],
            "entities": parsed["entities"],
            "ranking": parsed.get("intent_ranking", []),
        },
        "events": news(message.tracker, turn.after),
    }


async def _restore(request: Request) -> dict[str, Any]:
    """Put a conversation back as it was; what the store holds of it is replaced."""
    episode = turns.read_episode(request.body)
    await _store(_loaded(request)).restore(episode.conversation, episode.events)
    return {"events": len(episode.events)}


async def _forget(request: Request) -> dict[str, Any]:
    """Delete conversations from the engine's store."""
    return {"events": await _store(_loaded(request)).forget(turns.read_conversations(request.body))}


def _chosen(turn: Turn, choice: Choice, domain: Domain) -> dict[str, Any]:
    """Return what Rasa would have understood, had it understood exactly what the button stands for."""
    if choice.intent not in domain.intents or choice.intent in RASAS_OWN:
        raise BadTurn(f"`choice.intent` {choice.intent!r} is not an intent a button may have.")
    unknown = sorted(set(choice.entities) - set(domain.entities))
    if unknown:
        raise BadTurn(f"`choice.entities` names {unknown[0]!r}, which is not an entity of the domain.")
    intent = {"name": choice.intent, "confidence": 1.0}
    whole = {"start": 0, "end": len(turn.text), "text": turn.text, "extractor": "choice"}
    entities = [{"entity": name, "value": value, **whole} for name, value in choice.entities.items()]
    return {"text": turn.text, "intent": intent, "intent_ranking": [intent], "entities": entities}


def _loaded(request: Request) -> Agent:
    """Return the agent, or raise `EngineFailed` while no model is loaded."""
    agent = getattr(request.app.ctx, "agent", None)
    if agent is None or not agent.is_ready():
        raise EngineFailed(getattr(request.app.ctx, "why_not_ready", "") or "No model is loaded.")
    return agent


def _store(agent: Agent) -> Any:
    """Return the store itself, from inside the wrapper Rasa puts around it."""
    return getattr(agent.tracker_store, "_tracker_store", agent.tracker_store)
