"""GET /stats."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from lambdas.api_handler.pipeline_status import pipeline_status
from lambdas.api_handler.routes.prices import latest_payload
from lambdas.shared.adapters.dynamodb.newest_first import Span
from lambdas.shared.domain.timestamps import parse_timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from lambdas.api_handler.call import Call
    from lambdas.api_handler.payloads import StatsPayload
    from lambdas.shared.adapters.dynamodb.price_reader import StoredPrice


def get_stats(call: Call) -> StatsPayload:
    """How much flows through the pipeline, and whether it does."""
    services, now = call.services, call.now
    latest = services.latest.of_symbols(services.symbols, now)
    return {
        "events_last_hour": _events_last_hour(call),
        "anomalies_24h": services.anomalies.count(Span(since=now - timedelta(hours=24))),
        "symbols_tracked": len(set(services.symbols)),
        "latest_prices": latest_payload(latest),
        "pipeline_status": pipeline_status(_newest(latest), now, services.ingest_interval),
    }


def _events_last_hour(call: Call) -> int:
    """Events in the minutes that began within the last hour, the running minute included."""
    span = Span(since=call.now - timedelta(hours=1), until=call.now)
    candles = call.services.candles.of_symbols(call.services.symbols, span, call.now)
    return sum(candle.trades for of_symbol in candles.values() for candle in of_symbol)


def _newest(latest: Mapping[str, StoredPrice]) -> datetime | None:
    """When the newest event happened: one that is stamped ahead of the clock happened when it was put on the stream,
    or it would hide for a day that nothing follows it."""
    stamps = [min(price.timestamp, price.ingested_at) for price in latest.values()]
    return parse_timestamp(max(stamps)) if stamps else None
