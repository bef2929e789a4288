"""Checkpoints, read from a real table."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from finpulse_cli.stack.progress import Checkpoints, Progress, read_progress, slowest
from lambdas.shared.adapters.dynamodb.progress_store import DynamoProgressStore
from lambdas.shared.wire.kinesis_records import StreamRecord

if TYPE_CHECKING:
    from finpulse_cli.stack.clients import Clients

NOW = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)
SHARD = "shardId-000000000000"


def at(number: int, seconds: float = 0) -> Progress:
    """A checkpoint at a sequence number that arrived `seconds` before NOW."""
    return Progress(number, NOW - timedelta(seconds=seconds), NOW, 1)


def test_checkpoints_are_read_as_the_consumers_write_them(clients: Clients) -> None:
    clients.dynamodb.create_table(
        TableName="progress-table",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "consumer", "AttributeType": "S"},
            {"AttributeName": "shard_id", "AttributeType": "S"},
        ],
        KeySchema=[
            {"AttributeName": "consumer", "KeyType": "HASH"},
            {"AttributeName": "shard_id", "KeyType": "RANGE"},
        ],
    )
    records = [StreamRecord(SHARD, str(number), "AAPL", NOW, b"") for number in (7, 12)]
    store = DynamoProgressStore(clients.dynamodb, "progress-table")
    store.advance("aggregator", records, NOW + timedelta(seconds=1))

    assert read_progress(clients.dynamodb, "progress-table") == {
        ("aggregator", SHARD): Progress(12, NOW, NOW + timedelta(seconds=1), 2)
    }


def test_the_slowest_is_the_earliest_checkpoint_or_none_without_one() -> None:
    checkpoints: Checkpoints = {("a", SHARD): at(5), ("b", SHARD): at(3)}

    assert slowest(checkpoints, ["a", "b"], SHARD) == at(3)
    assert slowest(checkpoints, ["a", "b", "c"], SHARD) is None
