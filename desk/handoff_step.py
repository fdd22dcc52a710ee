"""ONE STEP of who may speak: the owner, and something that happened, make the owner after it. Pure.

What does not fit any more changes nothing: a timer of an earlier epoch, the same press again, a second "accept" of the
agent who has the conversation. What an agent may not do is refused, naming who has it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import singledispatch
from typing import Any

from desk.handoff import (
    AGENT_SILENT,
    CUSTOMER_SILENT,
    WAITS,
    Agent,
    AgentAccepted,
    AgentReplied,
    AlreadyTaken,
    Audit,
    Change,
    CustomerChose,
    CustomerSpoke,
    Effect,
    Event,
    FileRequest,
    KeepTranscript,
    NewEpisode,
    NobodyOnline,
    NotYours,
    Option,
    Owner,
    PersonAsked,
    Reason,
    Resolved,
    ReturnedToBot,
    Say,
    StaleEpoch,
    State,
    TimerDue,
    TimerKind,
    Transferred,
)

DESK, BOT, CUSTOMER = "desk", "bot", "customer"


def step(owner: Owner, event: Event, now: datetime, online: bool) -> Change:
    """Return what `event` makes of `owner`; `online` is whether an agent is there. Raises HandoffRefused."""
    return _stepped(event, owner, now, online)


def check_epoch(owner: Owner, epoch: int) -> None:
    """Raise StaleEpoch unless what was made in `epoch` may still be said."""
    if epoch != owner.epoch:
        raise StaleEpoch(epoch, owner.epoch)


@singledispatch
def _stepped(event: Any, owner: Owner, now: datetime, online: bool) -> Change:
    raise TypeError(f"{type(event).__name__} is no event of a hand-off.")


@_stepped.register
def _(event: PersonAsked, owner: Owner, now: datetime, online: bool) -> Change:
    if owner.state in ("waiting", "human"):
        return Change(owner)
    if online:
        return _wait(owner, now, event.reason, Audit(BOT, "person_asked", event.reason), "handoff_waiting")
    said = _nobody(owner)
    return Change(owner, (Audit(BOT, "nobody_online", event.reason), said))


@_stepped.register
def _(event: CustomerSpoke, owner: Owner, now: datetime, online: bool) -> Change:
    if owner.state == "closed":
        return Change(_turned(owner, "bot", now), (Audit(CUSTOMER, "came_back"), NewEpisode(offers=False)))
    if owner.state == "human" and "agent_silent" not in owner.timers:
        return Change(replace(owner, timers={"agent_silent": now + AGENT_SILENT}))
    return Change(owner)


@_stepped.register
def _(event: CustomerChose, owner: Owner, now: datetime, online: bool) -> Change:
    check_epoch(owner, event.epoch)
    if event.option == "ask_person" and owner.is_bots:
        return step(owner, PersonAsked("failed"), now, online)
    if event.option == "leave_message" and owner.state in ("waiting", "bot"):
        return _give_up(owner, now, Audit(CUSTOMER, "left_message"), "handoff_left_message")
    if owner.state != "waiting":
        raise StaleEpoch(event.epoch, owner.epoch)
    if event.option == "keep_waiting":
        said = Say(_spoken_to(owner, "handoff_kept_waiting"), _ways_on(owner))
        return Change(owner, (Audit(CUSTOMER, "kept_waiting"), said))
    after = _turned(owner, "bot", now)
    return Change(after, (Audit(CUSTOMER, "preferred_bot"), Say("handoff_preferred_bot"), NewEpisode()))


@_stepped.register
def _(event: AgentAccepted, owner: Owner, now: datetime, online: bool) -> Change:
    if _has(owner, event.agent):
        return Change(owner)
    return _take(owner, event.agent, now, "accepted", {"agent_silent": now + AGENT_SILENT})


@_stepped.register
def _(event: AgentReplied, owner: Owner, now: datetime, online: bool) -> Change:
    timers: Mapping[TimerKind, datetime] = {"customer_silent": now + CUSTOMER_SILENT}
    if _has(owner, event.agent):
        return Change(replace(owner, timers=timers))
    return _take(owner, event.agent, now, "took_over", timers)


@_stepped.register
def _(event: ReturnedToBot, owner: Owner, now: datetime, online: bool) -> Change:
    if owner.state == "bot":
        return Change(owner)
    _must_have(owner, event.agent)
    line = Audit(_actor(event.agent), "returned_to_bot")
    return Change(_turned(owner, "bot", now), (line, Say("handoff_returned"), NewEpisode()))


@_stepped.register
def _(event: Transferred, owner: Owner, now: datetime, online: bool) -> Change:
    if owner.state == "human" and owner.agent is not None and owner.agent.id == event.to.id:
        return Change(owner)
    _must_have(owner, event.agent)
    after = replace(
        _turned(owner, "human", now, reason=owner.reason),
        agent=event.to,
        asked_at=owner.asked_at,
        timers={"agent_silent": now + AGENT_SILENT},
    )
    return Change(
        after, (Audit(_actor(event.agent), "transferred", event.to.name), Say("handoff_transferred"))
    )


@_stepped.register
def _(event: Resolved, owner: Owner, now: datetime, online: bool) -> Change:
    if owner.state == "closed":
        return Change(owner)
    _must_have(owner, event.agent)
    line = Audit(_actor(event.agent), "resolved")
    return Change(_turned(owner, "closed", now), (line, Say("handoff_resolved"), KeepTranscript()))


@_stepped.register
def _(event: TimerDue, owner: Owner, now: datetime, online: bool) -> Change:
    due = owner.timers.get(event.kind)
    if event.epoch != owner.epoch or due is None or due > now:
        return Change(owner)
    left = {kind: at for kind, at in owner.timers.items() if kind != event.kind}
    return _TIMERS[event.kind](replace(owner, timers=left), now, online)


@_stepped.register
def _(event: NobodyOnline, owner: Owner, now: datetime, online: bool) -> Change:
    if owner.state != "waiting":
        return Change(owner)
    return _give_up(owner, now, Audit(DESK, "nobody_left"), "handoff_gave_up")


def _position(owner: Owner, now: datetime, online: bool) -> Change:
    return Change(owner, (Audit(DESK, "position_told"), Say("handoff_position", _ways_on(owner))))


def _choose(owner: Owner, now: datetime, online: bool) -> Change:
    options: tuple[Option, ...] = ("keep_waiting", *_ways_on(owner))
    return Change(owner, (Audit(DESK, "asked_to_choose"), Say(_spoken_to(owner, "handoff_choose"), options)))


def _gave_up(owner: Owner, now: datetime, online: bool) -> Change:
    return _give_up(owner, now, Audit(DESK, "gave_up"), "handoff_gave_up")


def _agent_silent(owner: Owner, now: datetime, online: bool) -> Change:
    line = Audit(DESK, "agent_silent", owner.agent.name if owner.agent else "")
    if not online:
        return _give_up(owner, now, line, "handoff_gave_up")
    return _wait(owner, now, "agent_silent", line, "handoff_agent_silent")


def _customer_silent(owner: Owner, now: datetime, online: bool) -> Change:
    after = _turned(owner, "closed", now)
    return Change(after, (Audit(DESK, "customer_silent"), Say("handoff_closed"), KeepTranscript()))


_TIMERS: Mapping[TimerKind, Callable[[Owner, datetime, bool], Change]] = {
    "position": _position,
    "choose": _choose,
    "give_up": _gave_up,
    "agent_silent": _agent_silent,
    "customer_silent": _customer_silent,
}


def _wait(owner: Owner, now: datetime, reason: Reason, line: Audit, phrase: str) -> Change:
    """Return the owner waiting for an agent, with the timers that end the wait."""
    timers = {kind: now + wait for kind, wait in WAITS.items()}
    after = replace(_turned(owner, "waiting", now, reason=reason), asked_at=now, timers=timers)
    return Change(after, (line, Say(phrase, _ways_on(owner))))


def _give_up(owner: Owner, now: datetime, line: Audit, phrase: str) -> Change:
    """Return the owner with the wait over: a request for a customer we know, the phone number for a visitor."""
    if not owner.identified:
        return Change(_turned(owner, "bot", now), (line, Say(_spoken_to(owner, phrase)), NewEpisode()))
    effects: tuple[Effect, ...] = (line, FileRequest(owner.reason or "asked"), Say(phrase), NewEpisode())
    return Change(_turned(owner, "ticketed", now, reason=owner.reason), effects)


def _take(
    owner: Owner, agent: Agent, now: datetime, code: str, timers: Mapping[TimerKind, datetime]
) -> Change:
    """Return the owner in the hands of `agent`; raises AlreadyTaken."""
    if owner.state == "human" and owner.agent is not None:
        raise AlreadyTaken(owner.agent)
    reason = owner.reason if owner.state == "waiting" else "took_over"
    after = replace(
        _turned(owner, "human", now, reason=reason),
        agent=agent,
        asked_at=owner.asked_at if owner.state == "waiting" else now,
        timers=timers,
    )
    return Change(after, (Audit(_actor(agent), code, agent.name), Say("handoff_taken")))


def _turned(owner: Owner, state: State, now: datetime, reason: Reason | None = None) -> Owner:
    """Return a new epoch in `state`, with nothing of the earlier one but who the customer is."""
    return Owner(state, owner.epoch + 1, reason=reason, since=now, identified=owner.identified)


def _nobody(owner: Owner) -> Say:
    if owner.state == "ticketed":
        return Say("handoff_nobody_again")
    return Say(_spoken_to(owner, "handoff_nobody"), ("leave_message",) if owner.identified else ())


def _ways_on(owner: Owner) -> tuple[Option, ...]:
    """Return the ways out of a wait; a visitor can leave no message that could be answered."""
    return ("leave_message", "prefer_bot") if owner.identified else ("prefer_bot",)


def _spoken_to(owner: Owner, phrase: str) -> str:
    """Return the phrase as it is said to this customer: to a visitor nobody can write."""
    return phrase if owner.identified else f"{phrase}_visitor"


def _has(owner: Owner, agent: Agent) -> bool:
    return owner.state == "human" and owner.agent is not None and owner.agent.id == agent.id


def _must_have(owner: Owner, agent: Agent) -> None:
    if not _has(owner, agent):
        raise NotYours(owner.agent if owner.state == "human" else None)


def _actor(agent: Agent) -> str:
    return f"agent:{agent.id}"
