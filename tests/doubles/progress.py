"""consumer_progress in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.doubles.steps import never_fails

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.shared.wire.kinesis_records import StreamRecord
    from tests.doubles.steps import Step


@dataclass(frozen=True)
class Reached:
    """How far a consumer has come in a shard, and how many records that were."""

    position: str
    records: int


class MemoryProgress:
    """Implements `ports.ProgressStore`; `reached` maps consumer and shard to what is noted."""

    def __init__(self, step: Step = never_fails) -> None:
        self.reached: dict[tuple[str, str], Reached] = {}
        self._step = step

    def advance(self, consumer: str, records: Sequence[StreamRecord], updated_at: datetime) -> None:  # noqa: ARG002
        """Notes that the records are done, unless a later one is noted already."""
        self._step("progress.advance")
        key = (consumer, records[-1].shard_id)
        before = self.reached.get(key, Reached("", 0))
        if records[-1].position > before.position:
            self.reached[key] = Reached(records[-1].position, before.records + len(records))
        self._step("progress.advanced")
