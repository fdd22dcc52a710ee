"""The demo's own calls: which account to be, without a password. They exist only while demo accounts are loaded."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel

from desk.demo import SITUATIONS
from desk.wiring import Desk
from gateway.bodies import StrictRoute
from gateway.chat_api import DeskOf
from gateway.problems import Problem
from gateway.wire import DemoAccount

NO_DEMO = "There are no demo accounts here."

router = APIRouter(prefix="/api", tags=["help page"], route_class=StrictRoute)


class DemoAccountOut(BaseModel):
    """A demo account and what it is for."""

    id: str
    name: str
    situation: str


class DemoOut(BaseModel):
    """The demo accounts."""

    accounts: list[DemoAccountOut]


class IdentityOut(BaseModel):
    """A signed identity."""

    identity: str


class HelpOut(BaseModel):
    """What the help page says about the company."""

    name: str
    phone: str
    currency: str


@router.get("/help")
def about(desk: DeskOf) -> HelpOut:
    """Return how to reach the company."""
    return HelpOut(name="Plandesk", phone=desk.policy.phone, currency=desk.policy.currency)


@router.get("/chat/demo")
def demo(desk: DeskOf) -> DemoOut:
    """Return the demo accounts with the situation each is in."""
    _must_be_demo(desk)
    return DemoOut(
        accounts=[
            DemoAccountOut(id=account.id, name=account.name, situation=SITUATIONS[account.id])
            for account in desk.accounts.all()
            if account.id in SITUATIONS
        ]
    )


@router.post("/chat/demo-token")
def demo_token(body: DemoAccount, request: Request, desk: DeskOf) -> IdentityOut:
    """Return a signed identity for a demo account."""
    _must_be_demo(desk)
    if body.account not in SITUATIONS:
        raise Problem(404, NO_DEMO)
    return IdentityOut(identity=request.app.state.identity.token_for(body.account, desk.clock.now()))


def _must_be_demo(desk: Desk) -> None:
    if not desk.accounts.is_demo():
        raise Problem(404, NO_DEMO)
