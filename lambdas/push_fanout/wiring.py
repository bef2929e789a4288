"""Puts push_fanout together, once a process and not before it is needed."""

from __future__ import annotations

import os
import time
from functools import cache

from lambdas.push_fanout.fanout import Fanout
from lambdas.push_fanout.records import Form
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.dynamodb.connection_store import DynamoConnectionStore
from lambdas.shared.adapters.dynamodb.images import anomaly_of, candle_of, price_of
from lambdas.shared.adapters.post_to_connection import ApiGatewayPostbox
from lambdas.shared.clock import utc_now
from lambdas.shared.domain.subscription import Channel
from lambdas.shared.settings import PushFanoutSettings


@cache
def fanout() -> Fanout:
    """Return the fan-out on the real services."""
    settings = PushFanoutSettings.read(os.environ)
    return Fanout(
        forms={
            settings.latest_prices_table: Form(Channel.PRICES, price_of),
            settings.price_candles_table: Form(Channel.CANDLES, candle_of),
            settings.anomalies_table: Form(Channel.ANOMALIES, anomaly_of),
        },
        connections=DynamoConnectionStore(clients.dynamodb(), settings.connections_table),
        open_postbox=lambda: ApiGatewayPostbox(clients.push(settings.endpoint)),
        clock=utc_now,
        seconds=time.monotonic,
    )
