"""Which records of a replay some consumer has put into quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finpulse_cli.features.tail.objects import folders, newest_objects, read_object
from lambdas.shared.adapters.s3_quarantine import PREFIX, kept_range, quarantine_lines
from lambdas.shared.wire.kinesis_records import padded_sequence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mypy_boto3_s3 import S3Client

    from finpulse_cli.features.replay.drain import SentRecord


Place = tuple[str, str]  # shard and sequence number at a fixed width


def quarantined_records(s3: S3Client, bucket: str, sent: Sequence[SentRecord]) -> list[SentRecord]:
    """Return the records of this replay that some consumer has put into quarantine."""
    if not sent:
        return []
    days = sorted({f"year={at:%Y}/month={at:%m}/day={at:%d}/" for at in (sent[0].put_at, sent[-1].put_at)})
    spans: dict[str, list[str]] = {}
    for shard_id, number in map(_place, sent):
        spans.setdefault(shard_id, []).append(number)
    ends = {shard_id: (min(numbers), max(numbers)) for shard_id, numbers in spans.items()}
    found: set[Place] = set()
    for folder in folders(s3, bucket, PREFIX):
        for day in days:
            for item in newest_objects(s3, bucket, folder + day, 0):
                found |= _kept(s3, bucket, item.key, ends)
    return [record for record in sent if _place(record) in found]


def _kept(s3: S3Client, bucket: str, key: str, ends: Mapping[str, tuple[str, str]]) -> set[Place]:
    """Return the places of the records in one object, if any of them may be among those that were sent."""
    kept = kept_range(key)
    if kept.count == 1:
        return {(kept.shard_id, kept.first)}
    first, last = ends.get(kept.shard_id, ("", ""))
    if kept.last < first or kept.first > last:
        return set()
    lines = quarantine_lines(read_object(s3, bucket, key))
    return {(str(line["shard_id"]), padded_sequence(str(line["sequence_number"]))) for line in lines}


def _place(record: SentRecord) -> Place:
    return record.shard_id, padded_sequence(str(record.sequence_number))
