"""Data transfer out: answers, pushes and questions to Alpha Vantage. What comes in is free."""

from __future__ import annotations

from decimal import Decimal

from finpulse_cli.features.cost.assumptions import (
    ANOMALY_ANSWER,
    ANSWER,
    CANDLE_ANSWER,
    CHART_CANDLES,
    FEED_ANOMALIES,
    PRICE_ANSWER,
    QUOTE_REQUEST,
    SPARK_CANDLES,
)
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.flow import Flow
from finpulse_cli.features.cost.load import MONTH
from finpulse_cli.features.cost.services.api_gateway import changed_bytes
from finpulse_cli.features.cost.units import GB


def data_transfer(flow: Flow) -> list[Usage]:
    """GB to the internet; the hosted dashboard itself goes through CloudFront."""
    pushed = flow.listeners * changed_bytes(flow)
    asked = flow.runs * flow.quote_calls * QUOTE_REQUEST
    return [
        Usage("transfer-gb", "answers of the HTTP API", _answered(flow) * MONTH / GB),
        Usage("transfer-gb", "changes pushed", pushed * MONTH / GB),
        Usage("transfer-gb", "requests to Alpha Vantage", asked * MONTH / GB),
    ]


def _answered(flow: Flow) -> Decimal:
    prices = ANSWER + flow.tracked * PRICE_ANSWER
    sizes = {
        "/stats": prices,
        "/prices": prices,
        "/candles": Decimal(ANSWER + CHART_CANDLES * CANDLE_ANSWER),
        "/candles of the list": Decimal(ANSWER + SPARK_CANDLES * CANDLE_ANSWER),
        "/anomalies": Decimal(ANSWER + FEED_ANOMALIES * ANOMALY_ANSWER),
        "/query": Decimal(CHART_CANDLES * CANDLE_ANSWER),
    }
    return sum((rate * sizes[route] for route, rate in flow.requests.items()), Decimal(0))
