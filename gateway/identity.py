"""WHO IS SPEAKING: a short-lived token that the company's own site signs, checked in full before anything else."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import Any

import jwt

AUDIENCE = "plandesk"
ALGORITHM = "HS256"
LONGEST_TOKEN = 4096
LEEWAY = timedelta(seconds=30)
DEMO_LIFE = timedelta(minutes=10)


class IdentityRefused(Exception):
    """The identity token cannot be trusted; the message says which kind of fault it has and nothing else."""


class Identity:
    """Checks and, for the demo, makes identity tokens signed with `secret`."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def account_in(self, token: str, now: datetime) -> str:
        """Return the account id in `token`.

        Raises:
            IdentityRefused: it is forged, malformed, for another audience, expired or not yet valid.
        """
        if len(token) > LONGEST_TOKEN:
            raise IdentityRefused(f"The identity token is longer than {LONGEST_TOKEN:,} characters.")
        claims = self._claims(token)
        expires, begins = _instant(claims, "exp"), _instant(claims, "nbf")
        if expires is None:
            raise IdentityRefused("The identity token has no expiry (`exp`).")
        if now.timestamp() > expires + LEEWAY.total_seconds():
            raise IdentityRefused(
                "The identity token has expired. Reload the page of your company's site you came from."
            )
        if begins is not None and now.timestamp() < begins - LEEWAY.total_seconds():
            raise IdentityRefused(
                "The identity token is not valid yet. Check the clock of the site that signs it."
            )
        subject = claims.get("sub")
        if not isinstance(subject, str) or not subject or not subject.isprintable():
            raise IdentityRefused("The identity token names no account (`sub`).")
        return subject

    def token_for(self, account_id: str, now: datetime) -> str:
        """Return a token for a demo account."""
        claims = {"sub": account_id, "aud": AUDIENCE, "exp": int((now + DEMO_LIFE).timestamp())}
        return jwt.encode(claims, self._secret, ALGORITHM)

    def _claims(self, token: str) -> dict[str, Any]:
        # Expiry is compared with the desk's own clock, so that a stopped clock stops it too.
        options = {"verify_exp": False, "verify_nbf": False, "verify_iat": False, "verify_sub": False}
        try:
            return jwt.decode(token, self._secret, [ALGORITHM], audience=AUDIENCE, options=options)
        except (jwt.InvalidAudienceError, jwt.MissingRequiredClaimError) as fault:
            raise IdentityRefused(
                'The identity token is for another audience; `aud` must be "plandesk".'
            ) from fault
        except jwt.InvalidAlgorithmError as fault:
            raise IdentityRefused("The identity token is not signed with HS256.") from fault
        except jwt.InvalidSignatureError as fault:
            raise IdentityRefused("The identity token's signature is wrong.") from fault
        except (jwt.PyJWTError, ValueError, UnicodeError) as fault:
            raise IdentityRefused("The identity token is not a valid JWT.") from fault


def _instant(claims: dict[str, Any], name: str) -> float | None:
    value = claims.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise IdentityRefused(f"The identity token's `{name}` is not a number of seconds.")
    return float(value)
