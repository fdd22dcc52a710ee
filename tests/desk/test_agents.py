"""Agents and their sessions, on both kinds of database."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from desk.adapters.argon2 import Argon2Passwords
from desk.adapters.sql.agents import SqlAgents
from desk.adapters.sql.tables.agents import agent_sessions
from desk.adapters.sql.tables.agents import agents as agents_table
from desk.agents import (
    AgentKnown,
    AgentUnknown,
    AgentUnusable,
    NotSignedIn,
    SignInRefused,
    new_password,
)

SECRET = "correct horse battery"
QUICK = Argon2Passwords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def agents(database, clock) -> SqlAgents:
    """The agents of an empty database, with passwords that are quick to check."""
    return SqlAgents(database, QUICK, clock)


@pytest.fixture
def ann(agents):
    """Ann, an agent."""
    return agents.add("Ann Lee", "Ann@Company.example", "agent", SECRET)


def test_an_agent_signs_in_and_is_known_by_the_session(agents, ann):
    """However the address is written, and until they sign out."""
    token, agent = agents.sign_in(" ann@COMPANY.example ", SECRET)
    assert agent == ann == agents.of_session(token) == agents.get(ann.id)
    agents.sign_out(token)
    with pytest.raises(NotSignedIn):
        agents.of_session(token)


def test_neither_password_nor_token_is_kept(agents, ann, database):
    """What is in the database opens nothing."""
    token, _ = agents.sign_in(ann.email, SECRET)
    with database.read() as connection:
        rows = [*connection.execute(select(agents_table)), *connection.execute(select(agent_sessions))]
    assert token not in str(rows) and SECRET not in str(rows)
    assert "$argon2id$" in str(rows)


@pytest.mark.parametrize(
    ("email", "password"),
    [
        pytest.param("ann@company.example", SECRET + " ", id="wrong password"),
        pytest.param("bob@company.example", SECRET, id="nobody's address"),
        pytest.param("", "", id="nothing at all"),
        pytest.param("\ud800\x00@x", "\ud800", id="what no database can hold"),
    ],
)
def test_a_wrong_sign_in_does_not_say_what_is_wrong(agents, ann, email, password):
    """The same words for a wrong address and a wrong password."""
    with pytest.raises(SignInRefused, match=r"^The e-mail address or the password is wrong\.$"):
        agents.sign_in(email, password)


def test_someone_without_a_password_cannot_sign_in_with_one(agents):
    """An agent of the identity provider's is let in by it alone."""
    agents.add("Oda", "oda@company.example", "lead", None)
    for guess in ("", "None", "a password that is nobody's"):
        with pytest.raises(SignInRefused):
            agents.sign_in("oda@company.example", guess)
    token, oda = agents.vouched("ODA@company.example")
    assert agents.of_session(token).role == oda.role == "lead"


