"""REALTIME_BULK_QUOTES: quotes of up to 100 symbols in one call (premium)."""

from __future__ import annotations

from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING

from lambdas.shared.adapters.alpha_vantage.envelope import refusal, require_answer
from lambdas.shared.adapters.provider.fields import (
    change_percent_in,
    day_total_in,
    is_given,
    market_time_in,
    price_in,
)
from lambdas.shared.domain.numbers import require_change_percent
from lambdas.shared.domain.quote import Answer, Quote
from lambdas.shared.domain.sessions import session_at
from lambdas.shared.errors import (
    QuoteError,
    QuoteUnreadableError,
    RecordError,
    SessionUnknownError,
    SymbolUnknownError,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

FUNCTION = "REALTIME_BULK_QUOTES"
SYMBOL_LIMIT = 100
_FOUR_PLACES = Decimal("0.0001")  # the provider's own
_EXACT = Context(prec=80)


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
        raise SymbolUnknownError("Alpha Vantage's bulk reply leaves this symbol out")
    timestamp = market_time_in(row, "timestamp")
    extended = is_given(row, "extended_hours_quote") and not _in_session(timestamp)
    price = price_in(row, "extended_hours_quote" if extended else "close")
    volume, volume_kind = day_total_in(row, "volume")
    return Quote(
        symbol=symbol,
        price=price,
        volume=volume,
        volume_kind=volume_kind,
        change_percent=_change_percent(row, price) if extended else change_percent_in(row, "change_percent"),
        timestamp=timestamp,
        extended_hours=extended,
    )


def _in_session(timestamp: datetime) -> bool:
    try:
        return session_at(timestamp) is not None
    except SessionUnknownError as error:
        raise QuoteUnreadableError(str(error)) from None


def _change_percent(row: Mapping[str, object], price: Decimal) -> Decimal | None:
    """Return the change of `price` since the previous close, to the provider's four places; None without a close.

    The row's own `change_percent` is that of the regular session.
    """
    try:
        previous = price_in(row, "previous_close")
        with localcontext(_EXACT):
            return require_change_percent(((price - previous) * 100 / previous).quantize(_FOUR_PLACES))
    except (QuoteUnreadableError, RecordError):
        return None
