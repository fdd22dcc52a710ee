"""The company's identity provider by OpenID Connect: authorization code with PKCE, the ID token checked in full.

What is wrong with an answer is never guessed around: a signature by a key the provider does not publish, another
issuer, audience or nonce, an address the provider itself calls unverified, are all a no.
"""

from __future__ import annotations

import secrets
import time
from threading import Lock
from typing import Any, cast

import requests
from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]  # ships no types
from authlib.integrations.requests_client import OAuth2Session  # type: ignore[import-untyped]  # ships no types
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # ships no types
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from desk.settings import OidcSettings
from desk.sign_on import Journey, ProviderRefused, ProviderUnreachable

__all__ = ["OpenIdProvider"]

ALGORITHMS = ["RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512", "EdDSA"]
"""Signatures by a key that only the provider has; a shared secret or none at all proves nothing."""
SCOPE = "openid email profile"
SECONDS, LEEWAY, REMEMBERED_SECONDS = 5.0, 60, 3600.0
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class OpenIdProvider:
    """The provider at `settings.issuer`; what it publishes about itself is read when first needed, then hourly."""

    def __init__(self, settings: OidcSettings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._found: tuple[float, dict[str, Any]] | None = None

    def begin(self, back: str) -> tuple[str, Journey]:
        """Return the address to send a browser to, and what must be known when it returns to `back`."""
        journey = Journey(*(secrets.token_urlsafe(32) for _ in range(3)))
        with self._session(back) as session:
            url, _ = session.create_authorization_url(
                self._published()["authorization_endpoint"],
                state=journey.state,
                nonce=journey.nonce,
                code_verifier=journey.verifier,
            )
        return str(url), journey

    def finish(self, journey: Journey, back: str, code: str) -> str:
        """Return the e-mail address the provider vouches for, for the `code` a browser brought to `back`."""
        published = self._published()
        try:
            with self._session(back) as session:
                token = session.fetch_token(
                    published["token_endpoint"],
                    code=code,
                    code_verifier=journey.verifier,
                    allow_redirects=False,
                )
        except requests.RequestException as fault:
            raise ProviderUnreachable(f"The token endpoint does not answer: {fault}") from fault
        except (AuthlibBaseError, ValueError) as fault:
            raise ProviderRefused(f"The provider gives no token: {fault}") from fault
        return self._vouched(token, journey, published)

    def _vouched(self, token: dict[str, Any], journey: Journey, published: dict[str, Any]) -> str:
        published_keys = cast(KeySetSerialization, self._fetched(published["jwks_uri"]))
        try:
            keys = KeySet.import_key_set(published_keys)
            decoded = jwt.decode(str(token.get("id_token")), keys, algorithms=ALGORITHMS)
            claims = CodeIDToken(
                decoded.claims,
                decoded.header,
                options={
                    "iss": {"essential": True, "value": published["issuer"]},
                    "aud": {"essential": True, "value": self._settings.client_id},
                },
                params={
                    "nonce": journey.nonce,
                    "client_id": self._settings.client_id,
                    "access_token": token.get("access_token"),
                },
            )
            claims.validate(leeway=LEEWAY)
        except (JoseError, AuthlibBaseError, ValueError, TypeError, KeyError) as fault:
            raise ProviderRefused(f"The ID token cannot be trusted: {fault}") from fault
        email = claims.get("email")
        if not isinstance(email, str) or claims.get("email_verified", True) is not True:
            raise ProviderRefused("The ID token holds no verified e-mail address.")
        return email

    def _session(self, back: str) -> OAuth2Session:
        settings = self._settings
        return OAuth2Session(
            settings.client_id,
            settings.client_secret,
            scope=SCOPE,
            redirect_uri=back,
            code_challenge_method="S256",
            default_timeout=SECONDS,
        )

    def _published(self) -> dict[str, Any]:
        """Return what the provider publishes about itself."""
        with self._lock:
            if self._found is None or time.monotonic() - self._found[0] > REMEMBERED_SECONDS:
                document = self._fetched(f"{self._settings.issuer}/.well-known/openid-configuration")
                if str(document.get("issuer", "")).rstrip("/") != self._settings.issuer:
                    raise ProviderUnreachable(f"It calls itself {str(document.get('issuer'))[:200]!r}.")
                if not all(isinstance(document.get(name), str) for name in ENDPOINTS):
                    raise ProviderUnreachable(f"It does not publish all of {', '.join(ENDPOINTS)}.")
                self._found = (time.monotonic(), document)
            return self._found[1]

    def _fetched(self, url: str) -> dict[str, Any]:
        try:
            answer = requests.get(url, timeout=SECONDS, allow_redirects=False)
            document = answer.json() if answer.status_code == 200 else None
        except requests.RequestException as fault:
            raise ProviderUnreachable(f"{url} does not answer: {fault}") from fault
        if not isinstance(document, dict):
            raise ProviderUnreachable(f"{url} answers {answer.status_code} and no JSON object.")
        return document
