"""Takes the API key out of texts that people will read."""

from __future__ import annotations

import re
from urllib.parse import quote, quote_plus

MASK = "[key]"
TEXT_LIMIT = 300
_ECHO = re.compile(r"(api key as )\S+", re.IGNORECASE)


def redacted(text: str, secret: str) -> str:
    """`text` without `secret` in any spelling, nor any other key that the provider echoes; at most 300 characters."""
    for spelling in {secret, quote(secret, safe=""), quote_plus(secret)}:
        text = re.sub(re.escape(spelling), MASK, text, flags=re.IGNORECASE)
    # cut last: half a key would no longer be recognised
    return _ECHO.sub(rf"\g<1>{MASK}", text)[:TEXT_LIMIT]
