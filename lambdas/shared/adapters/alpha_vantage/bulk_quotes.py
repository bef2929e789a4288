"""REALTIME_BULK_QUOTES: quotes of up to 100 symbols in one call (premium)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.adapters.alpha_vantage.envelope import refusal, require_answer
from lambdas.shared.adapters.alpha_vantage.fields import (
    change_percent_in,
    is_given,
    market_time_in,
    price_in,
    volume_in,
)
from lambdas.shared.domain.quote import Answer, Quote
from lambdas.shared.errors import QuoteError, QuoteRejectedError, QuoteUnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FUNCTION = "REALTIME_BULK_QUOTES"
SYMBOL_LIMIT = 100


def parse_bulk_quotes(body: Mapping[str, object], symbols: Sequence[str]) -> Answer:
    """Each of `symbols` with its quote or its own failure; raises `QuoteError` if the whole reply is unusable."""
    require_answer(body)
    message = body.get("message")
    if isinstance(message, str) and message.strip().lower() != "success":
        raise refusal("message", message)  # rows beside such a message are samples, not quotes
    data = body.get("data")
    if not isinstance(data, list):
        raise QuoteUnreadableError("the reply has no 'data' list")
    rows = _rows_by_symbol(data)
    answer = Answer()
    for symbol in symbols:
        try:
            answer.quotes[symbol] = _quote(rows.get(symbol.upper()), symbol)
        except QuoteError as error:
            answer.failures[symbol] = error
    return answer


def _rows_by_symbol(data: Iterable[object]) -> dict[str, Mapping[str, object]]:
    rows = [row for row in data if isinstance(row, dict)]
    return {str(row.get("symbol")).strip().upper(): row for row in rows}


def _quote(row: Mapping[str, object] | None, symbol: str) -> Quote:
    if row is None:
        raise QuoteRejectedError("Alpha Vantage's bulk reply leaves this symbol out")
    out_of_hours = is_given(row, "extended_hours_quote")
    return Quote(
        symbol=symbol,
        price=price_in(row, "extended_hours_quote" if out_of_hours else "close"),
        volume=volume_in(row, "volume"),
        change_percent=change_percent_in(row, "change_percent"),
        timestamp=market_time_in(row, "timestamp"),
    )
