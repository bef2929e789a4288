"""What a frame of the journal looks up: how far mappings are, and which records streams got since the last frame."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from finpulse_cli.targets.embedded.overlay.mappings.shards import all_shards

if TYPE_CHECKING:
    from collections.abc import Iterator

    from finpulse_cli.targets.embedded.journal_file import Entry

Key = tuple[str, str, str]  # account, region, name or UUID
POSITIONS, RECORDS = "positions", "records"


class Positions:
    """Positions of mappings on Kinesis streams that have changed since they were looked at."""

    def __init__(self) -> None:
        service: Any = import_module("ministack.services.lambda_svc")
        self._kept: dict[Key, dict[str, Any]] = service._kinesis_positions._data
        self._told: dict[Key, dict[str, Any]] = {}

    def changed(self) -> Iterator[Entry]:
        """Yield what has."""
        for key, positions in list(self._kept.items()):
            now = dict(positions)  # what it holds is replaced, never changed
            if self._told.get(key) != now:
                self._told[key] = now
                yield POSITIONS, key, now


class Records:
    """Records of streams above the sequence number that was told last."""

    def __init__(self) -> None:
        service: Any = import_module("ministack.services.kinesis")
        self._streams: dict[Key, dict[str, Any]] = service._streams._data
        self._told: dict[tuple[Key, str], int] = {}

    def skip(self) -> None:
        """Tell none of those that are there: they were restored."""
        for _ in self.arrived():
            pass

    def arrived(self) -> Iterator[Entry]:
        """Yield what has, shard by shard."""
        for key, stream in list(self._streams.items()):
            for shard_id, shard in all_shards(stream).items():
                told = self._told.get((key, shard_id), -1)
                if fresh := _above(shard["records"], told):
                    self._told[(key, shard_id)] = int(fresh[-1]["SequenceNumber"])
                    yield RECORDS, key, shard_id, fresh


def _above(records: list[dict[str, Any]], told: int) -> list[dict[str, Any]]:
    """Return the records at the end of a shard whose sequence numbers are above `told`."""
    place = end = len(records)
    while place and int(records[place - 1]["SequenceNumber"]) > told:
        place -= 1
    return records[place:end]
