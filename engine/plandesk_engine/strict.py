"""Rasa made strict: text is never a command, and a turn is whole or does not happen.

`install()` puts three of our own parts where Rasa 3.6.21 looks for its own. It is called when the channel is imported,
so no process can serve the channel without them.
"""

from __future__ import annotations

import json
import logging
import os
from typing import Any, cast

import aiohttp
import rasa
import rasa.core.actions.action
import rasa.core.actions.forms
import rasa.core.agent
from jsonschema import Draft7Validator, ValidationError
from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from plandesk_engine import replay
from plandesk_engine.failures import ActionsFailed, ActionsSlow, EngineFailed

logger = logging.getLogger(__name__)

ANSWER = Draft7Validator(RemoteAction.action_response_format_spec())  # compiled once: it was 29 % of a turn
STORED_RANKS = 3


def install() -> None:
    """Put our parts in Rasa's places; doing it twice changes nothing."""
    rasa.core.agent.MessageProcessor = StrictProcessor
    rasa.core.actions.action.RemoteAction = StrictRemoteAction
    rasa.core.actions.forms.RemoteAction = StrictRemoteAction
    RegexMessageHandler.process = _leave_slashes_alone


def _leave_slashes_alone(
    self: RegexMessageHandler, messages: list[Message], domain: Domain | None = None
) -> list[Message]:
    """Rasa appends this step to every pipeline to turn `/intent{...}` into an intent. Here text stays text."""
    return messages


class StrictRemoteAction(RemoteAction):
    """An action on the action server that succeeds as a whole or ends the turn."""

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """Run the action; raise `ActionsFailed` unless its answer is one that can be followed to the letter."""
        answer = await self._ask(self._action_call_format(tracker, domain))
        try:
            ANSWER.validate(answer)
            events = [self._event(one) for one in answer.get("events") or []]
        except ValidationError as fault:
            raise ActionsFailed(
                f"{self.name()} gave an answer that is not one: {fault.message[:200]}"
            ) from None
        said = await self._utter_responses(answer.get("responses") or [], output_channel, nlg, tracker)
        return cast("list[Event]", said) + events

    async def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        endpoint = self.action_endpoint
        if endpoint is None:
            raise ActionsFailed(f"{self.name()} needs an action server, and endpoints.yml names none.")
        limit = aiohttp.ClientTimeout(total=action_timeout())
        try:
            async with (
                endpoint.session() as session,
                session.post(endpoint.url, json=question, timeout=limit, allow_redirects=False) as reply,
            ):
                status, body = reply.status, await reply.read()
        except TimeoutError:
            raise ActionsSlow(f"{self.name()} did not answer within {limit.total:g} s.") from None
        except (aiohttp.ClientError, OSError) as fault:
            raise ActionsFailed(f"{self.name()} could not be reached: {fault}") from None
        return self._read(status, body)

    def _read(self, status: int, body: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(body)
        except ValueError:
            raise ActionsFailed(f"{self.name()} answered {status} with something that is not JSON.") from None
        if status == 400 and isinstance(answer, dict) and answer.get("action_name"):
            raise ActionExecutionRejection(answer["action_name"], answer.get("error"))
        if status != 200 or not isinstance(answer, dict):
            raise ActionsFailed(f"{self.name()} answered {status}.")
        return answer

    def _event(self, stated: dict[str, Any]) -> Event:
        try:
            event = Event.from_parameters(stated)
        except Exception as fault:
            raise ActionsFailed(
                f"{self.name()} returned a broken event {stated.get('event')!r}: {fault}"
            ) from fault
        if event is None:
            raise ActionsFailed(f"{self.name()} returned an unknown event {stated.get('event')!r}.")
        return event


class StrictProcessor(MessageProcessor):
    """Rasa's processor, except that no failure is passed over in silence."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.on_circuit_break = _circles

    async def _handle_message_with_tracker(self, message: UserMessage, tracker: DialogueStateTracker) -> None:
        """Report all that was understood to the channel, and store the part worth reading again at every turn.

        A turn that is in the conversation already ends here, as `AlreadyDone`; one whose conversation is not what the
        gateway knows it to be, as `EpisodeLost`.
        """
        message.tracker = tracker
        replay.raise_if_lost(tracker, getattr(message, "after", 0))
        replay.raise_if_done(tracker, message.metadata)
        understood = message.parse_data or await self.parse_message(message, tracker)
        message.understood = understood
        message.parse_data = {
            **understood,
            INTENT_RANKING_KEY: understood.get(INTENT_RANKING_KEY, [])[:STORED_RANKS],
        }
        await super()._handle_message_with_tracker(message, tracker)

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        return await super()._run_action(_Loud(action), tracker, output_channel, nlg, prediction)


class _Loud:
    """An action whose failure ends the turn, where Rasa would log it and say nothing to the customer."""

    def __init__(self, action: Action) -> None:
        self._action = action

    def __getattr__(self, name: str) -> Any:
        return getattr(self._action, name)

    async def run(self, *arguments: Any, **named: Any) -> list[Event]:
        """Run the action; a rejection is part of the conversation, any other exception ends the turn."""
        try:
            return await self._action.run(*arguments, **named)
        except ActionExecutionRejection:
            raise
        except Exception as fault:
            logger.exception("%s failed", self._action.name())
            raise EngineFailed(f"{self._action.name()} failed: {type(fault).__name__}") from fault


def _circles(tracker: DialogueStateTracker, *_: Any) -> None:
    """End a turn whose rules run in a circle; Rasa would keep what it did up to there."""
    raise EngineFailed(f"The rules ran in a circle, last at {tracker.latest_action_name}.")


def action_timeout() -> float:
    """Return how many seconds one action may take: ENGINE_ACTION_TIMEOUT, or 20."""
    return float(os.environ.get("ENGINE_ACTION_TIMEOUT", "20"))
