"""Error replies. They have status 200 like any other and differ only in their top-level key.

Only the top level counts: an intraday series has a legitimate `1. Information` inside its `Meta Data`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.errors import (
    BurstLimitError,
    KeyRejectedError,
    PremiumOnlyError,
    QuotaUsedUpError,
    QuoteError,
    QuoteRejectedError,
    QuoteThrottledError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

THROTTLE_KEY = "Note"
ERROR_KEYS = (THROTTLE_KEY, "Information", "Error Message")

_BURST = ("per second", "sparingly")
_MINUTE = ("calls per minute", "requests per minute")
_QUOTA = ("per day", "rate limit", "call frequency")


def require_answer(body: Mapping[str, object]) -> None:
    """Raise what an error reply means; return if the reply is not one."""
    for key in ERROR_KEYS:
        if key in body:
            raise refusal(key, str(body[key]))


def refusal(key: str, message: str) -> QuoteError:
    """Return the error that `message`, found under the reply's `key`, stands for.

    A message in a known wording is replaced by our own words. An unknown one is passed on whole and may hold the
    API key: whoever shows it redacts it first.
    """
    text = message.lower()
    if "demo purposes" in text:
        return KeyRejectedError("Alpha Vantage's demo key only serves its own examples; use another key")
    if "apikey" in text and "invalid or missing" in text:
        return KeyRejectedError("Alpha Vantage does not accept the API key")
    if "premium endpoint" in text or "premium feature" in text:
        return PremiumOnlyError("this quote function needs a premium plan of Alpha Vantage")
    return _limit(text) or _in_its_own_words(key, message)


def _limit(text: str) -> QuoteError | None:
    # the messages of the second and the minute also mention the day, so those are looked for first
    if any(words in text for words in _BURST):
        return BurstLimitError("Alpha Vantage's limit on calls a second was reached")
    if any(words in text for words in _MINUTE):
        return QuoteThrottledError("Alpha Vantage's limit on calls a minute was reached")
    if any(words in text for words in _QUOTA):
        return QuotaUsedUpError("Alpha Vantage's daily quota is used up")
    return None


def _in_its_own_words(key: str, message: str) -> QuoteError:
    if key == THROTTLE_KEY:
        return QuoteThrottledError(f"Alpha Vantage asked to slow down: {message}")
    return QuoteRejectedError(f"Alpha Vantage refused the call: {message}")
