"""Passwords by Argon2id, with the parameters RFC 9106 recommends where memory is short (64 MiB)."""

from __future__ import annotations

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

__all__ = ["Argon2Passwords"]

AT_ONCE = 4
"""Hashes computed at the same time: what a crowd at the door may cost is AT_ONCE times 64 MiB."""


class Argon2Passwords:
    """Passwords hashed by Argon2id."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._room = BoundedSemaphore(AT_ONCE)
        self._nobodys: str | None = None

    def hashed(self, password: str) -> str:
        """Return what is kept of a password."""
        with self._room:
            return self._hasher.hash(password)

    def fits(self, password: str, kept: str | None) -> bool:
        """Return whether `kept` came from `password`; None takes as long to refuse as a wrong password does."""
        if self._nobodys is None:
            self._nobodys = self.hashed("a password that is nobody's")
        with self._room:
            try:
                return self._hasher.verify(kept or self._nobodys, password) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, kept: str) -> bool:
        """Return whether `kept` was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(kept)
