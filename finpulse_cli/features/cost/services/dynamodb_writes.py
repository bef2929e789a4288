"""DynamoDB's write units, from what each function writes; an index is written with its table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import CONNECTION_LASTS_SECONDS
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import DAY, MONTH, write_units
from lambdas.shared.adapters.dynamodb.series_store import TOGETHER

if TYPE_CHECKING:
    from collections.abc import Mapping

    from finpulse_cli.features.cost.flow import Flow

IN_TRANSACTION = 2  # units of a write that stands or falls with another


def dynamodb_writes(flow: Flow) -> list[Usage]:
    """Write units by table. What time to live deletes is free."""
    written = write_rates(flow)
    return [Usage("write-unit", f"{name}: {_why(name, flow)}", written[name] * MONTH) for name in flow.stack.tables]


def write_rates(flow: Flow) -> Mapping[str, Decimal]:
    """Write units a second by table, indexes included."""
    indexes, anomaly = flow.stack.tables["anomalies"].indexes, write_units(flow.sizes.anomaly_bytes)
    notes = flow.alerts_per_second + flow.deliveries_per_second
    return {
        "live_prices": flow.events_per_second * write_units(flow.sizes.price_bytes),
        "latest_prices": flow.symbol_batches_per_second("price_processor") * write_units(flow.sizes.price_bytes),
        "price_candles": flow.candle_writes_per_second * flow.candle_write_units,
        "detector_state": _states_per_second(flow) * write_units(flow.sizes.state_bytes),
        "consumer_progress": sum((flow.batches_per_second(name) for name in flow.stack.consumers), Decimal(0)),
        "connections": Decimal(flow.listeners) * 2 / CONNECTION_LASTS_SECONDS,
        "anomalies": (flow.anomalies_per_second * (IN_TRANSACTION + indexes) + notes * (1 + indexes)) * anomaly,
        "counters": flow.candle_writes_per_second
        * (write_units(flow.sizes.hour_bytes) + write_units(flow.sizes.day_bytes))
        + flow.anomalies_per_second * IN_TRANSACTION
        + flow.requests_counted_per_second,
        "session_starts": flow.load.symbols / DAY,
        "alerting": 2 * flow.deliveries_per_second,
    }


def _states_per_second(flow: Flow) -> Decimal:
    """Return writes of states a second; those of a batch of few series go in a transaction and count twice."""
    states, batches = flow.symbol_batches_per_second("anomaly_detector"), flow.batches_per_second("anomaly_detector")
    return states * IN_TRANSACTION if batches < states <= TOGETHER * batches else states


def _why(table: str, flow: Flow) -> str:
    indexes = flow.stack.tables[table].indexes
    return {
        "live_prices": "each event",
        "latest_prices": "each symbol and batch",
        "price_candles": f"each candle and batch, {flow.mean_candle_bytes / 1024:.1f} KB",
        "detector_state": "each series and batch, of few series in a transaction",
        "consumer_progress": "each batch",
        "connections": "who subscribes and leaves",
        "anomalies": f"anomalies and alerts, with {indexes} indexes",
        "counters": "each candle and batch, an hour and a day; each anomaly and request",
        "session_starts": "each symbol and session",
        "alerting": "each alert and webhook, twice",
    }[table]
