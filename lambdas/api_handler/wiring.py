"""Puts api_handler together, once a process and not before it is needed."""

from __future__ import annotations

import os
from functools import cache

from lambdas.api_handler.services import Services
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.anomaly_reader import DynamoAnomalyReader
from lambdas.shared.adapters.dynamodb.candle_reader import DynamoCandleReader
from lambdas.shared.adapters.dynamodb.latest_price_reader import DynamoLatestPriceReader
from lambdas.shared.adapters.dynamodb.price_reader import DynamoPriceReader
from lambdas.shared.settings import ApiSettings


@cache
def services() -> Services:
    """The services on the real tables."""
    settings = ApiSettings.read(os.environ)
    client = clients.dynamodb()
    return Services(
        prices=DynamoPriceReader(client, settings.live_prices_table),
        latest=DynamoLatestPriceReader(client, settings.latest_prices_table),
        candles=DynamoCandleReader(client, settings.price_candles_table),
        anomalies=DynamoAnomalyReader(client, settings.anomalies_table),
        symbols=settings.symbols,
        ingest_interval=settings.ingest_interval,
    )
