"""OUR OWN PAGES: whether a request or a socket was made by a page that this desk serves.

A browser says where a request comes from and a foreign page cannot change that; a program says nothing, and has no
cookie of anybody's either.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

SAME = (None, "same-origin")


def is_own(connection: HTTPConnection) -> bool:
    """Return whether the page that asks is served from here, as far as its browser says."""
    origin = connection.headers.get("origin")
    public = connection.app.state.desk.settings.public_url
    names = (connection.headers.get("host"), urlsplit(public).netloc if public else None)
    own = origin is None or urlsplit(origin).netloc in names
    return own and connection.headers.get("sec-fetch-site") in SAME
