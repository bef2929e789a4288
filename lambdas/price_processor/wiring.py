"""Puts price_processor together, once a process and not before it is needed."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from lambdas.price_processor.process import process_prices
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.latest_price_store import DynamoLatestPriceStore
from lambdas.shared.adapters.dynamodb.price_store import DynamoPriceStore
from lambdas.shared.bootstrap import build_consumer, utc_now
from lambdas.shared.settings import table_setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.consumer import Consumer
    from lambdas.shared.domain.event import PriceEvent


@cache
def consumer() -> Consumer:
    """The consumer on the real services."""
    store = DynamoPriceStore(clients.dynamodb(), table_setting(os.environ, "LIVE_PRICES_TABLE"))
    latest = DynamoLatestPriceStore(clients.dynamodb(), table_setting(os.environ, "LATEST_PRICES_TABLE"))

    def use_case(events: Sequence[PriceEvent]) -> dict[str, int]:
        return process_prices(events, store, latest, utc_now())

    return build_consumer("price_processor", use_case, os.environ)
