"""SIGNING IN ELSEWHERE: a browser goes to the company's identity provider and comes back with proof.

Its way back is no call of our page's, so it is tied to the browser by a cookie of its own, signed by the desk, that
lives ten minutes and is used once. However the way ends, the browser lands on the console, which says how it went.
"""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hmac import compare_digest
from typing import Annotated

import jwt
from anyio import to_thread
from fastapi import Query, Request
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from desk.agents import SignInRefused
from desk.sign_on import IdentityProvider, Journey, ProviderRefused, ProviderUnreachable
from desk.wiring import Desk
from gateway.agent_session import PREFIX, is_secure, keep, open_router
from gateway.chat_api import DeskOf
from gateway.problems import Problem

log = logging.getLogger(__name__)

COOKIE, AUDIENCE, ALGORITHM = "plandesk_sign_on", "plandesk-sign-on", "HS256"
LIFE = timedelta(minutes=10)
START, BACK = f"{PREFIX}/sign-on", f"{PREFIX}/sign-on/back"
NO_PROVIDER = "No identity provider is set. Sign in with your e-mail address and password."
Given = Annotated[str, Query(max_length=4096)]

router = open_router()


class WaysOut(BaseModel):
    """How one may sign in: by password always; `sign_on` is where the identity provider's way begins, if any."""

    sign_on: str | None


@router.get("/sign-in")
def ways(request: Request, desk: DeskOf) -> WaysOut:
    """Return how one may sign in."""
    return WaysOut(sign_on=f"{_home(request, desk)}{START}" if desk.identity_provider else None)


@router.get("/sign-on", response_class=RedirectResponse, status_code=303)
async def begin(request: Request, desk: DeskOf) -> RedirectResponse:
    """Send the browser to the identity provider."""
    request.app.state.sign_in_attempts.count(request.client.host if request.client else "", None)
    provider = _provider(desk)
    try:
        url, journey = await _run(request, provider.begin, f"{_home(request, desk)}{BACK}")
    except ProviderUnreachable as fault:
        log.warning("the identity provider cannot be used: %s", fault)
        return _console(request, desk, "unreachable")
    answer = RedirectResponse(url, 303)
    claims = asdict(journey) | {"aud": AUDIENCE, "exp": datetime.now(UTC) + LIFE}
    answer.set_cookie(
        COOKIE,
        jwt.encode(claims, desk.settings.identity_secret, ALGORITHM),
        max_age=int(LIFE.total_seconds()),
        secure=is_secure(request),
        httponly=True,
        samesite="lax",  # the provider's site sends the browser back, so Strict would keep it from us
    )
    return answer


@router.get("/sign-on/back", response_class=RedirectResponse, status_code=303)
async def finish(
    request: Request, desk: DeskOf, state: Given = "", code: Given = "", error: Given = ""
) -> RedirectResponse:
    """Sign the agent in whom the provider vouches for."""
    provider, journey = _provider(desk), _journey(request, desk)
    if journey is None or not compare_digest(journey.state.encode(), state.encode("utf-8", "replace")):
        return _console(request, desk, "expired")
    if error or not code:
        log.warning("the identity provider sent a browser back without a code: %r", error[:100])
        return _console(request, desk, "refused")
    try:
        email = await _run(request, provider.finish, journey, f"{_home(request, desk)}{BACK}", code)
        token, _ = await _run(request, desk.agents.vouched, email)
    except ProviderUnreachable as fault:
        log.warning("the identity provider cannot be used: %s", fault)
        return _console(request, desk, "unreachable")
    except ProviderRefused as fault:
        log.warning("a sign-on was refused: %s", fault)
        return _console(request, desk, "refused")
    except SignInRefused:
        log.warning("the identity provider vouched for somebody who is no agent")
        return _console(request, desk, "unknown")
    answer = _console(request, desk, None)
    keep(answer, request, token)
    return answer


async def _run(request: Request, work, *arguments):
    """Do `work` in a thread; few at a time, as each may wait for the provider."""
    return await to_thread.run_sync(work, *arguments, limiter=request.app.state.sign_in_attempts.room)


def _provider(desk: Desk) -> IdentityProvider:
    if desk.identity_provider is None:
        raise Problem(404, NO_PROVIDER)
    return desk.identity_provider


def _journey(request: Request, desk: Desk) -> Journey | None:
    try:
        claims = jwt.decode(
            request.cookies.get(COOKIE, ""),
            desk.settings.identity_secret,
            [ALGORITHM],
            audience=AUDIENCE,
            options={"require": ["exp", "aud"]},
        )
        return Journey(claims["state"], claims["nonce"], claims["verifier"])
    except (jwt.PyJWTError, KeyError):
        return None


def _home(request: Request, desk: Desk) -> str:
    """Return the address browsers know this desk by."""
    return desk.settings.public_url or str(request.base_url).rstrip("/")


def _console(request: Request, desk: Desk, failed: str | None) -> RedirectResponse:
    """Send the browser to the console, which says what failed; the journey is over either way."""
    answer = RedirectResponse(f"{_home(request, desk)}/agent" + (f"?sign-on={failed}" if failed else ""), 303)
    answer.delete_cookie(COOKIE, secure=is_secure(request), httponly=True, samesite="lax")
    return answer
