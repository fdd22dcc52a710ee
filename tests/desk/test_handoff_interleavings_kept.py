"""The same in the database: random interleavings of customer, agents, a late bot, timers, restarts and duplicates."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from desk.adapters.sql import migrate
from desk.adapters.sql.conversations import SqlConversations
from desk.adapters.sql.database import Database
from desk.adapters.sql.tables.conversations import messages
from desk.conversations import LEASE, MOST_WAITING, ChoiceStale, Draft, TooManyWaiting, Turn
from desk.handoff import REASONS, Agent, HandoffRefused
from tests.desk.conversation_fixtures import HELLO
from tests.desk.desk_fixtures import WoundClock
from tests.desk.handoff_fixtures import handoffs_of, ownership_of

AGENTS = [Agent("mira", "Mira"), Agent("jon", "Jon")]
STEPS = 250
LONGEST_WAIT = 600
RUNS = range(8)


class Kept:
    """One conversation in a database; `turns` are taken and not yet answered, by processes that may be dead."""

    def __init__(self, database: Database, random: Random) -> None:
        self.database, self.random, self.clock = database, random, WoundClock()
        self.restart()
        account = random.choice(["harbor", None])
        self.conversation = self.store.start(account, account, "UTC", HELLO)[1].id
        self.turns: list[Turn] = []
        self.sent: list[str] = []
        self.count = 0
        self.moves = [
            self.customer_speaks, self.customer_speaks, self.customer_sends_again, self.customer_presses,
            self.bot_takes, self.bot_takes, self.bot_finishes, self.bot_finishes,
            self.agent_accepts, self.agent_replies, self.agent_leaves_it, self.agents_come_and_go,
            self.time_passes, self.time_passes, self.restart,
        ]  # fmt: skip

    def restart(self) -> None:
        """Everything that is not a row is gone; turns that were under way may still come late."""
        self.store = SqlConversations(self.database, self.clock, ownership_of(self.database, self.clock))
        self.handoffs = handoffs_of(self.database, self.clock)

    def new_id(self) -> str:
        self.count += 1
        return f"n{self.count}"

    def customer_speaks(self) -> None:
        self.sent.append(self.new_id())
        self._send(self.sent[-1])

    def customer_sends_again(self) -> None:
        if self.sent:
            self._send(self.random.choice(self.sent))

    def _send(self, client_id: str) -> None:
        try:
            self.store.receive(self.conversation, client_id, f"words of {client_id}", None)
        except TooManyWaiting:
            assert len(self.store.waiting(self.conversation)) <= MOST_WAITING

    def customer_presses(self) -> None:
        offered = [one for message in self.store.history(self.conversation) for one in message.choices]
        if not offered:
            return
        before = self.handoffs.card(self.conversation)
        button = self.random.choice(offered[-4:])
        try:
            self.store.receive(self.conversation, self.new_id(), None, button.id)
        except (ChoiceStale, TooManyWaiting):
            after = self.handoffs.card(self.conversation)
            assert (after.owner, after.messages) == (before.owner, before.messages)
        else:
            assert button.payload.get("epoch", before.owner.epoch) == before.owner.epoch

    def bot_takes(self) -> None:
        if (turn := self.store.take(self.conversation)) is not None:
            assert self.handoffs.card(self.conversation).owner.is_bots
            self.turns.append(turn)

    def bot_finishes(self) -> None:
        """Answer any turn that was ever taken; only the one that still may is written."""
        if not self.turns:
            return
        turn = self.turns.pop(self.random.randrange(len(self.turns)))
        before = self.handoffs.card(self.conversation).owner
        person = self.random.choice([None, None, self.random.choice(REASONS)])
        written = self.store.answer(turn, [Draft(f"answer to {turn.number}")], None, person)
        if written:
            assert (before.is_bots, before.epoch) == (True, turn.conversation.epoch)

    def agent_accepts(self) -> None:
        self._agent(lambda agent: self.handoffs.accept(self.conversation, agent, "a"))

    def agent_replies(self) -> None:
        own_id = self.new_id()
        for _ in range(self.random.choice([1, 2])):
            self._agent(
                lambda agent: self.handoffs.reply(self.conversation, agent, f"{agent.name} {own_id}", own_id),
                AGENTS[self.count % 2],
            )

    def agent_leaves_it(self) -> None:
        def leave(agent: Agent) -> None:
            other = AGENTS[agent == AGENTS[0]]
            self.random.choice(
                [
                    lambda: self.handoffs.give_back(self.conversation, agent),
                    lambda: self.handoffs.resolve(self.conversation, agent),
                    lambda: self.handoffs.transfer(self.conversation, agent, other),
                ]
            )()

        self._agent(leave)

    def _agent(self, does, agent: Agent | None = None) -> None:
        agent = agent or self.random.choice(AGENTS)
        owner = self.handoffs.card(self.conversation).owner
        try:
            does(agent)
        except HandoffRefused:
            assert owner.agent != agent

    def agents_come_and_go(self) -> None:
        agent = self.random.choice(AGENTS)
        if self.random.random() < 0.7:
            self.handoffs.online(agent)
        else:
            self.handoffs.away(agent.id)

    def time_passes(self) -> None:
        """Short and long; now and then the gateway is down meanwhile."""
        self.clock.wind(seconds=self.random.choice([1, 20, 130, 310, 650, 1900]))
        if self.random.random() < 0.7:
            for agent in AGENTS:
                self.handoffs.online(agent)
        self.handoffs.sweep()

    def check(self) -> None:
        """One owner, nobody waits too long, one log without a gap."""
        owner = self.handoffs.card(self.conversation).owner
        assert (owner.state == "human") == (owner.agent is not None)
        assert (owner.state in ("waiting", "human")) == bool(owner.timers)
        if owner.state == "waiting":
            assert (self.clock.now() - owner.asked_at).total_seconds() < LONGEST_WAIT
            assert self.store.waiting(self.conversation) == []
        log = self.store.history(self.conversation)
        assert [message.seq for message in log] == list(range(1, len(log) + 1))
        assert [message.seq for message in self.handoffs.card(self.conversation).messages] == [
            m.seq for m in log
        ]

    def settle(self) -> None:
        """Let everything end, and see that each message had one owner and each word was written once."""
        self.clock.wind(seconds=LEASE.total_seconds())
        while (turn := self.store.take(self.conversation)) is not None:
            self.store.answer(turn, [Draft(f"answer to {turn.number}")])
        log = self.store.history(self.conversation)
        texts = Counter(message.text for message in log if message.sender in ("bot", "agent", "customer"))
        assert not [
            text
            for text, times in texts.items()
            if times > 1 and text.startswith(("words", "answer", "Mira", "Jon"))
        ]
        with self.database.read() as connection:
            open_ones = connection.execute(select(messages.c.seq).where(messages.c.answered.is_(False))).all()
        assert open_ones == []


@pytest.mark.parametrize("seed", RUNS)
def test_one_owner_whatever_the_order(tmp_path: Path, seed: int):
    """Eight conversations of 250 steps each, every step checked."""
    database = Database(f"sqlite:///{tmp_path}/desk.db")
    migrate.upgrade(database)
    world = Kept(database, Random(seed))
    for _ in range(STEPS):
        world.random.choice(world.moves)()
        world.check()
    world.settle()
    database.close()
