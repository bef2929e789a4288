"""The events of a replay as the lake of one target holds them."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.tail.lake import PREFIX
from finpulse_cli.features.tail.objects import newest_objects, read_object
from finpulse_cli.standins.athena.lines import event_lines

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from mypy_boto3_s3 import S3Client

    from finpulse_cli.features.parity.compare import Items
    from finpulse_cli.features.tail.objects import LakeObject

CLOCKS_APART = timedelta(minutes=5)  # at most, of this machine and of the target


class LakeWatch:
    """Looks for the lines of the events `ids` in objects written since a replay began; opens each object once.

    It asks for the newest days' folders whatever they are called: LocalStack leaves `!{timestamp:yyyy}` as it is.
    """

    def __init__(self, s3: S3Client, bucket: str, ids: Collection[str], since: datetime) -> None:
        self._s3 = s3
        self._bucket = bucket
        self._ids = frozenset(ids)
        self._since = since - CLOCKS_APART
        self._opened: set[LakeObject] = set()
        self._lines: dict[str, list[str]] = {}

    def look(self) -> None:
        """Read what has been written since the last look."""
        for found in newest_objects(self._s3, self._bucket, PREFIX, 0):
            if found.modified >= self._since and found not in self._opened:
                self._opened.add(found)
                for line in event_lines(read_object(self._s3, self._bucket, found.key)):
                    self._take(line)

    @property
    def found(self) -> int:
        """The number of events that are there."""
        return len(self._lines)

    @property
    def is_complete(self) -> bool:
        """Whether all events are there."""
        return self.found == len(self._ids)

    @property
    def duplicates(self) -> int:
        """Lines beyond the first of their event that say the same; the lake may hold an event more than once."""
        return sum(len(lines) - len(set(lines)) for lines in self._lines.values())

    def items(self) -> Items:
        """Return the lines of each event id, each once."""
        return {(event_id,): {"lines": sorted(set(lines))} for event_id, lines in self._lines.items()}

    def _take(self, line: bytes) -> None:
        event_id = _event_id(line)
        if event_id in self._ids:
            self._lines.setdefault(event_id, []).append(line.decode(errors="replace"))


def _event_id(line: bytes) -> str:
    """Return the id in a line; empty for a line that is no event."""
    try:
        value: Any = json.loads(line)
    except ValueError:
        return ""
    return str(value.get("event_id", "")) if isinstance(value, dict) else ""
