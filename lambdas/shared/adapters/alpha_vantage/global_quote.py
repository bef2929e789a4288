"""GLOBAL_QUOTE: the latest price of one symbol, without a time of day."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.shared.adapters.alpha_vantage.envelope import require_answer
from lambdas.shared.adapters.provider.fields import (
    change_percent_in,
    day_in,
    day_total_in,
    price_in,
    text_in,
)
from lambdas.shared.domain.quote import Quote
from lambdas.shared.errors import QuoteAgeUnknownError, QuoteUnreadableError, SymbolUnknownError

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTION = "GLOBAL_QUOTE"
KEY = "Global Quote"
_DELAYED = re.compile(rf"{KEY} - DATA DELAYED BY ([0-9]{{1,4}}) MINUTES", re.ASCII)


def parse_global_quote(body: Mapping[str, object], symbol: str) -> Quote:
    """Return the quote of `symbol` in a GLOBAL_QUOTE reply; raises the `QuoteError` that the reply stands for."""
    require_answer(body)
    members, delay = _quote_members(body)
    if not members:
        raise SymbolUnknownError("Alpha Vantage does not know this symbol")
    if text_in(members, "01. symbol").upper() != symbol.upper():
        raise QuoteUnreadableError("the reply is about another symbol")
    volume, volume_kind = day_total_in(members, "06. volume")
    return Quote(
        symbol=symbol,
        price=price_in(members, "05. price"),
        volume=volume,
        volume_kind=volume_kind,
        change_percent=change_percent_in(members, "10. change percent"),
        timestamp=None,
        trading_day=day_in(members, "07. latest trading day"),
        delay=delay,
    )


def _quote_members(body: Mapping[str, object]) -> tuple[Mapping[str, object], timedelta]:
    for key, value in body.items():
        if key.startswith(KEY) and isinstance(value, dict):
            return value, _delay(key)
    raise QuoteUnreadableError(f"the reply has no {KEY!r}")


def _delay(key: str) -> timedelta:
    """Return the age of the quote that the reply's key names."""
    if key == KEY:
        return timedelta(0)
    delayed = _DELAYED.fullmatch(key)
    if delayed is None:
        raise QuoteAgeUnknownError(f"the reply's quote is no plain {KEY!r}, and its key does not say how old it is")
    return timedelta(minutes=int(delayed[1]))
