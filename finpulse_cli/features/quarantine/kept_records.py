"""Records in quarantine, each once, with what every consumer said of it; and those that Lambda gave up.

A record that no consumer could use lies there once for each, and a batch that came again may have left it in two
objects; it is one record of the stream all the same, known by its shard and sequence number.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.quarantine import given_up
from finpulse_cli.features.tail.objects import LakeObject, folders, newest_objects, read_object
from lambdas.shared.adapters.s3_quarantine import PREFIX, quarantine_lines
from lambdas.shared.domain.feed import split_series
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.wire.kinesis_records import padded_sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from mypy_boto3_s3 import S3Client

ID_DIGITS = 12
EVERY_DAY = 1_000_000_000  # more objects than there are, so that every day is listed


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """One record of the stream. `reasons` are by consumer; `arrived_at` is in the project's format."""

    shard_id: str
    sequence_number: str
    partition_key: str
    arrived_at: str
    data: bytes
    reasons: Mapping[str, str]

    @property
    def id(self) -> str:
        """A short name for it that follows from its place in the stream."""
        return record_id(self.shard_id, self.sequence_number)

    def values(self) -> dict[str, Any]:
        """Return it as `--json` prints it, without its bytes."""
        feed, symbol = split_series(self.partition_key)
        return {
            "id": self.id,
            "arrived_at": self.arrived_at,
            "feed": feed,
            "symbol": symbol,
            "consumers": sorted(self.reasons),
            "reasons": dict(self.reasons),
            "bytes": len(self.data),
            "shard_id": self.shard_id,
            "sequence_number": self.sequence_number,
            "partition_key": self.partition_key,
        }


@dataclass(frozen=True, slots=True)
class Kept:
    """Records in the order of their arrival, and the keys of objects that are damaged."""

    records: list[KeptRecord]
    damaged: list[str]


def record_id(shard_id: str, sequence_number: str) -> str:
    """Return twelve hexadecimal digits of SHA-256 over a record's place, whatever zeros its number begins with."""
    place = f"{shard_id}/{padded_sequence(sequence_number)}"
    return hashlib.sha256(place.encode()).hexdigest()[:ID_DIGITS]


def newest_records(client: S3Client, bucket: str, count: int) -> Kept:
    """Return the newest `count` records."""
    kept = _read(client, bucket, _objects(client, bucket, count))
    return replace(kept, records=kept.records[-count:])


def every_record(client: S3Client, bucket: str, named: Iterable[str] = ()) -> Kept:
    """Return all records; of `named` ids only those, without reading objects that hold a single other one."""
    ids = frozenset(named)
    objects = [item for item in _objects(client, bucket, EVERY_DAY) if not ids or _may_hold(item.key, ids)]
    kept = _read(client, bucket, objects)
    return replace(kept, records=[record for record in kept.records if not ids or record.id in ids])


def kept_at(client: S3Client, bucket: str, consumer: str, arrived_at: datetime, name: str) -> KeptRecord | None:
    """Return what a consumer keeps of the record with this id that arrived then; None when it keeps nothing."""
    day = f"{PREFIX}consumer={consumer}/year={arrived_at:%Y}/month={arrived_at:%m}/day={arrived_at:%d}/"
    objects = [item for item in newest_objects(client, bucket, day, 0) if _may_hold(item.key, frozenset({name}))]
    return next((record for record in _read(client, bucket, objects).records if record.id == name), None)


def _objects(client: S3Client, bucket: str, count: int) -> list[LakeObject]:
    consumers = folders(client, bucket, PREFIX)
    shards = [
        shard for mapping in folders(client, bucket, given_up.PREFIX) for shard in folders(client, bucket, mapping)
    ]
    return [item for folder in (*consumers, *shards) for item in newest_objects(client, bucket, folder, count)]


def _may_hold(key: str, ids: frozenset[str]) -> bool:
    """Return whether an object may hold one of the records: an object of several does not name each in its key."""
    if key.startswith(given_up.PREFIX):
        return True
    shard_id, _, number = key.rpartition("/")[2].removesuffix(".json").rpartition("-")
    return not number.isdigit() or record_id(shard_id, number) in ids


def _read(client: S3Client, bucket: str, objects: Iterable[LakeObject]) -> Kept:
    found: dict[str, KeptRecord] = {}
    damaged: list[str] = []
    for item in objects:
        try:
            body = read_object(client, bucket, item.key)
            records = list(_given_up(body) if item.key.startswith(given_up.PREFIX) else _records(body))
        except (ValueError, LookupError, TypeError, AttributeError):  # what is no JSON, no base64, or lacks a member
            damaged.append(item.key)
            continue
        for record in records:
            before = found.get(record.id, record)
            found[record.id] = replace(before, reasons={**before.reasons, **record.reasons})
    in_order = sorted(found.values(), key=lambda record: (record.arrived_at, padded_sequence(record.sequence_number)))
    return Kept(in_order, damaged)


def _records(body: bytes) -> Iterator[KeptRecord]:
    for line in quarantine_lines(body):
        yield KeptRecord(
            shard_id=line["shard_id"],
            sequence_number=line["sequence_number"],
            partition_key=line["partition_key"],
            arrived_at=line["arrived_at"],
            data=base64.b64decode(line["data"], validate=True),
            reasons={line["consumer"]: line["reason"]},
        )


def _given_up(body: bytes) -> Iterator[KeptRecord]:
    function, condition, records = given_up.given_up_records(body)
    for record in records:
        yield KeptRecord(
            shard_id=record.shard_id,
            sequence_number=record.sequence_number,
            partition_key=record.partition_key,
            arrived_at=format_timestamp(record.arrived_at),
            data=record.data,
            reasons={function: f"given up by Lambda: {condition}"},
        )
