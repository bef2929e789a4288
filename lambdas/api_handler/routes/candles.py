"""GET /candles/{symbol}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.api_handler.routes.known import require_known
from lambdas.shared.payloads import candle_payload

if TYPE_CHECKING:
    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import CandlesPayload


def get_candles(call: Call) -> CandlesPayload:
    """Return a symbol's minute candles of the last hours in one feed, newest first."""
    candles = call.services.candles.of_series(call.series, call.span, call.now)
    if not candles:
        require_known(call, call.services.candles)
    rows = [candle_payload(candle) for candle in candles]
    return {"feed": call.one_feed, "symbol": call.symbol, "candles": rows, "count": len(rows)}
