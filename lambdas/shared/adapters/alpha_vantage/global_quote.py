"""GLOBAL_QUOTE: the latest price of one symbol, without a time of day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.adapters.alpha_vantage.envelope import require_answer
from lambdas.shared.adapters.alpha_vantage.fields import change_percent_in, price_in, text_in, volume_in
from lambdas.shared.domain.quote import Quote
from lambdas.shared.errors import QuoteRejectedError, QuoteUnreadableError

if TYPE_CHECKING:
    from collections.abc import Mapping

FUNCTION = "GLOBAL_QUOTE"
KEY = "Global Quote"  # "Global Quote - DATA DELAYED BY 15 MINUTES" for delayed data


def parse_global_quote(body: Mapping[str, object], symbol: str) -> Quote:
    """The quote of `symbol` in a GLOBAL_QUOTE reply; raises the `QuoteError` that the reply stands for."""
    require_answer(body)
    members = _quote_members(body)
    if not members:
        raise QuoteRejectedError("Alpha Vantage does not know this symbol")
    if text_in(members, "01. symbol").upper() != symbol.upper():
        raise QuoteUnreadableError("the reply is about another symbol")
    return Quote(
        symbol=symbol,
        price=price_in(members, "05. price"),
        volume=volume_in(members, "06. volume"),
        change_percent=change_percent_in(members, "10. change percent"),
        timestamp=None,
    )


def _quote_members(body: Mapping[str, object]) -> Mapping[str, object]:
    for key, value in body.items():
        if key.startswith(KEY) and isinstance(value, dict):
            return value
    raise QuoteUnreadableError(f"the reply has no {KEY!r}")
