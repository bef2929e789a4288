"""The meaning of a symbol's failure for the run, and its report."""

from __future__ import annotations

from lambdas.shared.errors import (
    KeyRejectedError,
    ProviderUnreachableError,
    QuoteError,
    QuoteRejectedError,
    QuoteThrottledError,
)

# the first class that fits gives the word; scripts read it, so it stays as it is
_WORDS: tuple[tuple[type[QuoteError], str], ...] = (
    (QuoteThrottledError, "throttled"),
    (QuoteRejectedError, "rejected"),
    (ProviderUnreachableError, "unreachable"),
    (QuoteError, "unreadable"),
)


def reason(error: QuoteError) -> str:
    """`throttled: Alpha Vantage's daily quota is used up`: one stable word, then a text for people."""
    word = next(word for kind, word in _WORDS if isinstance(error, kind))
    return f"{word}: {error}"


def blocks_the_rest(error: QuoteError) -> bool:
    """Return whether asking for the next symbol is pointless: the limit or the key is everybody's."""
    return isinstance(error, QuoteThrottledError | KeyRejectedError)


def not_asked(error: QuoteError) -> QuoteError:
    """Return the failure of a symbol that was left out because `error` met an earlier one."""
    return type(error)(f"not asked any more after: {error}")


def out_of_time() -> QuoteError:
    """Return the failure of a symbol that the run had no time left for."""
    return ProviderUnreachableError("not asked: the provider was too slow to leave time for it")
