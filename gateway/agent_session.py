"""WHO IS SIGNED IN: the agents' cookie, and what every call of theirs must prove before it is looked at.

The cookie is nothing a page can read, and no other site's page can send it. A call that changes something must also
come from our own page and carry a header that only a script of ours sets, so that no form anywhere can make it.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from desk.agents import LIFE, Agent, NotSignedIn
from gateway.bodies import StrictRoute
from gateway.chat_api import the_desk
from gateway.origins import is_own
from gateway.problems import Problem

COOKIE = "plandesk_agent"
HEADER = "X-Plandesk"
READS = ("GET", "HEAD", "OPTIONS")
PREFIX = "/api/agent"
BY_ITSELF = "/presence"
"""What a console does again and again without anyone at it."""
FOREIGN = (
    "This call did not come from the console's own page, so nothing was done. Open /agent and try again."
)
LEADS_ONLY = "Only a lead may do this. Ask one of yours."


def from_our_page(request: Request) -> None:
    """Refuse a call that changes something unless our own page made it."""
    if request.method not in READS and (request.headers.get(HEADER) != "1" or not is_own(request)):
        raise Problem(403, FOREIGN)


def signed_in(request: Request) -> Agent:
    """Return the agent whose session the cookie holds, or raise NotSignedIn.

    Only what an agent does keeps a session alive: a console that nobody sits at looks and says it is there for ever.
    """
    token = request.cookies.get(COOKIE)
    if not token:
        raise NotSignedIn
    does = request.method not in READS and not request.url.path.endswith(BY_ITSELF)
    return the_desk(request).agents.of_session(token, used=does)


def a_lead(agent: Annotated[Agent, Depends(signed_in)]) -> Agent:
    """Return the agent if it is a lead, or answer 403."""
    if agent.role != "lead":
        raise Problem(403, LEADS_ONLY)
    return agent


SignedIn = Annotated[Agent, Depends(signed_in)]
Lead = Annotated[Agent, Depends(a_lead)]


def open_router() -> APIRouter:
    """Return a router for calls that nobody need be signed in for."""
    return APIRouter(
        prefix=PREFIX, tags=["agents"], route_class=StrictRoute, dependencies=[Depends(from_our_page)]
    )


def agents_router() -> APIRouter:
    """Return a router whose every call needs a signed-in agent, whether its handler asks for one or not."""
    guards = [Depends(from_our_page), Depends(signed_in)]
    return APIRouter(prefix=PREFIX, tags=["agents"], route_class=StrictRoute, dependencies=guards)


def is_secure(request: Request) -> bool:
    """Return whether browsers reach this desk by https, so that a cookie must never travel without."""
    public = the_desk(request).settings.public_url or ""
    return request.url.scheme == "https" or public.startswith("https://")


def keep(response: Response, request: Request, token: str) -> None:
    """Give the browser a session's cookie."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LIFE.total_seconds()),
        path="/",
        secure=is_secure(request),
        httponly=True,
        samesite="strict",
    )


def forget(response: Response, request: Request) -> None:
    """Take the cookie back."""
    response.delete_cookie(COOKIE, path="/", secure=is_secure(request), httponly=True, samesite="strict")
