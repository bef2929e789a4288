"""Puts aggregator together, once a process and not before it is needed."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

from lambdas.aggregator.aggregate import Aggregator
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.candle_store import DynamoCandleStore
from lambdas.shared.adapters.dynamodb.session_start_store import DynamoSessionStartStore
from lambdas.shared.adapters.dynamodb.tally_store import DynamoTallyStore
from lambdas.shared.bootstrap import build_consumer
from lambdas.shared.settings import table_setting

if TYPE_CHECKING:
    from lambdas.shared.consumer import Consumer


@cache
def consumer() -> Consumer:
    """Return the consumer on the real services."""
    client = clients.dynamodb()
    aggregator = Aggregator(
        candles=DynamoCandleStore(client, table_setting(os.environ, "PRICE_CANDLES_TABLE")),
        starts=DynamoSessionStartStore(client, table_setting(os.environ, "SESSION_STARTS_TABLE")),
        tallies=DynamoTallyStore(client, table_setting(os.environ, "COUNTERS_TABLE")),
    )
    return build_consumer("aggregator", aggregator.run, os.environ)
