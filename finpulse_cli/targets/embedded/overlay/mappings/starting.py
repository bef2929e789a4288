"""Where a new mapping begins, in every shard that the stream has at that moment.

AWS finds LATEST when its poller starts, up to minutes later; here it is the moment of the request. Shards that are
made later are read from their beginning, whatever StartingPosition says: what is in them came after the mapping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay.mappings.positions import BEGINNING, Positions
from finpulse_cli.targets.embedded.overlay.mappings.shards import Stream, all_shards, before_time

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def starting_positions(mapping: Mapping[str, Any], stream: Stream, next_number: Callable[[], str]) -> Positions:
    """Return the positions; `next_number` gives a sequence number above all that there are."""
    start = mapping.get("StartingPosition", "LATEST")
    now = next_number()

    def position(shard_id: str) -> str:
        if start == "TRIM_HORIZON":
            return BEGINNING
        if start == "AT_TIMESTAMP":
            return before_time(stream, shard_id, float(mapping["StartingPositionTimestamp"]))
        return now

    return {shard_id: [{"after": position(shard_id)}] for shard_id in all_shards(stream)}
