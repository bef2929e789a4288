"""API Gateway: requests of the HTTP API; messages and connections of the push API."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import (
    ANOMALY_ANSWER_BYTES,
    CANDLE_ANSWER_BYTES,
    CONNECTION_LASTS_SECONDS,
    PING_EVERY_SECONDS,
    PRICE_ANSWER_BYTES,
    SOCKET_MESSAGE_BYTES,
)
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import MONTH, counted
from finpulse_cli.features.cost.work import all_pushes_per_second

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow


def api_gateway(flow: Flow) -> list[Usage]:
    """Return what the open dashboards and the queries ask, what is pushed, and how long connections stand."""
    requests = Decimal(sum(flow.requests_per_second.values()))
    dashboards = Decimal(flow.listeners)
    shown = counted(Decimal(flow.load.dashboards), "dashboard")
    return [
        Usage("http-request", f"{shown} and the queries", requests * MONTH),
        Usage("socket-message", "changes pushed", pushed_messages(flow) * MONTH),
        Usage("socket-message", "pings, subscriptions, their answers", dashboards * _own_messages() * MONTH),
        Usage("socket-minute", shown, dashboards * MONTH / 60),
    ]


def pushed_messages(flow: Flow) -> Decimal:
    """Return the messages a second: a batch is one to every dashboard, unless it is larger than 32 KB."""
    return flow.listeners * max(all_pushes_per_second(flow), changed_bytes(flow) / SOCKET_MESSAGE_BYTES)


def changed_bytes(flow: Flow) -> Decimal:
    """Return the bytes a second that one dashboard is sent."""
    sizes = {
        "latest_prices": PRICE_ANSWER_BYTES,
        "price_candles": CANDLE_ANSWER_BYTES,
        "anomalies": ANOMALY_ANSWER_BYTES,
    }
    return Decimal(sum(changes * sizes[name] for name, changes in flow.changes_per_second.items()))


def _own_messages() -> Decimal:
    return Decimal(2) / PING_EVERY_SECONDS + Decimal(2) / CONNECTION_LASTS_SECONDS
