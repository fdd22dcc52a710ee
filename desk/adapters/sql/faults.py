"""WHY THE DATABASE CANNOT BE USED: a driver's words turned into what is wrong and what to do."""

from __future__ import annotations

import re


class DatabaseUnusable(Exception):
    """The database cannot be read or written; the message gives the reason and the next step."""


_REASONS: tuple[tuple[str, str], ...] = (
    (
        r"locked|lock timeout|LockNotAvailable",
        "is locked by another program. Close what holds it and try again.",
    ),
    (r"readonly|read-only|read only", "is read-only. Make the file and its folder writable for this user."),
    (
        r"disk is full|No space left|disk full",
        "cannot grow: the disk is full. Free some space and try again.",
    ),
    (
        r"not a database|malformed|corrupt|integrity",
        "is damaged. Move it away and put the last backup in its place; do not delete it.",
    ),
    (
        r"unable to open",
        "cannot be opened. Check that DATABASE_URL names a file that may be written.",
    ),
    (r"disk I/O error", "cannot be read or written: the disk reports an error."),
    (r"password authentication|no password supplied", "refuses the user or password given in DATABASE_URL."),
    (r"database \".*\" does not exist", "does not exist on that server. Create it, or correct DATABASE_URL."),
    (
        r"no such table|UndefinedTable|relation \".*\" does not exist",
        "is not set up. Type `plandesk db upgrade`.",
    ),
    (
        r"connect|resolve host|timeout|timed out|server closed|terminating|starting up|shutting down",
        "cannot be reached. Check that the server runs and that DATABASE_URL names it.",
    ),
)


def sentence_for(words: str, name: str) -> str:
    """Return the sentence a person is shown for what the driver said about database `name`."""
    for pattern, reason in _REASONS:
        if re.search(pattern, words, re.IGNORECASE):
            return f"The database {name} {reason}"
    first_line = words.strip().splitlines()[0] if words.strip() else "no reason given"
    return f"The database {name} cannot be used: {first_line}."
