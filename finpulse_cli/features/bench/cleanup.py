"""Removes what a benchmark's events have left in the tables. Their lines in the lake stay, under their own source."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from finpulse_cli.features.bench.events import SYMBOL, bench_event
from lambdas.shared.adapters.dynamodb.codec import to_item
from lambdas.shared.domain.detector import series_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

    from finpulse_cli.stack.outputs import StackOutputs

# The tables with items by symbol, and the attribute that is their key beside it.
KEYS = {
    "live_prices": "timestamp",
    "latest_prices": None,
    "price_candles": "candle_timestamp",
    "anomalies": "anomaly_id",
}
ANY_TIME = datetime.fromtimestamp(0, UTC)  # a series has no time


def remove_traces(dynamodb: DynamoDBClient, stack: StackOutputs) -> None:
    """Deletes every item of the benchmark's symbol, and the detector's state of its series."""
    for table, key in KEYS.items():
        names = ("symbol", key) if key else ("symbol",)
        pages = dynamodb.get_paginator("query").paginate(
            TableName=stack.tables[table],
            KeyConditionExpression="symbol = :symbol",
            ExpressionAttributeValues=to_item({":symbol": SYMBOL}),
            ConsistentRead=True,
        )
        for item in [item for page in pages for item in page["Items"]]:
            dynamodb.delete_item(TableName=stack.tables[table], Key={name: item[name] for name in names})
    series = to_item({"series": series_of(bench_event(0, ANY_TIME))})
    dynamodb.delete_item(TableName=stack.tables["detector_state"], Key=series)
