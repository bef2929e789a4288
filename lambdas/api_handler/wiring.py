"""Puts api_handler together, once a process and not before it is needed."""

from __future__ import annotations

import logging
import os
import time
from functools import cache, partial

from lambdas.api_handler.access import TokenAccess
from lambdas.api_handler.services import Services, Sql
from lambdas.shared.adapters import clients
from lambdas.shared.adapters.assumed_role import session_as
from lambdas.shared.adapters.athena_queries import AthenaQueries
from lambdas.shared.adapters.dynamodb.acknowledgement_store import DynamoAcknowledgements
from lambdas.shared.adapters.dynamodb.anomaly_reader import DynamoAnomalyReader
from lambdas.shared.adapters.dynamodb.candle_reader import DynamoCandleReader
from lambdas.shared.adapters.dynamodb.counter_reader import DynamoCounterReader
from lambdas.shared.adapters.dynamodb.latest_price_reader import DynamoLatestPriceReader
from lambdas.shared.adapters.dynamodb.price_reader import DynamoPriceReader
from lambdas.shared.adapters.ssm_secret import SsmSecret
from lambdas.shared.query.validate import Lake
from lambdas.shared.settings import ApiSettings, QuerySettings

ROLE_SESSION = "api_handler"


@cache
def services() -> Services:
    """Return the services on the real tables."""
    # at DEBUG botocore logs whole answers, and SSM's holds the token
    logging.getLogger("botocore").setLevel(logging.INFO)
    settings = ApiSettings.read(os.environ)
    client = clients.dynamodb()
    return Services(
        prices=DynamoPriceReader(client, settings.live_prices_table),
        latest=DynamoLatestPriceReader(client, settings.latest_prices_table),
        candles=DynamoCandleReader(client, settings.price_candles_table),
        anomalies=DynamoAnomalyReader(client, settings.anomalies_table),
        acknowledgements=DynamoAcknowledgements(client, settings.anomalies_table),
        counters=DynamoCounterReader(client, settings.counters_table),
        symbols=settings.symbols,
        ingest_interval=settings.ingest_interval,
        exchange_hours=settings.exchange_hours,
        lake=Lake(settings.glue_database, frozenset({settings.glue_table})),
        sql=None if settings.query is None else _sql(settings.query, settings.glue_database),
    )


def _sql(settings: QuerySettings, database: str) -> Sql:
    """Athena, for who has the token."""
    return Sql(
        access=TokenAccess(SsmSecret(clients.ssm, settings.token_parameter), time.monotonic),
        queries=cache(partial(_queries, settings, database)),
        time_limit=settings.time_limit,
    )


def _queries(settings: QuerySettings, database: str) -> AthenaQueries:
    """Athena under the role for queries, which may read the lake and nothing else."""
    session = session_as(settings.role_arn, ROLE_SESSION, clients.sts)
    athena = session.client("athena", config=clients.CONFIG)
    return AthenaQueries(athena, settings.athena_workgroup, database)
