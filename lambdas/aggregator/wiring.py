"""Puts aggregator together, once a process and not before it is needed."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from lambdas.aggregator.aggregate import aggregate_candles
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.candle_store import DynamoCandleStore
from lambdas.shared.bootstrap import build_consumer, utc_now
from lambdas.shared.settings import table_setting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambdas.shared.consumer import Consumer
    from lambdas.shared.domain.event import PriceEvent


@cache
def consumer() -> Consumer:
    """The consumer on the real services."""
    store = DynamoCandleStore(clients.dynamodb(), table_setting(os.environ, "PRICE_CANDLES_TABLE"))

    def use_case(events: Sequence[PriceEvent]) -> dict[str, int]:
        return aggregate_candles(events, store, utc_now())

    return build_consumer("aggregator", use_case, os.environ)
