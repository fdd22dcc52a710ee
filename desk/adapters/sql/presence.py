"""Which agents are there: a row each, which counts for PRESENCE_LIFE after it was last said."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, insert, select, update

from desk.adapters.sql.database import Database
from desk.adapters.sql.tables.handoffs import presence
from desk.clock import Clock
from desk.handoff import PRESENCE_LIFE, Agent
from desk.text import storable


class SqlPresence:
    """The agents of one database."""

    def __init__(self, database: Database, real: Clock) -> None:
        self._database = database
        self._real = real

    def online(self, agent: Agent) -> bool:
        """Note that `agent` is there; return whether they were not before."""
        now = self._real.now()
        mine = presence.c.agent_id == agent.id
        seen = {"agent_name": storable(agent.name), "online": True, "last_seen": now}
        with self._database.write() as connection:
            was = connection.execute(select(presence).where(mine)).one_or_none()
            if was is None:
                connection.execute(insert(presence).values(agent_id=agent.id, **seen))
                return True
            connection.execute(update(presence).where(mine).values(seen))
            return not was.online or was.last_seen <= now - PRESENCE_LIFE

    def away(self, agent_id: str) -> bool:
        """Note that the agent is not there; return whether they were before."""
        with self._database.write() as connection:
            mine = and_(presence.c.agent_id == agent_id, self._there())
            return connection.execute(update(presence).where(mine).values(online=False)).rowcount > 0

    def keep(self, agent_id: str) -> None:
        """Note that an agent who is there still is; one who is not stays so."""
        mine = and_(presence.c.agent_id == agent_id, self._there())
        with self._database.write() as connection:
            connection.execute(update(presence).where(mine).values(last_seen=self._real.now()))

    def agents(self) -> list[Agent]:
        """Return the agents who are there, by name."""
        query = select(presence).where(self._there()).order_by(presence.c.agent_name, presence.c.agent_id)
        with self._database.read() as connection:
            return [Agent(row.agent_id, row.agent_name) for row in connection.execute(query)]

    def _there(self) -> ColumnElement[bool]:
        return and_(presence.c.online.is_(True), presence.c.last_seen > self._real.now() - PRESENCE_LIFE)
