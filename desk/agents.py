"""AGENTS: the people who answer, and how each proves who it is.

A session is a random token of which only the hash is kept. It ends when nothing was done with it for IDLE, after LIFE
whatever was done with it, and at once when its agent signs out, is disabled or gets another password.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from desk.text import storable

Role = Literal["agent", "lead"]
ROLES: tuple[Role, ...] = ("agent", "lead")

IDLE = timedelta(hours=8)
LIFE = timedelta(hours=24)
SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 200
LONGEST_NAME, LONGEST_EMAIL = 80, 254
_EMAIL = re.compile(r"[^\s@<>\"(),:;\[\]\\]+@[^\s@<>\"(),:;\[\]\\]+")


class AgentUnusable(ValueError):
    """An agent's name, e-mail address or password cannot be used; the message says why and what to do."""


class AgentKnown(ValueError):
    """There is an agent with this e-mail address already."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} is an agent already. `plandesk agents list` shows all of them.")


class AgentUnknown(LookupError):
    """No agent has this e-mail address or id."""

    def __init__(self, asked: str) -> None:
        super().__init__(f"No agent is called {asked!r}. `plandesk agents list` shows all of them.")


class SignInRefused(Exception):
    """The e-mail address and the password are not those of an agent who may sign in; which is wrong is not said."""

    def __init__(self) -> None:
        super().__init__("The e-mail address or the password is wrong.")


class NotSignedIn(Exception):
    """There is no session, or it has ended."""

    def __init__(self) -> None:
        super().__init__("You are not signed in, or your session has ended. Please sign in.")


@dataclass(frozen=True)
class Agent:
    """Someone who answers customers. A lead may also do what others must not do alone."""

    id: str
    name: str
    email: str
    role: Role
    disabled: bool = False


class Passwords(Protocol):
    """What turns a password into something that may be kept."""

    def hashed(self, password: str) -> str:
        """Return what is kept of a password."""
        ...

    def fits(self, password: str, kept: str | None) -> bool:
        """Return whether `kept` came from `password`; None takes as long to refuse as a wrong password does."""
        ...

    def is_outdated(self, kept: str) -> bool:
        """Return whether `kept` was made more weakly than it would be now."""
        ...


class Agents(Protocol):
    """Where agents and their sessions are kept. Every adapter passes tests/desk/test_agents.py."""

    def add(self, name: str, email: str, role: Role, password: str | None) -> Agent:
        """Make an agent; without a password they can only sign in at the company's identity provider.

        Raises AgentUnusable or AgentKnown.
        """
        ...

    def all(self) -> list[Agent]:
        """Return every agent, by name."""
        ...

    def get(self, agent_id: str) -> Agent:
        """Return the agent with this id, or raise AgentUnknown."""
        ...

    def by_email(self, email: str) -> Agent:
        """Return the agent with this e-mail address, or raise AgentUnknown."""
        ...

    def set_password(self, email: str, password: str) -> Agent:
        """Give an agent another password and end their sessions; or raise AgentUnknown or AgentUnusable."""
        ...

    def set_disabled(self, email: str, disabled: bool) -> Agent:
        """Let an agent sign in no more, and end their sessions; or let them again. Raises AgentUnknown."""
        ...

    def sign_in(self, email: str, password: str) -> tuple[str, Agent]:
        """Return a new session's token and whose it is, or raise SignInRefused."""
        ...

    def vouched(self, email: str) -> tuple[str, Agent]:
        """Return a new session for someone whom an identity provider knows, or raise SignInRefused."""
        ...

    def of_session(self, token: str, *, used: bool = True) -> Agent:
        """Return whose session this is, and if it is `used` count that as done now; or raise NotSignedIn."""
        ...

    def sign_out(self, token: str) -> None:
        """End a session, if it is one."""
        ...


def usable_name(name: str) -> str:
    """Return a name without the space around it, or raise AgentUnusable."""
    name = " ".join(storable(name).split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise AgentUnusable(
            f"The name {name[:40]!r} cannot be shown to customers. Give 1 to {LONGEST_NAME} characters."
        )
    return name


def usable_email(email: str) -> str:
    """Return an e-mail address as it is kept and compared, or raise AgentUnusable."""
    known_as = same_email(email)
    if len(known_as) > LONGEST_EMAIL or not known_as.isprintable() or not _EMAIL.fullmatch(known_as):
        raise AgentUnusable(f"{email[:60]!r} is no e-mail address. Give one such as ann@company.example.")
    return known_as


def usable_password(password: str) -> str:
    """Return a password as it is hashed, or raise AgentUnusable; the message never holds it."""
    same = same_password(password)
    if not SHORTEST_PASSWORD <= len(same) <= LONGEST_PASSWORD:
        raise AgentUnusable(
            f"The password has {len(same)} characters. "
            f"Give {SHORTEST_PASSWORD} to {LONGEST_PASSWORD}; a few unrelated words are a good one."
        )
    return same


def same_email(email: str) -> str:
    """Return what two ways to write one e-mail address have in common."""
    return storable(unicodedata.normalize("NFKC", email)).strip().casefold()


def same_password(password: str) -> str:
    """Return what two keyboards that type one password have in common."""
    return storable(unicodedata.normalize("NFKC", password))


def may_be_used(begun: datetime, used: datetime, now: datetime) -> bool:
    """Return whether a session begun and last used at these instants is still one."""
    return now - used < IDLE and now - begun < LIFE


def new_password() -> str:
    """Return a password that nobody can guess, in groups that can be read aloud."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(5)) for _ in range(4))
