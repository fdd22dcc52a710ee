"""The agents' JSON: what comes in, checked strictly, and what goes out."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from desk.agents import LONGEST_EMAIL, LONGEST_PASSWORD
from gateway.wire import Strict


class Credentials(Strict):
    """Who wants to sign in."""

    email: str = Field(max_length=LONGEST_EMAIL)
    password: str = Field(max_length=LONGEST_PASSWORD)


class MeOut(BaseModel):
    """Who is signed in."""

    id: str
    name: str
    role: Literal["agent", "lead"]
