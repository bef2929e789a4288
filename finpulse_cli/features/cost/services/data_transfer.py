"""Data transfer out: answers, pushes and questions to Alpha Vantage. What comes in is free."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import (
    ANOMALY_ANSWER_BYTES,
    ANSWER_BYTES,
    CANDLE_ANSWER_BYTES,
    CHART_CANDLES,
    FEED_ANOMALIES,
    PRICE_ANSWER_BYTES,
    QUOTE_REQUEST_BYTES,
    SPARK_CANDLES,
)
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.services.api_gateway import changed_bytes
from finpulse_cli.features.cost.units import GB, MONTH

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow


def data_transfer(flow: Flow) -> list[Usage]:
    """GB to the internet; the hosted dashboard itself goes through CloudFront."""
    pushed = flow.listeners * changed_bytes(flow)
    asked = flow.runs_per_second * flow.quote_calls * QUOTE_REQUEST_BYTES
    return [
        Usage("transfer-gb", "answers of the HTTP API", _answered(flow) * MONTH / GB),
        Usage("transfer-gb", "changes pushed", pushed * MONTH / GB),
        Usage("transfer-gb", "requests to Alpha Vantage", asked * MONTH / GB),
    ]


def _answered(flow: Flow) -> Decimal:
    prices = ANSWER_BYTES + flow.tracked * PRICE_ANSWER_BYTES
    sizes = {
        "/stats": prices,
        "/prices": prices,
        "/candles": Decimal(ANSWER_BYTES + CHART_CANDLES * CANDLE_ANSWER_BYTES),
        "/candles of the list": Decimal(ANSWER_BYTES + SPARK_CANDLES * CANDLE_ANSWER_BYTES),
        "/anomalies": Decimal(ANSWER_BYTES + FEED_ANOMALIES * ANOMALY_ANSWER_BYTES),
        "/query": Decimal(CHART_CANDLES * CANDLE_ANSWER_BYTES),
    }
    return sum((rate * sizes[route] for route, rate in flow.requests_per_second.items()), Decimal(0))
