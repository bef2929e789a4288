"""S3: the objects that Firehose writes, and where they lie as they grow old."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from finpulse_cli.features.cost.assumptions import (
    AGE_DAYS,
    COMPRESSED_SHARE,
    QUERY_DAYS,
    STATE_BYTES,
    STATE_READS,
    STATE_WRITES,
)
from finpulse_cli.features.cost.billing import Usage
from finpulse_cli.features.cost.units import DAY, GB, KB, MB, MONTH

if TYPE_CHECKING:
    from finpulse_cli.features.cost.flow import Flow

SMALLEST_MOVED = 128 * KB  # a smaller object stays where it is
GLACIER_INDEX, GLACIER_NAME = 32 * KB, 8 * KB  # kept for an object in Glacier, the latter in Standard


def s3(flow: Flow) -> list[Usage]:
    """Return the objects written, moved and stored after a year; versions cost nothing, as no key is written twice."""
    written = objects(flow) * MONTH
    moved = written if moves(flow) else Decimal(0)
    return [
        Usage("s3-put", f"lake objects of {object_bytes(flow) / KB:,.1f} KB", written),
        *_storage(flow),
        Usage("s3-to-ia", "lake objects", moved if flow.stack.lake.days_to_ia else Decimal(0)),
        Usage("s3-to-glacier", "lake objects", moved if flow.stack.lake.days_to_glacier else Decimal(0)),
        *_queries(flow),
        Usage("s3-standard", "Terraform's remote state", STATE_BYTES / GB),
        Usage("s3-put", "Terraform's remote state", Decimal(STATE_WRITES)),
        Usage("s3-get", "Terraform's remote state", Decimal(STATE_READS)),
    ]


def objects(flow: Flow) -> Decimal:
    """Return the objects a second: one a buffer interval in which something came, more when the buffer fills before."""
    buffer = flow.stack.lake
    by_time = min(flow.load.bursts_per_second, Decimal(1) / max(1, buffer.buffer_seconds))
    return max(by_time, flow.events_per_second * flow.sizes.event_bytes / (buffer.buffer_mb * MB))


def lake_bytes(flow: Flow) -> Decimal:
    """Return the bytes a second as they are stored."""
    return flow.events_per_second * flow.sizes.event_bytes * (COMPRESSED_SHARE if flow.stack.lake.compressed else 1)


def object_bytes(flow: Flow) -> Decimal:
    """Return the bytes of an object."""
    return lake_bytes(flow) / objects(flow)


def moves(flow: Flow) -> bool:
    """Return whether S3 moves the objects to cheaper classes at all."""
    return object_bytes(flow) >= SMALLEST_MOVED


def _storage(flow: Flow) -> list[Usage]:
    lake = flow.stack.lake
    to_ia, to_glacier = (lake.days_to_ia, lake.days_to_glacier) if moves(flow) else (None, None)
    frozen = max(0, AGE_DAYS - to_glacier) if to_glacier else 0
    cool = max(0, AGE_DAYS - frozen - to_ia) if to_ia else 0
    day = lake_bytes(flow) * DAY / GB
    objects_frozen = objects(flow) * DAY * frozen / GB
    return [
        Usage("s3-standard", "lake", day * (AGE_DAYS - frozen - cool) + objects_frozen * GLACIER_NAME),
        Usage("s3-standard-ia", "lake", day * cool),
        Usage("s3-glacier", "lake", day * frozen + objects_frozen * GLACIER_INDEX),
    ]


def _queries(flow: Flow) -> list[Usage]:
    """Return the requests of the queries.

    A query lists a folder a day and reads every object; its result is two objects.
    """
    queries = Decimal(flow.queries_per_month)
    return [
        Usage("s3-put", "Athena: folders listed, results written", queries * (QUERY_DAYS + 1 + 2)),
        Usage("s3-get", "Athena: objects read", queries * objects(flow) * DAY * QUERY_DAYS),
    ]
