"""A reply of /quote to a quote."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from lambdas.shared.adapters.provider.fields import change_percent_in, price_in, text_in
from lambdas.shared.domain.event import Source, VolumeKind
from lambdas.shared.domain.quote import Quote
from lambdas.shared.errors import (
    KeyRejectedError,
    PremiumOnlyError,
    QuoteError,
    QuoteRejectedError,
    QuoteThrottledError,
    QuoteUnreadableError,
    SymbolUnknownError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS = re.compile(r"[0-9]{1,10}", re.ASCII)
_ZERO = re.compile(r"-?0(\.0*)?", re.ASCII)
_NUMBERS = ("c", "h", "l", "o", "pc", "t")


def parse_quote(body: Mapping[str, object], symbol: str) -> Quote:
    """Return the quote of `symbol`; raises the `QuoteError` that the reply stands for.

    Its volume is none, zero shares of an interval: Finnhub's quote has no volume, and a total of zero would count the
    next one whole.
    """
    if "error" in body:
        raise _refusal(str(body["error"]))
    if all(_is_zero(body.get(name)) for name in _NUMBERS):
        raise SymbolUnknownError("Finnhub does not know this symbol")
    return Quote(
        symbol=symbol,
        price=price_in(body, "c"),
        volume=Decimal(0),
        volume_kind=VolumeKind.INTERVAL,
        change_percent=change_percent_in(body, "dp"),
        timestamp=_traded_at(body),
        source=Source.FINNHUB,
    )


def _traded_at(body: Mapping[str, object]) -> datetime:
    """Return the time of the last trade."""
    text = text_in(body, "t")
    if not _SECONDS.fullmatch(text) or int(text) == 0:
        raise QuoteUnreadableError("'t' is not a time in seconds since 1970")
    return datetime.fromtimestamp(int(text), UTC)


def _is_zero(value: object) -> bool:
    return isinstance(value, str) and _ZERO.fullmatch(value) is not None


def _refusal(message: str) -> QuoteError:
    """Return the error that a refusal in a reply of status 200 stands for; it may echo the key."""
    text = message.lower()
    if "limit" in text:
        return QuoteThrottledError("Finnhub's limit on calls was reached")
    if "api key" in text or "token" in text:
        return KeyRejectedError("Finnhub does not accept the API key")
    if "access" in text or "premium" in text:
        return PremiumOnlyError("this quote needs another plan of Finnhub")
    return QuoteRejectedError(f"Finnhub refused the call: {message}")
