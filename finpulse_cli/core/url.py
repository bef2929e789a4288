"""The parts of an address."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Url:
    """Parts of a URL: `host` is in lower case and "" without one; `authority` is host, port and user as written."""

    scheme: str
    authority: str
    host: str
    port: int | None
    has_user: bool
    path: str
    query: str


def parse_url(text: str) -> Url:
    """Return the parts of `text`. Raises ValueError when its brackets or its port make no sense."""
    from requests.compat import urlsplit

    parts = urlsplit(text)
    return Url(
        scheme=parts.scheme,
        authority=parts.netloc,
        host=parts.hostname or "",
        port=parts.port,
        has_user=bool(parts.username),
        path=parts.path,
        query=parts.query,
    )
