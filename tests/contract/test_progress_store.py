from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.shared.adapters.dynamodb.progress_store import DynamoProgressStore
from tests.contract.tables import MEMORY
from tests.doubles.progress import MemoryProgress, Reached
from tests.factories import NOON, SHARD, stream_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambdas.shared.wire.kinesis_records import StreamRecord
    from tests.contract.tables import Tables

CONSUMER = "aggregator"


class Progress:
    """A store, and a look at what it noted for CONSUMER in SHARD."""

    def __init__(self, store: MemoryProgress | DynamoProgressStore, look: Callable[[], Reached]) -> None:
        self.store = store
        self._look = look

    def advance(self, *sequence_numbers: str, consumer: str = CONSUMER, shard_id: str = SHARD) -> None:
        self.store.advance(consumer, records(*sequence_numbers, shard_id=shard_id), NOON)

    @property
    def reached(self) -> tuple[str, int]:
        """Sequence number without its leading zeros, and records in total."""
        reached = self._look()
        assert len(reached.position) == 64
        return reached.position.lstrip("0"), reached.records


def records(*sequence_numbers: str, shard_id: str = SHARD) -> list[StreamRecord]:
    return [stream_record(sequence_number=number, shard_id=shard_id) for number in sequence_numbers]


@pytest.fixture
def dynamo(tables: Tables) -> DynamoProgressStore:
    return DynamoProgressStore(tables.client, tables.create("consumer-progress"))


def noted(tables: Tables, store: DynamoProgressStore) -> dict[str, Any]:
    return tables.item(store.table, consumer=CONSUMER, shard_id=SHARD)


@pytest.fixture
def progress(kind: str, request: pytest.FixtureRequest) -> Progress:
    if kind == MEMORY:
        memory = MemoryProgress()
        return Progress(memory, lambda: memory.reached[CONSUMER, SHARD])
    tables: Tables = request.getfixturevalue("tables")
    dynamo: DynamoProgressStore = request.getfixturevalue("dynamo")

    def look() -> Reached:
        item = noted(tables, dynamo)
        return Reached(item["sequence_number"], int(item["records"]))

    return Progress(dynamo, look)


def test_progress_is_the_last_record_and_the_number_of_records(progress: Progress) -> None:
    progress.advance("7", "8", "9")
    assert progress.reached == ("9", 3)
    progress.advance("10")
    assert progress.reached == ("10", 4)


@pytest.mark.parametrize("again", [("8", "9"), ("9",), ("3", "5")])
def test_a_redelivery_moves_nothing(progress: Progress, again: tuple[str, ...]) -> None:
    progress.advance("8", "9")
    progress.advance(*again)
    assert progress.reached == ("9", 2)


@pytest.mark.parametrize(
    ("earlier", "later"), [("9", "10"), ("99", "100"), ("9" * 55, "1" + "0" * 55), ("4" * 55 + "1", "4" * 55 + "2")]
)
def test_sequence_numbers_compare_as_numbers(progress: Progress, earlier: str, later: str) -> None:
    progress.advance(later)
    progress.advance(earlier)
    assert progress.reached == (later, 1)


def test_consumers_and_shards_progress_apart(progress: Progress) -> None:
    progress.advance("5")
    progress.advance("9", consumer="price_processor")
    progress.advance("9", shard_id="shardId-000000000001")
    assert progress.reached == ("5", 1)


def test_the_item_says_when_the_record_arrived_and_when_it_was_done(
    tables: Tables, dynamo: DynamoProgressStore
) -> None:
    dynamo.advance(CONSUMER, records("5"), NOON + timedelta(seconds=1.5))
    assert noted(tables, dynamo) == {
        "consumer": CONSUMER,
        "shard_id": SHARD,
        "sequence_number": "5".zfill(64),
        "arrived_at": "2026-11-20T17:00:00.000Z",
        "updated_at": "2026-11-20T17:00:01.500Z",
        "records": 1,
    }
