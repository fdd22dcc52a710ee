"""SETTINGS as values: what each one may be, and the sentence that says what to type instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

SECRETS = ("IDENTITY_SECRET", "ENGINE_SECRET", "ACTIONS_SECRET")
SHORTEST_SECRET = 8
LONGEST_BURST = 5000
DATABASE = "sqlite:///var/plandesk.db"
MACROS = "policies/macros.yml"


class BadSetting(ValueError):
    """A setting cannot be used; the message names it, its value and what to type instead."""

    def __init__(self, name: str, value: str, instead: str) -> None:
        super().__init__(f"{name} is {value!r}. {instead}")


@dataclass(frozen=True)
class OidcSettings:
    """The company's identity provider, and how this desk is known to it."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, checked; secrets never show in its repr."""

    root: Path
    database_url: str
    redis_url: str | None
    tickets: str
    policy: Path
    macros: Path
    identity_secret: str
    engine_secret: str
    actions_secret: str
    host: str
    port: int
    engine_url: str
    actions_url: str
    dns_resolver: str | None
    frozen_at: str | None
    tune: bool
    burst: timedelta
    public_url: str | None
    oidc: OidcSettings | None

    def __repr__(self) -> str:
        """Return what may be shown in a log."""
        return f"Settings(root={self.root}, tickets={self.tickets!r}, policy={self.policy}, port={self.port})"


def parse(values: Mapping[str, str], root: Path) -> Settings:
    """Return the settings that `values` hold, with our defaults; `values` must hold the secrets."""
    return Settings(
        root=root,
        database_url=_given(values, "DATABASE_URL") or DATABASE,
        redis_url=_url(values, "REDIS_URL", None, ("redis", "rediss", "unix")),
        tickets=(_given(values, "TICKETS") or "embedded").lower(),
        policy=root / (_given(values, "POLICY") or "policies/demo.yml"),
        macros=root / (_given(values, "MACROS") or MACROS),
        identity_secret=_secret(values, "IDENTITY_SECRET"),
        engine_secret=_secret(values, "ENGINE_SECRET"),
        actions_secret=_secret(values, "ACTIONS_SECRET"),
        host=_given(values, "HOST") or "127.0.0.1",
        port=_port(values),
        engine_url=_url(values, "ENGINE_URL", "http://127.0.0.1:5005", ("http", "https")) or "",
        actions_url=_url(values, "ACTIONS_URL", "http://127.0.0.1:5055", ("http", "https")) or "",
        dns_resolver=_given(values, "DNS_RESOLVER"),
        frozen_at=_given(values, "PLANDESK_NOW"),
        tune=_switch(values, "TUNE"),
        burst=_milliseconds(values, "BURST_MS", 700, LONGEST_BURST),
        public_url=_url(values, "PUBLIC_URL", None, ("http", "https"), "https://help.company.example"),
        oidc=_oidc(values),
    )


def _given(values: Mapping[str, str], name: str) -> str | None:
    """Return a setting without the space around it; an empty one counts as not set."""
    return values.get(name, "").strip() or None


def _secret(values: Mapping[str, str], name: str) -> str:
    value = _given(values, name)
    if value is None:
        raise BadSetting(name, "", f"Set it to a long random text, such as the output of `{SECRET_COMMAND}`.")
    if len(value) < SHORTEST_SECRET:
        shown = f"{len(value)} characters long"
        raise BadSetting(name, shown, f"That can be guessed: set the output of `{SECRET_COMMAND}`.")
    return value


SECRET_COMMAND = "python -c 'import secrets; print(secrets.token_urlsafe(32))'"  # noqa: S105  (a command, no secret)


def _port(values: Mapping[str, str]) -> int:
    value = _given(values, "PORT") or "8080"
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65536):
        raise BadSetting("PORT", value, "Set it to a number from 1 to 65535, such as 8080.")
    return int(value)


def _milliseconds(values: Mapping[str, str], name: str, default: int, longest: int) -> timedelta:
    value = _given(values, name) or str(default)
    if not (value.isascii() and value.isdigit() and int(value) <= longest):
        raise BadSetting(name, value, f"Set it to milliseconds from 0 to {longest}, such as {default}.")
    return timedelta(milliseconds=int(value))


def _switch(values: Mapping[str, str], name: str) -> bool:
    """Return whether something is to be done; it is unless it is switched off."""
    value = _given(values, name) or "1"
    if value not in ("0", "1"):
        raise BadSetting(name, value, "Set it to 1 (on) or 0 (off).")
    return value == "1"


def _oidc(values: Mapping[str, str]) -> OidcSettings | None:
    """Return the identity provider, None when nothing of it is set; half of it is a fault."""
    names = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    found = {name: _given(values, name) for name in names}
    if not any(found.values()):
        return None
    for name, value in found.items():
        if value is None:
            raise BadSetting(name, "", f"Set all of {', '.join(names)}, or none of them.")
    issuer = _url(values, "OIDC_ISSUER", None, ("http", "https"), "https://id.company.example") or ""
    parts = urlsplit(issuer)
    if parts.scheme == "http" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise BadSetting("OIDC_ISSUER", issuer, "Set it to an https address: who answers it signs agents in.")
    return OidcSettings(issuer, found["OIDC_CLIENT_ID"] or "", found["OIDC_CLIENT_SECRET"] or "")


def _url(
    values: Mapping[str, str],
    name: str,
    default: str | None,
    schemes: tuple[str, ...],
    example: str = "redis://127.0.0.1:6379/0",
) -> str | None:
    value = _given(values, name) or default
    if value is None:
        return None
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.netloc or parts.path) and (parts.port or 1) > 0
    except ValueError:
        usable = False
    if not usable:
        raise BadSetting(name, value, f"Set it to an address such as {default or example}.")
    return value.rstrip("/")
