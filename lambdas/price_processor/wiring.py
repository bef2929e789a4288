"""Puts price_processor together, once a process and not before it is needed."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from lambdas.price_processor.process import PriceProcessor
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.latest_price_store import DynamoLatestPriceStore
from lambdas.shared.adapters.dynamodb.price_store import DynamoPriceStore
from lambdas.shared.bootstrap import build_consumer
from lambdas.shared.settings import table_setting

if TYPE_CHECKING:
    from lambdas.shared.consumer import Consumer


@cache
def consumer() -> Consumer:
    """Return the consumer on the real services."""
    client = clients.dynamodb()
    processor = PriceProcessor(
        prices=DynamoPriceStore(client, table_setting(os.environ, "LIVE_PRICES_TABLE")),
        latest=DynamoLatestPriceStore(client, table_setting(os.environ, "LATEST_PRICES_TABLE")),
    )
    return build_consumer("price_processor", processor.run, os.environ)
