"""`tail quarantine`: the records that could not become events, with the reason each consumer gave."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Source
from finpulse_cli.features.tail.event_rows import is_wanted, preview
from finpulse_cli.features.tail.objects import LakeObject, folders, newest_objects, read_object
from finpulse_cli.features.tail.window import WindowReader
from lambdas.shared.adapters.s3_quarantine import PREFIX
from lambdas.shared.domain.feed import split_series
from lambdas.shared.domain.timestamps import format_timestamp

COLUMNS = (
    Column("arrived (UTC)", cells.moment("arrived_at"), 14),
    Column("age", cells.age("arrived_at"), 4, right=True, from_width=100),
    Column("consumer", cells.text("consumer"), 16),
    Column("symbol", cells.text("symbol", "bold"), 6),
    Column("feed", cells.text("feed"), 18),
    Column("reason", cells.text("reason", "red"), 30),
    Column("bytes", cells.number("bytes"), 9, right=True, from_width=100),
    Column("first bytes", cells.text("preview"), 30, from_width=120),
    Column("sequence number", cells.text("sequence_number"), 56, from_width=170),
)


def open_reader(source: Source) -> WindowReader[LakeObject]:
    """Open the quarantine of all consumers."""
    client, bucket = source.clients.s3, source.outputs.lake_bucket

    def read(count: int) -> list[LakeObject]:
        consumers = folders(client, bucket, PREFIX)
        found = [item for consumer in consumers for item in newest_objects(client, bucket, consumer, count)]
        return sorted(found, key=lambda item: (item.modified, item.key))

    def to_row(item: LakeObject) -> Row | None:
        row = quarantine_row(item, read_object(client, bucket, item.key))
        return row if is_wanted(row.values, source.symbol, source.feed) else None

    return WindowReader(COLUMNS, read, to_row)


def quarantine_row(item: LakeObject, body: bytes) -> Row:
    """Make the row of one object; one that is damaged says so in its reason."""
    place = {"key": item.key, "modified": format_timestamp(item.modified)}
    try:
        record = json.loads(body)
        data = base64.b64decode(record["data"], validate=True)
    except (ValueError, KeyError, TypeError, binascii.Error):
        return Row(item.key, place | {"reason": "this quarantine object is damaged", "preview": preview(body)})
    kept = record if isinstance(record, Mapping) else {}
    feed, symbol = split_series(str(kept.get("partition_key", "")))
    return Row(item.key, {**kept, "feed": feed, "symbol": symbol, "bytes": len(data), "preview": preview(data)} | place)
