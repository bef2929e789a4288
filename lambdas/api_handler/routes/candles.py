"""GET /candles/{symbol}."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.api_handler.routes.known import require_known

if TYPE_CHECKING:
    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import CandlePayload, CandlesPayload
    from lambdas.shared.adapters.dynamodb.candle_reader import StoredCandle


def get_candles(call: Call) -> CandlesPayload:
    """A symbol's minute candles of the last hours, newest first."""
    candles = call.services.candles.of_symbol(call.symbol, call.span, call.now)
    if not candles:
        require_known(call, call.services.candles)
    return {"symbol": call.symbol, "candles": [_candle(candle) for candle in candles], "count": len(candles)}


def _candle(candle: StoredCandle) -> CandlePayload:
    return {
        "symbol": candle.symbol,
        "candle_timestamp": candle.candle_timestamp,
        "open": candle.open,
        "high": candle.high,
        "low": candle.low,
        "close": candle.close,
        "volume": candle.volume,
        "trades": candle.trades,
        "first_at": candle.first_at,
        "last_at": candle.last_at,
    }
