"""Every error as RFC 9457 problem+json, mapped in this one place. The detail is for the person who meets it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from desk.accounts import AccountsUnavailable
from desk.adapters.sql.database import DatabaseUnusable
from desk.agents import NotSignedIn, SignInRefused
from desk.chat import StillWorking
from desk.conversations import ChoiceStale, ChoiceUnknown, MessageTooLong, SessionUnknown, TooManyWaiting
from desk.handoff import HandoffRefused
from desk.handoffs import NothingToApprove, UnknownConversation
from desk.requests import UnusableRequest
from desk.text import storable
from gateway.identity import IdentityRefused

log = logging.getLogger(__name__)

STALE = (
    "That button belongs to an earlier question. Please use the ones under the latest message, or just write."
)
UNKNOWN_CHOICE = (
    "That button was never offered in this conversation. Please use the ones shown, or just write."
)
STILL = (
    "The answer is taking unusually long. Your message is kept, and the answer appears here when it is ready."
)
UNAVAILABLE = "Our records cannot be reached at the moment. What you wrote before is kept; please try again in a minute."
BROKEN = (
    "Something in the desk itself failed, and it was noted. What you wrote before is kept; please try again."
)
PLAIN = {
    404: "There is nothing at this address.",
    405: "This address does not take that method; the Allow header says which it takes.",
}
TITLES = {status.phrase for status in HTTPStatus}


class Problem(Exception):
    """An error with its status and a sentence."""

    def __init__(self, status: int, detail: str, *, retry_after: int | None = None) -> None:
        self.status = status
        self.detail = detail
        self.retry_after = retry_after
        super().__init__(detail)


def response(
    status: int, detail: str, *, retry_after: int | None = None, headers: Mapping[str, str] | None = None
) -> JSONResponse:
    """Return a problem as HTTP carries it."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": storable(detail),
    }
    headers = dict(headers or {})
    if retry_after is not None:
        headers["Retry-After"] = str(retry_after)
    return JSONResponse(body, status, headers, "application/problem+json")


def install(app: FastAPI) -> None:
    """Teach `app` what each error means over HTTP."""
    plain: dict[type[Exception], tuple[int, str | None]] = {
        IdentityRefused: (401, None),
        SessionUnknown: (401, None),
        NotSignedIn: (401, None),
        SignInRefused: (401, None),
        MessageTooLong: (413, None),
        ChoiceUnknown: (409, UNKNOWN_CHOICE),
        ChoiceStale: (409, STALE),
        UnknownConversation: (404, None),
        HandoffRefused: (409, None),
        NothingToApprove: (409, None),
        UnusableRequest: (422, None),
        StillWorking: (504, STILL),
        TooManyWaiting: (429, None),
        AccountsUnavailable: (503, UNAVAILABLE),
        DatabaseUnusable: (503, UNAVAILABLE),
    }
    for kind, (status, detail) in plain.items():
        app.add_exception_handler(kind, _handler(status, detail))

    @app.exception_handler(Problem)
    async def _problem(_: Request, fault: Problem) -> JSONResponse:
        return response(fault.status, fault.detail, retry_after=fault.retry_after)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, fault: HTTPException) -> JSONResponse:
        detail = PLAIN.get(fault.status_code, "") if fault.detail in TITLES else str(fault.detail)
        return response(fault.status_code, detail or str(fault.detail), headers=fault.headers)

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, fault: RequestValidationError) -> JSONResponse:
        return response(422, "; ".join(_words(error) for error in fault.errors()[:5]))

    @app.exception_handler(Exception)
    async def _unforeseen(request: Request, fault: Exception) -> JSONResponse:
        log.exception("unforeseen failure at %s", request.url.path, exc_info=fault)
        return response(500, BROKEN)


def _handler(status: int, detail: str | None):
    async def handle(_: Request, fault: Exception) -> JSONResponse:
        retry_after = 5 if status in (429, 503) else None
        return response(status, detail or str(fault), retry_after=retry_after)

    return handle


def _words(error: dict[str, object]) -> str:
    place = ".".join(str(part) for part in error.get("loc", ()) if part != "body")  # type: ignore[union-attr]
    sentence = str(error.get("msg", "cannot be used")).removeprefix("Value error, ")
    return f"{place or 'The body'}: {sentence}"[:300]
