"""What was sent back already: marks in the lake's bucket, beside the quarantine.

One object for each request that put records on the stream, `redriven/year=…/month=…/day=…/<time>-<id>.json`, a line of
JSON for each record: `id`, `redriven_at`, `mended`, and where it stands now, `shard_id` and `sequence_number`.

Records are put first and marked then. Whoever is stopped in between sends them twice, which the consumers absorb; the
other order would lose them.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.tail.objects import read_object
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mypy_boto3_s3 import S3Client

PREFIX = "redriven/"


@dataclass(frozen=True, slots=True)
class Mark:
    """One record that was sent back, and its new place. `mended` says that its bytes were others."""

    id: str
    redriven_at: str
    mended: bool
    shard_id: str
    sequence_number: str


def marks(client: S3Client, bucket: str) -> dict[str, Mark]:
    """Return every mark by its record's id. Raises FailedError when one is damaged."""
    pages = client.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=PREFIX)
    keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
    found = [mark for key in keys for mark in _read(client, bucket, key)]
    return {mark.id: mark for mark in found}


def write_marks(client: S3Client, bucket: str, made: Sequence[Mark], now: datetime) -> None:
    """Keep the marks of one request."""
    day = f"year={now:%Y}/month={now:%m}/day={now:%d}"
    client.put_object(
        Bucket=bucket,
        Key=f"{PREFIX}{day}/{format_timestamp(now)}-{made[0].id}.json",
        Body="\n".join(json.dumps(asdict(mark)) for mark in made).encode(),
        ContentType="application/json",
    )


def _read(client: S3Client, bucket: str, key: str) -> list[Mark]:
    try:
        return [Mark(**json.loads(line)) for line in read_object(client, bucket, key).split(b"\n")]
    except (ValueError, TypeError) as error:
        raise FailedError(
            f"s3://{bucket}/{key} is damaged, so it is not known what was sent back already",
            "look at the object; delete it if what it was about may be sent again",
        ) from error
