"""A reply as it came, but for the key."""

from __future__ import annotations

import re
from urllib.parse import quote, quote_plus

from lambdas.shared.adapters.provider.redact import MASK


def redacted_reply(reply: bytes, key: str) -> bytes:
    """Return `reply` byte for byte, with `[key]` wherever the key stands in any spelling."""
    for spelling in {key, quote(key, safe=""), quote_plus(key)}:
        reply = re.sub(re.escape(spelling.encode()), MASK.encode(), reply, flags=re.IGNORECASE)
    return reply
