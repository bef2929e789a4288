"""DynamoDB's storage: what the tables hold, and point-in-time recovery of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import TABLE_OVERHEAD_BYTES
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import DAY, GB
from lambdas.shared.adapters.dynamodb.anomaly_item import KEPT_DAYS as ANOMALY_DAYS
from lambdas.shared.adapters.dynamodb.candle_store import KEPT_DAYS as CANDLE_DAYS
from lambdas.shared.adapters.dynamodb.price_item import KEPT_DAYS as PRICE_DAYS
from lambdas.shared.adapters.dynamodb.tally_store import KEPT_DAYS as COUNTER_DAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.features.cost.flow import Flow


def dynamodb_storage(flow: Flow) -> list[Usage]:
    """Return the GB-months of the tables with their indexes; recovery covers the tables alone."""
    held = _held(flow)
    tables = flow.stack.tables
    stored = {name: size * (1 + tables[name].indexes) for name, size in held.items()}
    recoverable = sum((size for name, size in held.items() if tables[name].recovery), Decimal(0))
    return [
        *(Usage("table-gb", f"{name}: {_KEPT[name]}", size / GB) for name, size in stored.items()),
        Usage("recovery-gb", "point-in-time recovery", recoverable / GB),
    ]


def _held(flow: Flow) -> Mapping[str, Decimal]:
    """Return the bytes in the tables that grow with time; the others hold an item a symbol, shard or connection."""
    candle = flow.sizes.candle_bytes_of(flow.load.events_per_candle)
    hours = min(flow.candles_per_second * 3600, flow.load.symbols) / 3600  # that are begun, a second
    hour, day = flow.sizes.hour_bytes + TABLE_OVERHEAD_BYTES, flow.sizes.day_bytes + TABLE_OVERHEAD_BYTES
    return {
        "live_prices": flow.events_per_second * PRICE_DAYS * DAY * (flow.sizes.price_bytes + TABLE_OVERHEAD_BYTES),
        "price_candles": flow.candles_per_second * CANDLE_DAYS * DAY * (candle + TABLE_OVERHEAD_BYTES),
        "anomalies": flow.anomalies_per_second * ANOMALY_DAYS * DAY * (flow.sizes.anomaly_bytes + TABLE_OVERHEAD_BYTES),
        "counters": hours * COUNTER_DAYS * DAY * (hour + day / 24),
    }


_KEPT = {
    "live_prices": f"{PRICE_DAYS} days",
    "price_candles": f"{CANDLE_DAYS} days",
    "anomalies": f"{ANOMALY_DAYS} days",
    "counters": f"{COUNTER_DAYS} days",
}
