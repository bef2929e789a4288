"""`tail quarantine`: the records that could not become events, with the reason each consumer gave."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from functools import lru_cache, partial

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Row, Source
from finpulse_cli.features.tail.event_rows import is_wanted, preview
from finpulse_cli.features.tail.objects import LakeObject, folders, newest_objects, read_object
from finpulse_cli.features.tail.window import WindowReader
from lambdas.shared.adapters.s3_quarantine import PREFIX, kept_range, quarantine_lines
from lambdas.shared.domain.feed import split_series
from lambdas.shared.domain.timestamps import format_timestamp

IDENTITY = ("consumer", "shard_id", "sequence_number")
OPENED = 4  # objects kept in memory: the rows of a flood lie in one
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


@dataclass(frozen=True, slots=True)
class KeptRecord:
    """One record in an object of the quarantine, by its place there."""

    item: LakeObject
    place: int


def open_reader(source: Source) -> WindowReader[KeptRecord]:
    """Open the quarantine of all consumers."""
    client, bucket = source.clients.s3, source.outputs.lake_bucket
    body = lru_cache(maxsize=OPENED)(partial(read_object, client, bucket))

    def read(count: int) -> list[KeptRecord]:
        consumers = folders(client, bucket, PREFIX)
        found = [item for consumer in consumers for item in newest_objects(client, bucket, consumer, count)]
        in_order = sorted(found, key=lambda item: (item.modified, item.key))
        return [KeptRecord(item, place) for item in in_order for place in range(_count(item.key))]

    def to_row(kept: KeptRecord) -> Row | None:
        row = quarantine_row(kept, body(kept.item.key))
        return row if is_wanted(row.values, source.symbol, source.feed) else None

    return WindowReader(COLUMNS, read, to_row)


def quarantine_row(kept: KeptRecord, body: bytes) -> Row:
    """Make the row of one record; one that is damaged says so in its reason."""
    item = kept.item
    place = {"key": item.key, "modified": format_timestamp(item.modified)}
    try:
        [record] = quarantine_lines(body.split(b"\n")[kept.place])
        data = base64.b64decode(record["data"], validate=True)
    except (ValueError, LookupError, TypeError, AttributeError, binascii.Error):
        damaged = {"reason": "this quarantine object is damaged", "preview": preview(body)}
        return Row(f"{item.key}#{kept.place}", place | damaged)
    feed, symbol = split_series(str(record.get("partition_key", "")))
    found = {**record, "feed": feed, "symbol": symbol, "bytes": len(data), "preview": preview(data)}
    # a batch that came again, cut otherwise, may have left the record in another object too
    return Row("/".join(str(record.get(name)) for name in IDENTITY), found | place)


def _count(key: str) -> int:
    try:
        return kept_range(key).count
    except ValueError:
        return 1  # its row says that it is damaged
