"""A stream consumer that remembers its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambdas.shared.consumer import Consumer
from tests.doubles.progress import MemoryProgress
from tests.doubles.quarantine import MemoryQuarantine
from tests.doubles.steps import FailingSteps
from tests.factories import NOON

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from lambdas.shared.domain.event import PriceEvent


class RecordingConsumer:
    """A consumer whose use case remembers what it was given."""

    def __init__(self, steps: FailingSteps | None = None) -> None:
        steps = steps or FailingSteps()
        self.processed: list[PriceEvent] = []
        self.quarantine = MemoryQuarantine(steps)
        self.progress = MemoryProgress(steps)
        self._consumer = Consumer("test_consumer", self._use_case, self.quarantine, self.progress, lambda: NOON)

    def consume(self, event: dict[str, Any]) -> None:
        """Process one batch."""
        self._consumer.consume(event)

    def _use_case(self, events: Sequence[PriceEvent], now: datetime) -> dict[str, int]:
        assert now == NOON
        self.processed.extend(events)
        return {"events": len(events)}
