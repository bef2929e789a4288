"""ETags, and whether a client has an answer already (RFC 9110, 8.8.3 and 13.1.2)."""

from __future__ import annotations

import hashlib
import re

_LIST = re.compile(r'[ \t,]*(?:(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"[ \t]*(?:,[ \t,]*|$))*')
_OPAQUE = re.compile(r'"[^"]*"')


def etag_of(body: str) -> str:
    """Return the strong validator of a body: the same bytes, the same tag."""
    return f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'


def is_known(etag: str, if_none_match: str) -> bool:
    """Return whether the client's If-None-Match names the answer: `*`, or a list of ETags that holds it.

    The comparison is weak, as the RFC asks here, so `W/"x"` names `"x"`. A malformed field is as good as none.
    """
    if if_none_match.strip(" \t") == "*":
        return True
    return bool(_LIST.fullmatch(if_none_match)) and etag in _OPAQUE.findall(if_none_match)
