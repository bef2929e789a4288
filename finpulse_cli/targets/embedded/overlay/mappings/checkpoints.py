"""Where positions are kept: in the emulator's own map, which it saves with its other state."""

from __future__ import annotations

import threading
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from finpulse_cli.targets.embedded.overlay.mappings.positions import Lane, Positions

MappingKey = tuple[str, str, str]  # account, region, UUID


class Checkpoints:
    """Positions of all mappings.

    After `freeze` none moves any more. A position must never be saved that is ahead of what else is saved: the item a
    function wrote after the table was saved would be lost, and never made again.
    """

    def __init__(self) -> None:
        service: Any = import_module("ministack.services.lambda_svc")
        self._kept: dict[MappingKey, Positions] = service._kinesis_positions._data
        self._lock = threading.Lock()
        self._frozen = False

    @property
    def is_frozen(self) -> bool:
        """Whether the emulator is about to end."""
        return self._frozen

    def of(self, key: MappingKey) -> Positions | None:
        """Return the positions of a mapping; None when it never had any."""
        return self._kept.get(key)

    def begin(self, key: MappingKey, positions: Positions) -> None:
        """Keep the first positions of a mapping."""
        with self._lock:
            self._kept.setdefault(key, positions)

    def lay_out(self, key: MappingKey, shard_id: str, lanes: list[Lane]) -> None:
        """Keep the lanes of a shard, before they are read from."""
        with self._lock:
            if not self._frozen and key in self._kept:
                self._kept[key][shard_id] = lanes

    def move(self, key: MappingKey, shard_id: str, number: int, lane: Lane) -> None:
        """Keep how far one lane is."""
        with self._lock:
            lanes = self._kept.get(key, {}).get(shard_id, [])
            if not self._frozen and number < len(lanes):
                self._kept[key][shard_id] = [*lanes[:number], lane, *lanes[number + 1 :]]

    def forget_shards(self, key: MappingKey, existing: set[str]) -> None:
        """Drop the shards that the stream has no longer."""
        with self._lock:
            positions = self._kept.get(key, {})
            if not self._frozen and positions.keys() - existing:
                self._kept[key] = {shard_id: lanes for shard_id, lanes in positions.items() if shard_id in existing}

    def freeze(self) -> None:
        """Let no position move from now on."""
        with self._lock:
            self._frozen = True
