from __future__ import annotations

import base64
import json
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.shared.adapters.s3_quarantine import S3Quarantine, quarantine_key
from tests.contract.tables import MEMORY
from tests.doubles.quarantine import MemoryQuarantine
from tests.factories import NOON, stream_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambdas.shared.ports import QuarantineStore
    from tests.emulator import Emulator

BUCKETS = count()
BAD = stream_record(b"\x00\xff not an event", sequence_number="7")


class Bucket:
    """A new bucket on the emulator."""

    def __init__(self, emulator: Emulator) -> None:
        self.client = emulator.client("s3")
        self.name = f"lake-{next(BUCKETS)}"
        self.client.create_bucket(Bucket=self.name)

    @property
    def objects(self) -> dict[str, dict[str, Any]]:
        """Every object by its key."""
        keys = [entry["Key"] for entry in self.client.list_objects_v2(Bucket=self.name).get("Contents", ())]
        return {key: json.loads(self.client.get_object(Bucket=self.name, Key=key)["Body"].read()) for key in keys}


@pytest.fixture
def bucket(emulator: Emulator) -> Bucket:
    return Bucket(emulator)


class Quarantine:
    """A store, and a look at the reason and the bytes of each record in it."""

    def __init__(self, store: QuarantineStore, look: Callable[[], list[tuple[str, bytes]]]) -> None:
        self.store = store
        self.look = look


@pytest.fixture
def quarantine(kind: str, request: pytest.FixtureRequest) -> Quarantine:
    if kind == MEMORY:
        memory = MemoryQuarantine()
        return Quarantine(memory, lambda: sorted((reason, record.data) for record, reason in memory.kept.values()))
    bucket: Bucket = request.getfixturevalue("bucket")

    def look() -> list[tuple[str, bytes]]:
        return sorted((body["reason"], base64.b64decode(body["data"])) for body in bucket.objects.values())

    return Quarantine(S3Quarantine(lambda: bucket.client, bucket.name), look)


def test_a_record_is_kept_byte_for_byte_with_its_reason(quarantine: Quarantine) -> None:
    quarantine.store.put("aggregator", BAD, "record is not UTF-8 text")
    assert quarantine.look() == [("record is not UTF-8 text", BAD.data)]


def test_a_record_of_a_megabyte_is_kept(quarantine: Quarantine) -> None:
    large = stream_record(b"x" * 2**20)
    quarantine.store.put("aggregator", large, "too large")
    assert quarantine.look() == [("too large", large.data)]


def test_the_same_record_again_adds_nothing(quarantine: Quarantine) -> None:
    for _ in range(3):
        quarantine.store.put("aggregator", BAD, "bad")
    assert len(quarantine.look()) == 1


def test_consumers_shards_and_sequence_numbers_are_kept_apart(quarantine: Quarantine) -> None:
    quarantine.store.put("aggregator", BAD, "bad")
    quarantine.store.put("price_processor", BAD, "bad")
    quarantine.store.put("aggregator", stream_record(sequence_number="8"), "bad")
    quarantine.store.put("aggregator", stream_record(sequence_number="7", shard_id="shardId-000000000001"), "bad")
    assert len(quarantine.look()) == 4


def test_the_object_names_consumer_place_and_time(bucket: Bucket) -> None:
    S3Quarantine(lambda: bucket.client, bucket.name).put("aggregator", BAD, "bad")
    key = "quarantine/consumer=aggregator/year=2026/month=11/day=20/shardId-000000000000-7.json"
    assert quarantine_key("aggregator", BAD) == key
    assert bucket.objects == {
        key: {
            "reason": "bad",
            "consumer": "aggregator",
            "shard_id": "shardId-000000000000",
            "sequence_number": "7",
            "partition_key": "AAPL",
            "arrived_at": "2026-11-20T17:00:00.000Z",
            "data": base64.b64encode(BAD.data).decode(),
        }
    }
    assert bucket.client.head_object(Bucket=bucket.name, Key=key)["ContentType"] == "application/json"


def test_the_client_is_not_made_before_a_record_is_bad() -> None:
    def fail() -> Any:
        raise AssertionError("made too early")

    store = S3Quarantine(fail, "lake")
    with pytest.raises(AssertionError, match="made too early"):
        store.put("aggregator", BAD, f"bad at {NOON}")
