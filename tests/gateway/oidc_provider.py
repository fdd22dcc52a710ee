"""A small OpenID Connect provider that listens on loopback: real HTTP, real signatures, one user of the test's choice.

It checks what a provider must: client, redirect address, PKCE verifier, each code once.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "plandesk", "client-secret-for-the-tests"
BACK = "https://desk.test/api/agent/sign-on/back"


@dataclass
class Provider:
    """What the provider says; a test changes it to make the provider wrong."""

    issuer: str = ""
    claims: dict[str, Any] = field(default_factory=lambda: {"email": "ann@company.example"})
    published: dict[str, Any] = field(default_factory=dict)
    signing: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "k1"}))
    algorithm: str = "RS256"
    signs_with: Any = None
    refuses: str | None = None
    down: bool = False
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def answer(self, path: str, query: dict[str, str], form: dict[str, str], authorization: str) -> Any:
        """Return status and JSON, or status and a place to go."""
        self.asked.append(path)
        if self.down:
            return 502, {"error": "bad gateway"}
        if path == "/.well-known/openid-configuration":
            return 200, self._document() | self.published
        if path == "/keys":
            return 200, {"keys": [self.signing.as_dict(private=False)]}
        if path == "/authorize":
            return self._authorize(query)
        if path == "/token":
            return self._token(form, authorization)
        return 404, {}

    def _document(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
        }

    def _authorize(self, query: dict[str, str]) -> Any:
        if query.get("redirect_uri") != BACK or query.get("client_id") != CLIENT:
            return 400, {"error": "invalid_request"}
        assert query["response_type"] == "code" and "openid" in query["scope"].split()
        assert query["code_challenge_method"] == "S256"
        back = {"state": query["state"]}
        if self.refuses:
            return 302, f"{BACK}?{urlencode(back | {'error': self.refuses})}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = query
        return 302, f"{BACK}?{urlencode(back | {'code': code})}"

    def _token(self, form: dict[str, str], authorization: str) -> Any:
        basic = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(form.get("code", ""), None)
        if authorization != f"Basic {basic}":
            return 401, {"error": "invalid_client"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            asked is None
            or form.get("redirect_uri") != asked["redirect_uri"]
            or challenge != asked["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "user-1", "aud": CLIENT, "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"]} | self.claims
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "k1"}
        signed = jwt.encode(
            header, claims, self.signs_with or self.signing, algorithms=[self.algorithm, "none"]
        )
        return 200, {"access_token": "unused", "token_type": "Bearer", "id_token": signed}


@contextmanager
def running() -> Iterator[Provider]:
    """Run a provider while it is needed."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._respond({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            self._respond({name: values[0] for name, values in parse_qs(body).items()})

        def _respond(self, form: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, said = provider.answer(parts.path, query, form, self.headers.get("Authorization", ""))
            body = b"" if isinstance(said, str) else json.dumps(said).encode()
            self.send_response(status)
            if isinstance(said, str):
                self.send_header("Location", said)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
