"""The real DNS, through dnspython: the system's resolvers, or the one that is set."""

from __future__ import annotations

import dns.exception
import dns.resolver

from desk.domains import LookupFailed

SECONDS = 2.0
PORT = 53


class LiveResolver:
    """Asks `server` ("127.0.0.1" or "127.0.0.1:5353"), or the system's resolvers when it is None."""

    def __init__(self, server: str | None = None, seconds: float = SECONDS) -> None:
        self._server = server
        self._seconds = seconds

    def txt(self, name: str) -> list[str]:
        """Return the TXT records of `name`; empty only when DNS says that there are none."""
        try:
            answer = self._resolver().resolve(name, "TXT", lifetime=self._seconds, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return []
        except (dns.exception.DNSException, OSError, ValueError) as fault:
            raise LookupFailed(f"{name}: {fault}") from fault
        return [b"".join(record.strings).decode("utf-8", "replace") for record in answer]

    def _resolver(self) -> dns.resolver.Resolver:
        if self._server is None:
            return dns.resolver.Resolver()
        host, _, port = self._server.partition(":")
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers = [host]
        resolver.port = int(port or PORT)
        return resolver
