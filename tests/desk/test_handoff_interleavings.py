"""Who may speak, whatever the order in which customer, agents, a late bot, timers, restarts and duplicates come."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from desk.handoff import (
    REASONS,
    Agent,
    AgentAccepted,
    AgentReplied,
    AlreadyTaken,
    CustomerChose,
    CustomerSpoke,
    Event,
    FileRequest,
    HandoffRefused,
    NobodyOnline,
    Owner,
    PersonAsked,
    Resolved,
    ReturnedToBot,
    Say,
    StaleEpoch,
    TimerDue,
    Transferred,
)
from desk.handoff_step import check_epoch, step
from tests.desk.desk_fixtures import NOON

AGENTS = [Agent("mira", "Mira"), Agent("jon", "Jon"), Agent("ann", "Ann")]
agents = st.sampled_from(AGENTS)
LONGEST_WAIT = timedelta(minutes=10)
SWEEP = timedelta(seconds=3)
RUNS, STEPS = 250, 60


class Interleaved(RuleBasedStateMachine):
    """One conversation. `turns` are the bot's answers under way, each with the epoch it was begun in.

    What is unanswered when a person is called goes to people; what is left unanswered is asked again.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.owner = Owner(identified=True)
        self.online: set[str] = set()
        self.turns: list[tuple[int, int]] = []
        self.unanswered: list[int] = []
        self.spoken = 0
        self.reached: list[tuple[int, str]] = []
        self.said: list[tuple[int, str]] = []
        self.offered: list[CustomerChose] = []
        self.happened: list[Event] = []

    def _do(self, event: Event) -> bool:
        """Let it happen; return whether it was let."""
        before = self.owner
        try:
            change = step(before, event, self.now, bool(self.online))
        except HandoffRefused as refused:
            if isinstance(refused, AlreadyTaken):
                assert before.agent == refused.by
            return False
        self.happened.append(event)
        self.owner = after = change.owner
        moved = (before.state, before.agent) != (after.state, after.agent)
        assert (after.epoch > before.epoch) == moved, "an epoch is a change of owner"
        assert after.epoch - before.epoch in (0, 1)
        filed = sum(isinstance(effect, FileRequest) for effect in change.effects)
        assert filed == (moved and after.state == "ticketed"), "one request for each wait that ends in one"
        self.hand_over()
        for effect in change.effects:
            if isinstance(effect, Say):
                self.said.append((after.epoch, effect.phrase))
                self.offered += [CustomerChose(option, after.epoch) for option in effect.options]
        return True

    @rule()
    def customer_speaks(self) -> None:
        self._do(CustomerSpoke())
        self.spoken += 1
        self.unanswered.append(self.spoken)
        self.hand_over()
        if self.owner.is_bots:
            self.turns.append((self.spoken, self.owner.epoch))

    @rule(asks=st.none() | st.sampled_from(REASONS), late=st.booleans())
    def bot_finishes(self, asks: Any, late: bool) -> None:
        if not self.turns:
            return
        message, epoch = self.turns.pop(-1 if late else 0)
        try:
            check_epoch(self.owner, epoch)
        except StaleEpoch:
            if message in self.unanswered:
                assert self.owner.is_bots
                self.turns.append((message, self.owner.epoch))
            return
        assert self.owner.is_bots, "the bot speaks only where it owns the conversation"
        self.said.append((self.owner.epoch, "bot"))
        self.unanswered.remove(message)
        self.reached.append((message, "bot"))
        if asks:
            self._do(PersonAsked(asks))

    @rule(agent=agents)
    def agent_accepts(self, agent: Agent) -> None:
        if self._do(AgentAccepted(agent)):
            assert self.owner.agent == agent

    @rule(agent=agents)
    def agent_replies(self, agent: Agent) -> None:
        if self._do(AgentReplied(agent)):
            assert self.owner.agent == agent
            self.said.append((self.owner.epoch, agent.id))

    @rule(agent=agents)
    def agent_gives_back(self, agent: Agent) -> None:
        self._do(ReturnedToBot(agent))

    @rule(agent=agents)
    def agent_resolves(self, agent: Agent) -> None:
        self._do(Resolved(agent))

    @rule(agent=agents, to=agents)
    def agent_passes_on(self, agent: Agent, to: Agent) -> None:
        self._do(Transferred(agent, to))

    @rule(agent=agents)
    def agent_comes(self, agent: Agent) -> None:
        self.online.add(agent.id)

    @rule(agent=agents)
    def agent_leaves(self, agent: Agent) -> None:
        self.online.discard(agent.id)

    @rule(which=st.integers(0, 7))
    def customer_presses(self, which: int) -> None:
        if self.offered:
            chose = self.offered[-1 - which % len(self.offered)]
            fits = chose.epoch == self.owner.epoch
            assert self._do(chose) == fits

    @rule(which=st.integers(0, 5))
    def something_comes_twice(self, which: int) -> None:
        if self.happened:
            self._do(self.happened[-1 - which % len(self.happened)])

    @rule(seconds=st.sampled_from([1, 30, 119, 181, 299, 301, 600, 1800]))
    def time_passes(self, seconds: int) -> None:
        """Sweeps come every few seconds; after a gap as long as this one, the first finds all that is due."""
        self.now += timedelta(seconds=seconds)
        self.sweep()

    @rule()
    def gateway_restarts(self) -> None:
        """What was under way is begun again; the owner, the timers and the messages are rows."""
        self.now += timedelta(minutes=11)
        self.sweep()
        self.turns = [(message, self.owner.epoch) for message in self.unanswered]

    def hand_over(self) -> None:
        """What nobody has answered goes to people, where the conversation is theirs."""
        if not self.owner.is_bots:
            self.reached += [(message, "people") for message in self.unanswered]
            self.unanswered.clear()

    def sweep(self) -> None:
        for kind, due in sorted(self.owner.timers.items(), key=lambda timer: timer[1]):
            if due <= self.now:
                self._do(TimerDue(kind, self.owner.epoch))
        if not self.online:
            self._do(NobodyOnline())

    @invariant()
    def at_most_one_owner(self) -> None:
        assert (self.owner.state == "human") == (self.owner.agent is not None)

    @invariant()
    def whoever_waits_is_timed(self) -> None:
        owner = self.owner
        if owner.state == "waiting":
            assert owner.asked_at is not None
            assert owner.timers["give_up"] == owner.asked_at + LONGEST_WAIT
            assert self.now < owner.asked_at + LONGEST_WAIT + SWEEP
        elif owner.state == "human":
            assert len(owner.timers) == 1
        else:
            assert not owner.timers

    @invariant()
    def nothing_is_said_under_an_epoch_that_is_over(self) -> None:
        epochs = [epoch for epoch, _ in self.said]
        assert epochs == sorted(epochs)

    @invariant()
    def every_message_reaches_one_owner(self) -> None:
        reached = [message for message, _ in self.reached]
        assert sorted(self.unanswered + reached) == list(range(1, self.spoken + 1))
        assert {message for message, _ in self.turns} >= set(self.unanswered), "nobody forgets a message"


def test_one_owner_whatever_the_order():
    """More than 10,000 steps: one owner, no word of an earlier epoch, every wait ended in its time, restarts or not."""
    run_state_machine_as_test(
        Interleaved,
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
