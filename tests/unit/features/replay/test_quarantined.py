from __future__ import annotations

from datetime import timedelta
from typing import Any

from finpulse_cli.features.replay.drain import SentRecord
from finpulse_cli.features.replay.quarantined import quarantined_records
from lambdas.shared.adapters.s3_quarantine import FEW, S3Quarantine
from tests.factories import NOON, SHARD, stream_record
from tests.unit.features.tail.test_quarantine import WritableS3

SENT = [SentRecord(f"id {number}", SHARD, number, NOON) for number in range(100, 200)]


def kept(*numbers: int) -> WritableS3:
    """A bucket in which all consumers have kept these records of one batch."""
    s3 = WritableS3()
    client: Any = s3
    for consumer in ("aggregator", "price_processor"):
        rejected = [(stream_record(sequence_number=str(number)), "bad") for number in numbers]
        S3Quarantine(lambda: client, "lake").keep(consumer, rejected)
    return s3


def found(s3: Any, sent: list[SentRecord] = SENT) -> list[int]:
    return [record.sequence_number for record in quarantined_records(s3, "lake", sent)]


def test_each_record_counts_once_however_many_consumers_keep_it() -> None:
    assert found(kept(99, 101, 150)) == [101, 150]


def test_records_of_a_flood_are_found_in_its_object() -> None:
    numbers = range(90, 90 + 2 * FEW)
    assert found(kept(*numbers)) == [number for number in numbers if number >= 100]


def test_a_flood_of_others_is_not_opened() -> None:
    s3 = kept(*range(200, 200 + 2 * FEW))
    assert (found(s3), s3.opened) == ([], [])


def test_nothing_sent_is_nothing_found_and_other_days_are_others() -> None:
    assert found(kept(101), []) == []
    later = [SentRecord("id", SHARD, 101, NOON + timedelta(days=2))]
    assert found(kept(101), later) == []