def test_an_unknown_address_is_checked_like_a_known_one(database, ann, clock):
    """A password is verified either way, so that the time taken tells nothing."""

    class Counting(Argon2Passwords):
        checked = 0

        def fits(self, password, kept):
            self.checked += 1
            return super().fits(password, kept)

    counting = Counting(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    for email in (ann.email, "nobody@company.example"):
        with pytest.raises(SignInRefused):
            SqlAgents(database, counting, clock).sign_in(email, "wrong")
    assert counting.checked == 2


@pytest.mark.parametrize(
    ("hours", "known"),
    [
        pytest.param([7.9, 7.9], True, id="used within 8 hours each time"),
        pytest.param([8], False, id="idle for 8 hours"),
        pytest.param([7, 7, 7, 2.9], True, id="just under a day"),
        pytest.param([7, 7, 7, 3], False, id="a day, however busy"),
    ],
)
def test_a_session_ends_by_itself(agents, ann, clock, hours, known):
    """Idle for 8 hours, or 24 hours old whatever was done with it."""
    token, _ = agents.sign_in(ann.email, SECRET)
    for step in hours[:-1]:
        clock.wind(hours=step)
        agents.of_session(token)
    clock.wind(hours=hours[-1])
    if known:
        assert agents.of_session(token) == ann
    else:
        with pytest.raises(NotSignedIn):
            agents.of_session(token)


def test_sessions_that_are_over_are_forgotten(agents, ann, clock, database):
    """The next sign-in clears them away; others' stay."""
    agents.sign_in(ann.email, SECRET)
    clock.wind(hours=5)
    agents.sign_in(ann.email, SECRET)
    clock.wind(hours=4)
    agents.sign_in(ann.email, SECRET)
    with database.read() as connection:
        assert len(connection.execute(select(agent_sessions)).all()) == 2


def test_a_disabled_agent_is_out_at_once(agents, ann):
    """Every session ends, no other begins by either way, until they are let in again."""
    token, _ = agents.sign_in(ann.email, SECRET)
    assert agents.set_disabled(ann.email, True).disabled
    with pytest.raises(NotSignedIn):
        agents.of_session(token)
    with pytest.raises(SignInRefused):
        agents.sign_in(ann.email, SECRET)
    with pytest.raises(SignInRefused):
        agents.vouched(ann.email)
    agents.set_disabled(ann.email, False)
    assert agents.sign_in(ann.email, SECRET)[1] == ann
    with pytest.raises(NotSignedIn):
        agents.of_session(token)


def test_another_password_ends_every_session(agents, ann):
    """Whoever knew the old one is out."""
    token, _ = agents.sign_in(ann.email, SECRET)
    agents.set_password("ANN@company.example", "another long password")
    with pytest.raises(NotSignedIn):
        agents.of_session(token)
    with pytest.raises(SignInRefused):
        agents.sign_in(ann.email, SECRET)
    agents.sign_in(ann.email, "another long password")


def test_disabling_wins_over_a_sign_in_under_way(agents, ann, database, clock):
    """Whoever is disabled while the password is checked gets no session."""

    class Slow(Argon2Passwords):
        def fits(self, password, kept):
            agents.set_disabled(ann.email, True)
            return super().fits(password, kept)

    slow = Slow(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    with pytest.raises(SignInRefused):
        SqlAgents(database, slow, clock).sign_in(ann.email, SECRET)


def test_a_password_kept_too_weakly_is_hashed_anew(agents, ann, database, clock):
    """At the next sign-in, with the parameters of today."""
    stronger = Argon2Passwords(PasswordHasher(time_cost=2, memory_cost=64, parallelism=1))
    SqlAgents(database, stronger, clock).sign_in(ann.email, SECRET)
    with database.read() as connection:
        assert "t=2" in connection.execute(select(agents_table.c.password_hash)).scalar_one()


def test_one_address_is_one_agent(agents, ann):
    """The second is refused with the address."""
    with pytest.raises(AgentKnown, match=r"ann@company\.example is an agent already"):
        agents.add("Another Ann", "ANN@company.example", "lead", SECRET)
    assert agents.all() == [ann]


@pytest.mark.parametrize(
    ("name", "email", "password", "said"),
    [
        pytest.param("  ", "a@b.example", SECRET, "The name", id="no name"),
        pytest.param("A\u202eB", "a@b.example", SECRET, "The name", id="name that runs backwards"),
        pytest.param("Ann", "ann", SECRET, "'ann' is no e-mail", id="no address"),
        pytest.param("Ann", "ann@b, bob@b", SECRET, "is no e-mail", id="two addresses"),
        pytest.param("Ann", "a@b.example", "short", "has 5 characters", id="short password"),
        pytest.param("Ann", "a@b.example", "x" * 201, "has 201 characters", id="endless password"),
    ],
)
def test_what_cannot_be_used_is_refused_with_the_reason(agents, name, email, password, said):
    """Before anything is kept; a password is never repeated."""
    with pytest.raises(AgentUnusable, match=said) as refused:
        agents.add(name, email, "agent", password)
    assert password not in str(refused.value)
    assert agents.all() == []


def test_who_is_not_an_agent_is_named(agents):
    """By the address or id that was asked for."""
    for ask in (agents.by_email, agents.get, lambda email: agents.set_disabled(email, True)):
        with pytest.raises(AgentUnknown, match=r"'nobody@company\.example'"):
            ask("nobody@company.example")


def test_a_made_password_is_long_and_its_own(agents):
    """Twenty letters and digits, never the same."""
    made = {new_password() for _ in range(50)}
    assert len(made) == 50
    agents.add("Ann", "ann@company.example", "agent", made.pop())
