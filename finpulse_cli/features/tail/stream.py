"""`tail stream`: the records of the Kinesis stream, all shards together, those that are no events included."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.tail import cells
from finpulse_cli.features.tail.base import Column, Page, Row, Source
from finpulse_cli.features.tail.event_rows import event_columns, event_values, is_wanted
from lambdas.shared.domain.feed import split_series
from lambdas.shared.domain.timestamps import format_timestamp
from lambdas.shared.wire.kinesis_records import StreamRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mypy_boto3_kinesis import KinesisClient

COLUMNS = event_columns(Column("arrived (UTC)", cells.moment("arrived_at"), 14))
# A stream cannot be read backwards: look back a little, and further only where that was not enough. None is the
# oldest record that the stream still has.
LOOK_BACK = (timedelta(minutes=5), timedelta(hours=1), None)
PAGE_PAUSE_SECONDS = 0.25  # a shard answers five reads a second, and the consumers need theirs

Start = dict[str, Any]
"""Arguments of GetShardIterator that say where to begin."""


@dataclass(frozen=True, slots=True)
class StreamCursor:
    """The last sequence number seen of each shard; a shard without one is read from `since`."""

    since: datetime
    last_seen: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StreamReader:
    """Implements `base.Reader` on a Kinesis stream."""

    client: KinesisClient
    stream: str
    clock: Callable[[], datetime]
    symbol: str | None = None
    feed: str | None = None
    sleep: Callable[[float], None] = time.sleep

    @property
    def columns(self) -> tuple[Column, ...]:
        """Arrival and event."""
        return COLUMNS

    def latest(self, limit: int) -> Page[StreamCursor]:
        """Return the newest records."""
        now = self.clock()
        for back in LOOK_BACK:
            page = self._page(self._records(partial(_from, now - back if back else None)), StreamCursor(now, {}))
            if len(page.rows) >= limit:
                break
        return Page(page.rows[-limit:], page.cursor)

    def fresh(self, cursor: StreamCursor) -> Page[StreamCursor]:
        """Return the records after the cursor, of shards that are new to it as well."""
        return self._page(self._records(partial(_after, cursor)), cursor)

    def records(self, since: datetime | None) -> Iterator[StreamRecord]:
        """Yield every record that arrived at `since` or later, shard by shard; None is as far back as there are any."""
        return self._records(partial(_from, since))

    def _page(self, read: Iterable[StreamRecord], before: StreamCursor) -> Page[StreamCursor]:
        records = list(read)
        seen = dict(before.last_seen) | {record.shard_id: record.sequence_number for record in records}
        rows = [_row(record) for record in sorted(records, key=lambda record: (record.arrived_at, record.position))]
        kept = [row for row in rows if is_wanted(row.values, self.symbol, self.feed)]
        return Page(kept, StreamCursor(before.since, seen))

    def _records(self, start: Callable[[str], Start]) -> Iterator[StreamRecord]:
        for page in self.client.get_paginator("list_shards").paginate(StreamName=self.stream):
            for shard in page["Shards"]:
                yield from self._shard_records(shard["ShardId"], start(shard["ShardId"]))

    def _shard_records(self, shard: str, start: Start) -> Iterator[StreamRecord]:
        """Yield the records of one shard from `start` to its tip, in order."""
        opened = self.client.get_shard_iterator(StreamName=self.stream, ShardId=shard, **start)
        iterator: str | None = opened["ShardIterator"]
        while iterator:
            page = self.client.get_records(ShardIterator=iterator)
            for record in page["Records"]:
                yield StreamRecord(
                    shard_id=shard,
                    sequence_number=record["SequenceNumber"],
                    partition_key=record["PartitionKey"],
                    arrived_at=record["ApproximateArrivalTimestamp"],
                    data=record["Data"],
                )
            iterator = page.get("NextShardIterator") if page.get("MillisBehindLatest") else None
            if iterator:
                self.sleep(PAGE_PAUSE_SECONDS)


def open_reader(source: Source) -> StreamReader:
    """Open the stack's stream."""
    return StreamReader(source.clients.kinesis, source.outputs.stream_name, source.clock, source.symbol, source.feed)


def _from(moment: datetime | None, _shard: str = "") -> Start:
    if moment is None:
        return {"ShardIteratorType": "TRIM_HORIZON"}
    return {"ShardIteratorType": "AT_TIMESTAMP", "Timestamp": moment}


def _after(cursor: StreamCursor, shard: str) -> Start:
    if shard in cursor.last_seen:
        number = cursor.last_seen[shard]
        return {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "StartingSequenceNumber": number}
    return _from(cursor.since)


def _row(record: StreamRecord) -> Row:
    place = {
        "shard_id": record.shard_id,
        "sequence_number": record.sequence_number,
        "partition_key": record.partition_key,
        "arrived_at": format_timestamp(record.arrived_at),
    }
    # A record that is no event is listed under its partition key, which should be its series.
    feed, symbol = split_series(record.partition_key)
    values = {"feed": feed, "symbol": symbol} | event_values(record.data) | place
    return Row(f"{record.shard_id} {record.sequence_number}", values)
