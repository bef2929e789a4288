from __future__ import annotations

import base64
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

from lambdas.shared.adapters.s3_quarantine import (
    FEW,
    KeptRange,
    S3Quarantine,
    kept_range,
    quarantine_key,
    quarantine_lines,
)
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
        """Every object by its key, where it keeps one record."""
        return {key: lines[0] for key, lines in self.lines.items() if len(lines) == 1}

    @property
    def lines(self) -> dict[str, list[dict[str, Any]]]:
        """The records in every object by its key."""
        keys = [entry["Key"] for entry in self.client.list_objects_v2(Bucket=self.name).get("Contents", ())]
        bodies = {key: self.client.get_object(Bucket=self.name, Key=key)["Body"].read() for key in keys}
        return {key: list(quarantine_lines(body)) for key, body in bodies.items()}


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
        kept = (line for lines in bucket.lines.values() for line in lines)
        return sorted((line["reason"], base64.b64decode(line["data"])) for line in kept)

    return Quarantine(S3Quarantine(lambda: bucket.client, bucket.name), look)


def test_a_record_is_kept_byte_for_byte_with_its_reason(quarantine: Quarantine) -> None:
    quarantine.store.keep("aggregator", [(BAD, "record is not UTF-8 text")])
    assert quarantine.look() == [("record is not UTF-8 text", BAD.data)]


def test_a_record_of_a_megabyte_is_kept(quarantine: Quarantine) -> None:
    large = stream_record(b"x" * 2**20)
    quarantine.store.keep("aggregator", [(large, "too large")])
    assert quarantine.look() == [("too large", large.data)]


def test_the_same_record_again_adds_nothing(quarantine: Quarantine) -> None:
    for _ in range(3):
        quarantine.store.keep("aggregator", [(BAD, "bad")])
    assert len(quarantine.look()) == 1


def test_consumers_shards_and_sequence_numbers_are_kept_apart(quarantine: Quarantine) -> None:
    quarantine.store.keep("aggregator", [(BAD, "bad")])
    quarantine.store.keep("price_processor", [(BAD, "bad")])
    quarantine.store.keep("aggregator", [(stream_record(sequence_number="8"), "bad")])
    quarantine.store.keep("aggregator", [(stream_record(sequence_number="7", shard_id="shardId-000000000001"), "bad")])
    assert len(quarantine.look()) == 4


def test_the_object_names_consumer_place_and_time(bucket: Bucket) -> None:
    S3Quarantine(lambda: bucket.client, bucket.name).keep("aggregator", [(BAD, "bad")])
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


@pytest.mark.parametrize("count", [FEW, FEW + 1])
def test_every_record_of_a_flood_is_kept_with_its_own_reason(quarantine: Quarantine, count: int) -> None:
    flood = [
        (stream_record(bytes([number]), sequence_number=str(100 + number)), f"{number}") for number in range(count)
    ]
    for _ in range(2):
        quarantine.store.keep("aggregator", flood)
    assert quarantine.look() == sorted((reason, record.data) for record, reason in flood)


def test_a_flood_takes_one_object_a_shard_and_day(bucket: Bucket) -> None:
    of_one = [(stream_record(sequence_number=str(number)), "bad") for number in range(5, 25)]
    of_other = [(stream_record(sequence_number="7", shard_id="shardId-000000000001"), "bad")]
    S3Quarantine(lambda: bucket.client, bucket.name).keep("aggregator", [*of_one[:3], *of_other, *of_one[3:]])
    folder = "quarantine/consumer=aggregator/year=2026/month=11/day=20"
    assert {key: len(lines) for key, lines in bucket.lines.items()} == {
        f"{folder}/shardId-000000000000-5_24_20.json": 20,
        f"{folder}/shardId-000000000001-7.json": 1,
    }


def test_a_key_tells_what_its_object_keeps() -> None:
    records = [stream_record(sequence_number=number) for number in ("5", "11")]
    assert kept_range(quarantine_key("aggregator", *records)) == KeptRange(
        "shardId-000000000000", "5".zfill(64), "11".zfill(64), 2
    )
    assert kept_range(quarantine_key("aggregator", BAD)).count == 1
    with pytest.raises(ValueError, match="invalid literal"):
        kept_range("quarantine/consumer=aggregator/notes_a_b.json")


def test_the_client_is_not_made_before_a_record_is_bad() -> None:
    def fail() -> Any:
        raise AssertionError("made too early")

    store = S3Quarantine(fail, "lake")
    store.keep("aggregator", [])
    with pytest.raises(AssertionError, match="made too early"):
        store.keep("aggregator", [(BAD, f"bad at {NOON}")])
