"""GET /candles/{symbol}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.api_handler.routes.known import require_known
from lambdas.shared.payloads import candle_payload

if TYPE_CHECKING:
    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import CandlesPayload


def get_candles(call: Call) -> CandlesPayload:
    """A symbol's minute candles of the last hours, newest first."""
    candles = call.services.candles.of_symbol(call.symbol, call.span, call.now)
    if not candles:
        require_known(call, call.services.candles)
    return {"symbol": call.symbol, "candles": [candle_payload(candle) for candle in candles], "count": len(candles)}
