"""WIRING: the only reader of settings, and the only place that decides which adapter stands behind a port.

Settings come from the environment, then from `.env`; secrets that neither has are made once and kept.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from billing_rules import Policy, PolicyFaults, load_policy
from desk import settings as values
from desk.adapters.argon2 import Argon2Passwords
from desk.adapters.dns import LiveResolver, ZoneFile
from desk.adapters.embedded import EmbeddedTickets
from desk.adapters.oidc import OpenIdProvider
from desk.adapters.rasa import RasaEngine, RasaMemory
from desk.adapters.sql import migrate
from desk.adapters.sql.accounts import SqlAccounts
from desk.adapters.sql.agents import SqlAgents
from desk.adapters.sql.conversations import SqlConversations
from desk.adapters.sql.database import Database, DatabaseUnusable
from desk.adapters.sql.handoffs import SqlHandoffs
from desk.adapters.sql.outbox import SqlOutbox
from desk.adapters.sql.ownership import Ownership
from desk.adapters.sql.requests import SqlRequests
from desk.adapters.sql.watch import DatabaseWatch
from desk.chat import Chat
from desk.clock import Clock, SystemClock, UnreadableInstant, clock_from
from desk.domains import Domains
from desk.env_files import SecretsNotKept, UnreadableSettings, keep_secrets, read_env
from desk.macros import MacroFaults, Macros, load_macros
from desk.phrases import Phrases
from desk.settings import MACROS, SECRETS, BadSetting
from desk.sign_on import IdentityProvider
from desk.tickets import Tickets

ROOT = Path(__file__).resolve().parent.parent

START_FAULTS = (
    BadSetting,
    UnreadableSettings,
    UnreadableInstant,
    SecretsNotKept,
    PolicyFaults,
    MacroFaults,
    DatabaseUnusable,
)
"""Why a start is refused; the message of each is for the person who started."""

TICKET_SYSTEMS: dict[str, Callable[[Database, Clock], Tickets]] = {"embedded": EmbeddedTickets}


class Settings(values.Settings):
    """Everything that can be set, as the environment and `.env` set it."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, root: Path = ROOT) -> Settings:
        """Return the settings, or raise BadSetting and its kin with one sentence."""
        found = read_env(root / ".env") | dict(os.environ if environ is None else environ)
        unset = [name for name in SECRETS if not found.get(name, "").strip()]
        if unset:
            kept = keep_secrets(root / "var" / "secrets.env", unset)
            found |= {name: kept[name] for name in unset}
        return cls(**vars(values.parse(found, root)))


@dataclass(frozen=True)
class Desk:
    """The desk with everything behind it, ready to use."""

    settings: Settings
    clock: Clock
    policy: Policy
    db: Database
    db_watch: DatabaseWatch
    accounts: SqlAccounts
    agents: SqlAgents
    identity_provider: IdentityProvider | None
    requests: SqlRequests
    outbox: SqlOutbox
    tickets: Tickets
    conversations: SqlConversations
    handoffs: SqlHandoffs
    domains: Domains
    engine: RasaEngine
    chat: Chat
    phrases: Phrases
    macros: Macros

    def close(self) -> None:
        """Give up the database's connections."""
        self.db.close()


def build(settings: Settings) -> Desk:
    """Return the desk for `settings`: policy read, database checked and brought up to date.

    Raises one of START_FAULTS.
    """
    clock = clock_from(settings.frozen_at)
    policy = load_policy(settings.policy)
    make_tickets = ticket_system(settings.tickets)
    database = open_database(settings)
    phrases = Phrases(policy.phone)
    accounts = SqlAccounts(database)
    requests, outbox = SqlRequests(database, clock), SqlOutbox(database, clock)
    ownership = Ownership(clock, SystemClock(), phrases, requests, outbox, RasaMemory())
    conversations = SqlConversations(database, clock, ownership, settings.burst)
    handoffs = SqlHandoffs(database, ownership, accounts.get)
    engine = RasaEngine(settings.engine_url, settings.engine_secret)
    return Desk(
        settings=settings,
        clock=clock,
        policy=policy,
        db=database,
        db_watch=DatabaseWatch(database),
        accounts=accounts,
        agents=SqlAgents(database, Argon2Passwords()),
        identity_provider=OpenIdProvider(settings.oidc) if settings.oidc else None,
        requests=requests,
        outbox=outbox,
        tickets=make_tickets(database, clock),
        conversations=conversations,
        handoffs=handoffs,
        domains=domains(settings),
        engine=engine,
        chat=Chat(conversations, engine, clock, phrases, handoffs),
        phrases=phrases,
        macros=_macros(settings),
    )


def _macros(settings: Settings) -> Macros:
    """Return the macros that are set; a company that took the file away has none."""
    default = settings.root / MACROS
    return Macros() if settings.macros == default and not default.exists() else load_macros(settings.macros)


def domains(settings: Settings) -> Domains:
    """Return what looks domains up: the DNS that is set, else the system's with the demo's own names beside it."""
    if settings.dns_resolver:
        return Domains(LiveResolver(settings.dns_resolver))
    return Domains(ZoneFile(ROOT / "policies" / "demo-zone.yml", LiveResolver()))


def open_database(settings: Settings) -> Database:
    """Return the database, checked and in its newest shape, or raise DatabaseUnusable."""
    database = Database(settings.database_url, base=settings.root)
    database.check()
    migrate.upgrade(database)
    return database


def ticket_system(name: str) -> Callable[[Database, Clock], Tickets]:
    """Return what makes the ticket system called `name`, or raise BadSetting."""
    if name not in TICKET_SYSTEMS:
        raise BadSetting("TICKETS", name, f"Set it to one of: {', '.join(sorted(TICKET_SYSTEMS))}.")
    return TICKET_SYSTEMS[name]
