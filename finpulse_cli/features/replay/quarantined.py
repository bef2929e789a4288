"""Which records of a replay some consumer has put into quarantine."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambdas.shared.adapters.s3_quarantine import PREFIX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mypy_boto3_s3 import S3Client

    from finpulse_cli.features.replay.drain import SentRecord


def quarantined_records(s3: S3Client, bucket: str, sent: Sequence[SentRecord]) -> list[SentRecord]:
    """Return the records of this replay that some consumer has put into quarantine."""
    if not sent:
        return []
    days = sorted({f"year={at:%Y}/month={at:%m}/day={at:%d}/" for at in (sent[0].put_at, sent[-1].put_at)})
    consumers = s3.list_objects_v2(Bucket=bucket, Prefix=PREFIX, Delimiter="/").get("CommonPrefixes", [])
    found: set[tuple[str, int]] = set()
    for folder in consumers:
        for day in days:
            pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=folder["Prefix"] + day)
            for page in pages:
                found |= {_place(entry["Key"]) for entry in page.get("Contents", [])}
    return [record for record in sent if (record.shard_id, record.sequence_number) in found]


def _place(key: str) -> tuple[str, int]:
    """Return shard and sequence number of the record in an object; its name has the zeros that the number begins with.

    An object of another kind is of no shard.
    """
    shard_id, _, number = key.rpartition("/")[2].removesuffix(".json").rpartition("-")
    return (shard_id, int(number)) if number.isdecimal() else ("", 0)
