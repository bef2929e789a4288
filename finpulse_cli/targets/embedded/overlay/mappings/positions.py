"""How far a mapping has read: for each shard, for each of its lanes, the last sequence number that is done.

A lane is one of the parts that ParallelizationFactor splits a shard into, by partition key. What is kept is plain
JSON, because the emulator saves it with its own state: {shard: [{"after": number, "window": ...}, ...]}.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

BEGINNING = ""
END = "END"

Lane = dict[str, Any]
Positions = dict[str, list[Lane]]


def order(after: str) -> tuple[int, int]:
    """Return what positions sort by: the beginning first, the end of a closed shard last."""
    if after == END:
        return 2, 0
    return (0, 0) if after == BEGINNING else (1, int(after))


def lane_of(partition_key: str, lanes: int) -> int:
    """Return the lane that a key belongs to, always the same one of as many lanes."""
    return zlib.crc32(partition_key.encode()) % lanes if lanes > 1 else 0


def lanes_at(kept: Sequence[Lane] | None, lanes: int) -> list[Lane]:
    """Return the lanes to go on with: as kept, or all from the least of them when their number has changed."""
    if kept and len(kept) == lanes:
        return [dict(lane) for lane in kept]
    after = min((lane["after"] for lane in kept or ()), key=order, default=BEGINNING)
    return [{"after": after} for _ in range(lanes)]


def unfinished(kept: Sequence[Lane] | None, lanes: int) -> list[int]:
    """Return the lanes that are not at the end of their shard."""
    return [number for number, lane in enumerate(lanes_at(kept, lanes)) if lane["after"] != END]


def is_drained(kept: Sequence[Lane] | None) -> bool:
    """Return whether a closed shard has been read to its end by every lane."""
    return bool(kept) and all(lane["after"] == END for lane in kept or ())


def readable(parents: Mapping[str, Sequence[str]], kept: Mapping[str, Sequence[Lane]]) -> list[str]:
    """Return the shards to read now: not drained themselves, and all parents that still exist are.

    `parents` has every shard of the stream, open and closed. Order by key over a resharding depends on this.
    """
    return [
        shard
        for shard, above in parents.items()
        if not is_drained(kept.get(shard))
        and all(is_drained(kept.get(parent)) for parent in above if parent in parents)
    ]
