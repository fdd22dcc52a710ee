"""SIGN-ON: agents signed in by the company's own identity provider, as OpenID Connect means it.

The provider vouches for an e-mail address; only one of a known agent opens anything. What ties the answer to the
browser that asked (state, nonce, the PKCE verifier) is kept by that browser and used once.

Errors:
    SignOnFailed
    ├── ProviderUnreachable: the provider does not answer, or not in a way that can be used; try again later
    └── ProviderRefused: the provider's answer cannot be trusted, or says no
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class SignOnFailed(Exception):
    """Nobody was signed in; the message is for the log and holds nothing secret."""


class ProviderUnreachable(SignOnFailed):
    """The identity provider does not answer, or not in a way that can be used."""


class ProviderRefused(SignOnFailed):
    """The identity provider says no, or its answer cannot be trusted."""


@dataclass(frozen=True)
class Journey:
    """One browser's way to the provider: what its way back must match."""

    state: str
    nonce: str
    verifier: str


class IdentityProvider(Protocol):
    """The company's identity provider."""

    def begin(self, back: str) -> tuple[str, Journey]:
        """Return the address to send a browser to, and what must be known when it returns to `back`.

        Raises ProviderUnreachable.
        """
        ...

    def finish(self, journey: Journey, back: str, code: str) -> str:
        """Return the e-mail address the provider vouches for, for the `code` a browser brought to `back`.

        Raises ProviderUnreachable or ProviderRefused.
        """
        ...
