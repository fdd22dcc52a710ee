"""Files of settings: the `.env` a person writes, and the secrets the desk makes for itself once."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


class UnreadableSettings(ValueError):
    """A file of settings cannot be read as one."""


class SecretsNotKept(OSError):
    """The secrets that were not set cannot be written down, so the processes could not share them."""

    def __init__(self, path: Path, reason: str, names: Sequence[str]) -> None:
        wanted = " ".join(f"{name}=..." for name in names)
        super().__init__(f"{path} cannot be written ({reason}). Make it writable, or set {wanted} yourself.")


def read_env(path: Path) -> dict[str, str]:
    """Return the NAME=value lines of a file; no file is no settings."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, UnicodeDecodeError) as fault:
        raise UnreadableSettings(f"{path} cannot be read: {fault}. Save it as UTF-8 text.") from fault
    found: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        stripped = line.strip().removeprefix("export ")
        if not stripped or stripped.startswith("#"):
            continue
        name, equals, value = stripped.partition("=")
        if not equals or not name.strip().isidentifier():
            raise UnreadableSettings(f"{path}, line {number}: {stripped[:40]!r} is not NAME=value.")
        found[name.strip()] = _unquoted(value.strip())
    return found


def _unquoted(value: str) -> str:
    """Return a value without its quotes, or without the comment behind it."""
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value.split(" #", 1)[0].rstrip()


def keep_secrets(path: Path, names: Sequence[str]) -> dict[str, str]:
    """Return the secrets kept at `path`, making those of `names` that are missing.

    Only its owner may read the file. Three processes may ask at once: one makes them, the rest read them.
    """
    try:
        kept = read_env(path)
        if all(kept.get(name) for name in names):
            return kept
        path.parent.mkdir(parents=True, exist_ok=True)
        with _alone(path.with_suffix(".lock")):
            kept = read_env(path)
            missing = [name for name in names if not kept.get(name)]
            if missing:
                kept |= {name: secrets.token_urlsafe(32) for name in missing}
                _replace(path, kept)
            return kept
    except OSError as fault:
        raise SecretsNotKept(path, fault.strerror or str(fault), names) from fault


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    """Hold the file `lock`: one process at a time."""
    handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _replace(path: Path, values: dict[str, str]) -> None:
    """Write `values` beside `path`, then put them in its place in one step."""
    beside = path.with_suffix(".new")
    beside.unlink(missing_ok=True)
    handle = os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("# Made by Plandesk on its first start. Setting a name in .env overrides it here.\n")
        file.writelines(f"{name}={value}\n" for name, value in values.items())
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
