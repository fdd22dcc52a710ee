"""Agents and their sessions in the desk's database."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, or_, select, update

from desk.adapters.sql.conversation_rows import hashed
from desk.adapters.sql.database import Database
from desk.adapters.sql.tables.agents import agent_sessions, agents
from desk.adapters.sql.upsert import insert_once
from desk.agents import (
    IDLE,
    LIFE,
    Agent,
    AgentKnown,
    AgentUnknown,
    NotSignedIn,
    Passwords,
    Role,
    SignInRefused,
    may_be_used,
    same_email,
    same_password,
    usable_email,
    usable_name,
    usable_password,
)
from desk.clock import Clock, SystemClock

NOTED = timedelta(minutes=1)
"""How much older than the truth the last use of a session may be kept as: one write a minute, not one a click."""


class SqlAgents:
    """The agents of one database. Sessions run on the real clock, also where a demo has stopped the desk's."""

    def __init__(self, database: Database, passwords: Passwords, clock: Clock | None = None) -> None:
        self._database = database
        self._passwords = passwords
        self._clock = clock or SystemClock()

    def add(self, name: str, email: str, role: Role, password: str | None) -> Agent:
        """Make an agent; without a password they can only sign in at the company's identity provider."""
        agent = Agent(f"a-{secrets.token_hex(6)}", usable_name(name), usable_email(email), role)
        kept = self._passwords.hashed(usable_password(password)) if password is not None else None
        row: dict[str, Any] = {"id": agent.id, "name": agent.name, "email": agent.email, "role": role}
        row |= {"password_hash": kept, "disabled": False, "created_at": self._clock.now()}
        with self._database.write() as connection:
            if not insert_once(connection, agents, row, [agents.c.email]):
                raise AgentKnown(agent.email)
        return agent

    def all(self) -> list[Agent]:
        """Return every agent, by name."""
        with self._database.read() as connection:
            return [_agent_of(row) for row in connection.execute(select(agents).order_by(agents.c.name))]

    def get(self, agent_id: str) -> Agent:
        """Return the agent with this id, or raise AgentUnknown."""
        with self._database.read() as connection:
            row = connection.execute(select(agents).where(agents.c.id == agent_id)).one_or_none()
        if row is None:
            raise AgentUnknown(agent_id)
        return _agent_of(row)

    def by_email(self, email: str) -> Agent:
        """Return the agent with this e-mail address, or raise AgentUnknown."""
        with self._database.read() as connection:
            return _agent_of(_row(connection, email))

    def set_password(self, email: str, password: str) -> Agent:
        """Give an agent another password and end their sessions; or raise AgentUnknown or AgentUnusable."""
        return self._changed(email, password_hash=self._passwords.hashed(usable_password(password)))

    def set_disabled(self, email: str, disabled: bool) -> Agent:
        """Let an agent sign in no more, and end their sessions; or let them again. Raises AgentUnknown."""
        return self._changed(email, disabled=disabled)

    def sign_in(self, email: str, password: str) -> tuple[str, Agent]:
        """Return a new session's token and whose it is, or raise SignInRefused."""
        password = same_password(password)
        with self._database.read() as connection:
            row = connection.execute(select(agents).where(_known_as(email))).one_or_none()
        kept = row.password_hash if row is not None else None
        if not self._passwords.fits(password, kept) or row is None or kept is None:
            raise SignInRefused
        newer = self._passwords.hashed(password) if self._passwords.is_outdated(kept) else kept
        with self._database.write() as connection:
            # Hashing took a while: the agent may have been disabled or given another password meanwhile.
            same = (agents.c.id == row.id) & (agents.c.password_hash == kept) & agents.c.disabled.is_(False)
            if not connection.execute(update(agents).where(same).values(password_hash=newer)).rowcount:
                raise SignInRefused
            return self._begun(connection, row.id), _agent_of(row)

    def vouched(self, email: str) -> tuple[str, Agent]:
        """Return a new session for someone whom an identity provider knows, or raise SignInRefused."""
        with self._database.write() as connection:
            known = _known_as(email) & agents.c.disabled.is_(False)
            row = connection.execute(select(agents).where(known).with_for_update()).one_or_none()
            if row is None:
                raise SignInRefused
            return self._begun(connection, row.id), _agent_of(row)

    def of_session(self, token: str, *, used: bool = True) -> Agent:
        """Return whose session this is, and if it is `used` count that as done now; or raise NotSignedIn."""
        now, mine = self._clock.now(), agent_sessions.c.token_hash == hashed(token)
        query = select(agents, agent_sessions.c.begun_at, agent_sessions.c.used_at).join(
            agent_sessions, agent_sessions.c.agent_id == agents.c.id
        )
        with self._database.read() as connection:
            row = connection.execute(query.where(mine, agents.c.disabled.is_(False))).one_or_none()
        if row is None or not may_be_used(row.begun_at, row.used_at, now):
            raise NotSignedIn
        if used and now - row.used_at >= NOTED:
            with self._database.write() as connection:
                connection.execute(update(agent_sessions).where(mine).values(used_at=now))
        return _agent_of(row)

    def sign_out(self, token: str) -> None:
        """End a session, if it is one."""
        with self._database.write() as connection:
            connection.execute(delete(agent_sessions).where(agent_sessions.c.token_hash == hashed(token)))

    def _begun(self, connection: Connection, agent_id: str) -> str:
        """Return the token of a new session, and forget those that are over."""
        token, now = secrets.token_urlsafe(32), self._clock.now()
        over = or_(agent_sessions.c.used_at <= now - IDLE, agent_sessions.c.begun_at <= now - LIFE)
        connection.execute(delete(agent_sessions).where(over))
        row = {"token_hash": hashed(token), "agent_id": agent_id, "begun_at": now, "used_at": now}
        connection.execute(insert(agent_sessions).values(row))
        return token

    def _changed(self, email: str, **values: Any) -> Agent:
        """Change an agent and end their sessions."""
        with self._database.write() as connection:
            row = _row(connection, email)
            connection.execute(update(agents).where(agents.c.id == row.id).values(values))
            connection.execute(delete(agent_sessions).where(agent_sessions.c.agent_id == row.id))
            return _agent_of(_row(connection, email))


def _known_as(email: str) -> Any:
    return agents.c.email == same_email(email)


def _row(connection: Connection, email: str) -> Row[Any]:
    row = connection.execute(select(agents).where(_known_as(email))).one_or_none()
    if row is None:
        raise AgentUnknown(email)
    return row


def _agent_of(row: Row[Any]) -> Agent:
    return Agent(row.id, row.name, row.email, row.role, row.disabled)
