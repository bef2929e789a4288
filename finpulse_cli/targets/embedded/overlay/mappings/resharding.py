"""Splits, merges and new shard counts that keep the parents readable, closed, until their records have expired.

MiniStack forgets a parent and its records at once, and UpdateShardCount begins anew with the ids that were there. Here
parents move to the stream's closed shards, ids are never used twice, and ListShards, DescribeStream, GetShardIterator
and GetRecords know closed shards, as
https://docs.aws.amazon.com/streams/latest/dev/kinesis-using-sdk-java-after-resharding.html describes.

UpdateShardCount on AWS makes splits and merges with shards between; here each new shard descends from every old one
that its range overlaps. What subscribes to a shard (SubscribeToShard) is told of children when it is split, not at its
end.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

from finpulse_cli.targets.embedded.overlay.mappings.shards import (
    CLOSED,
    all_shards,
    ancestors,
    changing,
    retention_seconds,
)

Reply = tuple[int, dict[str, str], bytes]
Handler = Callable[[dict[str, Any]], Reply]
Shards = dict[str, dict[str, Any]]


class Resharding:
    """MiniStack's functions on shards, with closed ones. `changed` is called when shards have changed."""

    def __init__(self, kinesis: Any, changed: Callable[[], None]) -> None:
        self._kinesis = kinesis
        self._changed = changed
        self._shard_out = kinesis._shard_out
        self._base = 0

    def install(self) -> None:
        """Put them in the place of MiniStack's."""
        kinesis = self._kinesis
        for name in ("_split_shard", "_merge_shards", "_update_shard_count"):
            setattr(kinesis, name, self._keeping_parents(getattr(kinesis, name)))
        for name in ("_list_shards", "_describe_stream", "_get_shard_iterator"):
            setattr(kinesis, name, self._with_closed(getattr(kinesis, name)))
        kinesis._get_records = self._to_the_end(kinesis._get_records)
        kinesis._max_shard_index = _largest_index
        kinesis._build_shards = self._fresh(kinesis._build_shards)
        kinesis._shard_out = self._described
        kinesis._expire_records = expire

    def _keeping_parents(self, original: Handler) -> Handler:
        def reshard(data: dict[str, Any]) -> Reply:
            stream = self._kinesis._resolve_stream(data)[1]
            if not stream:
                return original(data)
            with changing:
                before = dict(stream["shards"])
                self._base = _largest_index(stream) + 1
                try:
                    reply = original(data)
                finally:
                    self._base = 0
                if reply[0] == 200:
                    self._close(stream, before)
            self._changed()
            return reply

        return reshard

    def _fresh(self, original: Callable[..., Shards]) -> Callable[..., Shards]:
        """Return a `_build_shards` that numbers shards from where its ids end; a new stream's begin at 0."""

        def build(shard_count: int, start_index: int = 0) -> Shards:
            return original(shard_count, start_index or self._base)

        return build

    def _close(self, stream: dict[str, Any], before: Shards) -> None:
        """Move the shards that are no more to the closed ones, and have the new ones know all they descend from."""
        gone = {shard_id: shard for shard_id, shard in before.items() if shard_id not in stream["shards"]}
        for shard_id, shard in stream["shards"].items():
            if shard_id not in before:
                overlapped = [name for name, old in gone.items() if _overlap(shard, old)]
                shard["ancestors"] = overlapped
                shard["parent_shard_id"], shard["adjacent_parent_shard_id"] = (*overlapped, None, None)[:2]
        for shard in gone.values():
            shard["ending_sequence_number"] = self._kinesis._next_sequence_number()
            shard["closed_at"] = time.time()
        stream[CLOSED] = {**stream.get(CLOSED, {}), **gone}

    def _with_closed(self, original: Handler) -> Handler:
        def handler(data: dict[str, Any]) -> Reply:
            return _seeing_all(self._kinesis._resolve_stream(data)[1], lambda: original(data))

        return handler

    def _to_the_end(self, original: Handler) -> Handler:
        """End a closed shard's iterators with its children instead of a next iterator."""

        def get_records(data: dict[str, Any]) -> Reply:
            iterator = self._kinesis._shard_iterators.get(data.get("ShardIterator")) or {}
            stream = self._kinesis._streams.get(iterator.get("stream"))
            reply = _seeing_all(stream, lambda: original(data))
            shard_id = iterator.get("shard_id", "")
            if reply[0] != 200 or not stream or shard_id not in stream.get(CLOSED, {}):
                return reply
            told = json.loads(reply[2])
            following = self._kinesis._shard_iterators.get(told["NextShardIterator"])
            if following["position"] < len(stream[CLOSED][shard_id]["records"]):
                return reply
            del self._kinesis._shard_iterators[told["NextShardIterator"]]
            del told["NextShardIterator"]
            told["ChildShards"] = list(_children(all_shards(stream), shard_id))
            return reply[0], reply[1], json.dumps(told).encode()

        return get_records

    def _described(self, shard_id: str, shard: Mapping[str, Any]) -> dict[str, Any]:
        described: dict[str, Any] = self._shard_out(shard_id, shard)
        if ending := shard.get("ending_sequence_number"):
            described["SequenceNumberRange"]["EndingSequenceNumber"] = ending
        return described


def expire(stream: dict[str, Any]) -> None:
    """Forget the records that have outlived the retention, and closed shards that have none and are as old.

    MiniStack copies every record of the stream on every put to do so; records are in order, so the first one tells.
    """
    horizon = time.time() - retention_seconds(stream)
    for shard in all_shards(stream).values():
        records = shard["records"]
        if records and records[0]["ApproximateArrivalTimestamp"] < horizon:
            shard["records"] = [record for record in records if record["ApproximateArrivalTimestamp"] >= horizon]
    closed = stream.get(CLOSED, {})
    for shard_id in [name for name, shard in closed.items() if not shard["records"] and shard["closed_at"] < horizon]:
        stream[CLOSED] = {name: shard for name, shard in stream[CLOSED].items() if name != shard_id}


def _seeing_all(stream: dict[str, Any] | None, call: Callable[[], Reply]) -> Reply:
    """Call with the closed shards among the stream's; handlers run one at a time, on the emulator's loop."""
    if not stream or not stream.get(CLOSED):
        return call()
    still_open = stream["shards"]
    stream["shards"] = all_shards(stream)
    try:
        return call()
    finally:
        stream["shards"] = still_open


def _largest_index(stream: Mapping[str, Any]) -> int:
    return max((int(shard_id.split("-")[1]) for shard_id in all_shards(stream)), default=-1)


def _children(shards: Mapping[str, Mapping[str, Any]], shard_id: str) -> Iterable[dict[str, Any]]:
    for child_id, child in shards.items():
        if shard_id in ancestors(child):
            yield {
                "ShardId": child_id,
                "ParentShards": list(ancestors(child)),
                "HashKeyRange": {
                    "StartingHashKey": child["starting_hash_key"],
                    "EndingHashKey": child["ending_hash_key"],
                },
            }


def _overlap(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return int(one["starting_hash_key"]) <= int(other["ending_hash_key"]) and int(other["starting_hash_key"]) <= int(
        one["ending_hash_key"]
    )


def install(changed: Callable[[], None]) -> None:
    """Put the functions in the place of MiniStack's."""
    Resharding(import_module("ministack.services.kinesis"), changed).install()
