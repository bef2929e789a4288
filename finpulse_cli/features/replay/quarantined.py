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
    found: set[str] = set()
    for folder in consumers:
        for day in days:
            pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=folder["Prefix"] + day)
            for page in pages:
                found |= {entry["Key"].rpartition("/")[2] for entry in page.get("Contents", [])}
    return [record for record in sent if f"{record.shard_id}-{record.sequence_number}.json" in found]
