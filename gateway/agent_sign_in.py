"""SIGNING IN: with an e-mail address and a password, so often and no oftener.

Attempts are counted for each address they come from and for each e-mail address they name, known or not, so that
neither one machine nor many can guess for long. One that succeeds does not count.
"""

from __future__ import annotations

import contextlib
import logging
import math

from anyio import CapacityLimiter, to_thread
from fastapi import Request, Response

from desk.agents import NotSignedIn, SignInRefused, same_email
from desk.handoff import Agent
from desk.wiring import Desk
from gateway.agent_session import COOKIE, SignedIn, agents_router, forget, keep, open_router
from gateway.agent_wire import Credentials, MeOut, NewPresence
from gateway.chat_api import DeskOf
from gateway.limits import Rate
from gateway.problems import Problem

log = logging.getLogger(__name__)

AN_ADDRESS_AT_ONCE, AN_ADDRESS_A_MINUTE = 20, 10.0
AN_EMAIL_AT_ONCE, AN_EMAIL_A_MINUTE = 8, 2.0
CHECKED_AT_ONCE = 4
TOO_OFTEN = "Too many attempts to sign in. Please wait {wait} seconds, then try again."

router = open_router()
signed_in_router = agents_router()


class Attempts:
    """Counts attempts to sign in; `room` keeps a crowd at the door from taking every thread."""

    def __init__(self) -> None:
        self.room = CapacityLimiter(CHECKED_AT_ONCE)
        self._addresses = Rate(AN_ADDRESS_AT_ONCE, AN_ADDRESS_A_MINUTE)
        self._emails = Rate(AN_EMAIL_AT_ONCE, AN_EMAIL_A_MINUTE)

    def count(self, address: str, email: str | None) -> None:
        """Count an attempt, or raise the 429 that says when to come back."""
        wait = self._addresses.wait(address)
        if not wait and email is not None:
            wait = self._emails.wait(same_email(email))
        if wait > 0:
            seconds = math.ceil(wait)
            raise Problem(429, TOO_OFTEN.format(wait=seconds), retry_after=seconds)

    def forgive(self, address: str, email: str) -> None:
        """Take back an attempt that succeeded."""
        self._addresses.give_back(address)
        self._emails.give_back(same_email(email))


@router.post("/sign-in")
async def sign_in(body: Credentials, request: Request, response: Response, desk: DeskOf) -> MeOut:
    """Begin a session; the cookie holds it."""
    attempts: Attempts = request.app.state.sign_in_attempts
    address = request.client.host if request.client else ""
    attempts.count(address, body.email)
    try:
        token, agent = await to_thread.run_sync(
            desk.agents.sign_in, body.email, body.password, limiter=attempts.room
        )
    except SignInRefused:
        log.warning("a sign-in was refused: address=%s", address)
        raise
    attempts.forgive(address, body.email)
    if before := request.cookies.get(COOKIE):
        await to_thread.run_sync(desk.agents.sign_out, before)
        request.app.state.agent_hub.end(before)
    keep(response, request, token)
    return await to_thread.run_sync(me_out, agent, desk)


@router.post("/sign-out", status_code=204)
def sign_out(request: Request, response: Response, desk: DeskOf) -> None:
    """End the session and its sockets, if there is one; whoever signs out is not there any more."""
    if token := request.cookies.get(COOKIE):
        with contextlib.suppress(NotSignedIn):
            desk.handoffs.away(desk.agents.of_session(token).id)
        desk.agents.sign_out(token)
        request.app.state.agent_hub.end(token)
    forget(response, request)


@signed_in_router.get("/me")
def me(agent: SignedIn, desk: DeskOf) -> MeOut:
    """Return who is signed in."""
    return me_out(agent, desk)


@signed_in_router.post("/presence")
def presence(body: NewPresence, agent: SignedIn, desk: DeskOf) -> MeOut:
    """Say whether the agent is there; online holds for a minute."""
    if body.presence == "online":
        desk.handoffs.online(Agent(agent.id, agent.name))
    else:
        desk.handoffs.away(agent.id)
    return me_out(agent, desk)


def me_out(agent: SignedIn, desk: Desk) -> MeOut:
    """Return an agent as the console sees itself."""
    there = any(one.id == agent.id for one in desk.handoffs.agents_online())
    return MeOut(id=agent.id, name=agent.name, role=agent.role, presence="online" if there else "away")
