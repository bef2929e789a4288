"""What waits behind the checkpoints, read from a real stream."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.features.status.lag import Lag, Waiting, lags, shard_ids, waiting_records
from finpulse_cli.stack.progress import Checkpoints, Progress

if TYPE_CHECKING:
    from finpulse_cli.stack.clients import Clients

NOW = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)
SHARD = "shardId-000000000000"
STREAM = "progress-quotes"


def at(number: int, seconds: float = 0) -> Progress:
    """A checkpoint at a sequence number that arrived `seconds` before NOW."""
    return Progress(number, NOW - timedelta(seconds=seconds), NOW, 1)


@pytest.fixture(scope="module")
def put(clients: Clients) -> list[int]:
    """Sequence numbers of five records in a stream with one shard."""
    clients.kinesis.create_stream(StreamName=STREAM, ShardCount=1)
    clients.kinesis.get_waiter("stream_exists").wait(StreamName=STREAM, WaiterConfig={"Delay": 1})
    numbers = []
    for number in range(5):
        answer = clients.kinesis.put_record(StreamName=STREAM, PartitionKey="AAPL", Data=f"{number}".encode())
        numbers.append(int(answer["SequenceNumber"]))
    return numbers


def test_everything_waits_for_a_consumer_that_never_ran(clients: Clients, put: list[int]) -> None:
    assert shard_ids(clients.kinesis, STREAM) == [SHARD]

    waiting = waiting_records(clients.kinesis, STREAM, {SHARD: None})

    assert [record.sequence_number for record in waiting[SHARD]] == put


def test_only_what_came_after_the_checkpoint_waits(clients: Clients, put: list[int]) -> None:
    everything = waiting_records(clients.kinesis, STREAM, {SHARD: None})[SHARD]
    checkpoint = Progress(put[2], everything[2].arrived_at, NOW, 3)

    waiting = waiting_records(clients.kinesis, STREAM, {SHARD: checkpoint})

    assert [record.sequence_number for record in waiting[SHARD]] == put[3:]


def test_at_the_end_nothing_waits(clients: Clients, put: list[int]) -> None:
    everything = waiting_records(clients.kinesis, STREAM, {SHARD: None})[SHARD]
    checkpoint = Progress(put[-1], everything[-1].arrived_at, NOW, 5)

    assert waiting_records(clients.kinesis, STREAM, {SHARD: checkpoint}) == {SHARD: []}


def test_reading_ends_at_its_limit(clients: Clients, put: list[int]) -> None:
    waiting = waiting_records(clients.kinesis, STREAM, {SHARD: None}, limit=2)

    assert [record.sequence_number for record in waiting[SHARD]] == put[:2]


def test_lag_counts_records_and_the_age_of_the_oldest() -> None:
    waiting = {SHARD: [Waiting(4, NOW - timedelta(seconds=30)), Waiting(6, NOW - timedelta(seconds=10))]}
    checkpoints: Checkpoints = {("a", SHARD): at(5), ("b", SHARD): at(6)}

    assert lags(checkpoints, ["c", "a", "b"], waiting, NOW) == [
        Lag("a", SHARD, records=1, seconds=10),
        Lag("b", SHARD, records=0, seconds=0),
        Lag("c", SHARD, records=2, seconds=30),
    ]
