"""A stream's shards and records as the emulator keeps them, open and closed ones.

MiniStack knows open shards only. Closed ones are kept beside them, in the stream's own record, so that they are saved
and deleted with it; see `resharding`.
"""

from __future__ import annotations

import base64
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import Any

from finpulse_cli.targets.embedded.overlay.mappings.positions import BEGINNING
from finpulse_cli.targets.embedded.overlay.mappings.records import Record

CLOSED = "closed_shards"
READ_LIMIT = 10_000
Stream = Mapping[str, Any]
changing = threading.RLock()  # held while shards are split or merged: a child must never be seen without its parent


def all_shards(stream: Stream) -> dict[str, Any]:
    """Return every shard that still has records or gets new ones, by id; never amid a change of shards."""
    with changing:
        return {**stream.get(CLOSED, {}), **stream["shards"]}


def is_closed(stream: Stream, shard_id: str) -> bool:
    """Return whether the shard gets no more records."""
    return shard_id in stream.get(CLOSED, {})


def parents_of(stream: Stream) -> dict[str, tuple[str, ...]]:
    """Return for each shard those whose records precede its own."""
    return {shard_id: ancestors(shard) for shard_id, shard in all_shards(stream).items()}


def ancestors(shard: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the shards that one was made from."""
    named = shard.get("ancestors") or (shard.get("parent_shard_id"), shard.get("adjacent_parent_shard_id"))
    return tuple(name for name in named if name)


def records_after(stream: Stream, shard_id: str, after: str, now: float) -> Iterator[Record]:
    """Yield what follows a sequence number and has not outlived the stream's retention, as far as one read goes."""
    kept = all_shards(stream)[shard_id]["records"]
    place = (
        0 if after == BEGINNING else bisect_right(kept, int(after), key=lambda record: int(record["SequenceNumber"]))
    )
    horizon = now - retention_seconds(stream)
    for record in kept[place : place + READ_LIMIT]:
        if record["ApproximateArrivalTimestamp"] >= horizon:
            yield Record(
                record["SequenceNumber"],
                record["PartitionKey"],
                _base64(record["Data"]),
                record["ApproximateArrivalTimestamp"],
            )


def before_time(stream: Stream, shard_id: str, moment: float) -> str:
    """Return the position before the first record that arrived at `moment` (epoch seconds) or later."""
    kept = all_shards(stream)[shard_id]["records"]
    place = bisect_left(kept, moment, key=lambda record: record["ApproximateArrivalTimestamp"])
    return str(kept[place - 1]["SequenceNumber"]) if place else BEGINNING


def retention_seconds(stream: Stream) -> float:
    """Return how long records are kept."""
    return float(stream["RetentionPeriodHours"]) * 3600


def _number(kept: Mapping[str, Any]) -> int:
    return int(kept["SequenceNumber"])


def _base64(data: Any) -> str:
    """Return the data as the emulator was given it; what is no base64 was put by something else than the API."""
    if isinstance(data, str):
        try:
            base64.b64decode(data, validate=True)
        except ValueError:
            return base64.b64encode(data.encode()).decode()
        return data
    return base64.b64encode(bytes(data)).decode()
