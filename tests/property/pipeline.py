"""The three consumers on in-memory stores, fed as Kinesis mappings feed them."""

from __future__ import annotations

from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from itertools import cycle
from typing import TYPE_CHECKING

from lambdas.aggregator.aggregate import Aggregator
from lambdas.anomaly_detector.detect import Detector
from lambdas.price_processor.process import PriceProcessor
from lambdas.shared.consumer import Consumer
from lambdas.shared.domain.detectors.roster import zscore_alone
from lambdas.shared.errors import DependencyError
from lambdas.shared.wire.event_json import encode_event
from tests.doubles.alert_policies import MemoryPolicies
from tests.doubles.alerts import MemoryAlerts
from tests.doubles.anomaly_store import MemoryAnomalyStore
from tests.doubles.candle_store import MemoryCandleStore
from tests.doubles.latest_price_store import MemoryLatestPriceStore
from tests.doubles.price_store import MemoryPriceStore
from tests.doubles.progress import MemoryProgress
from tests.doubles.quarantine import MemoryQuarantine
from tests.doubles.series_store import MemorySeriesStore
from tests.doubles.session_start_store import MemorySessionStartStore
from tests.doubles.steps import FailingSteps
from tests.doubles.tally_store import MemoryTallyStore
from tests.factories import NOON, lambda_event

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from datetime import datetime
    from typing import Any

    from lambdas.shared.domain.detectors.roster import Roster
    from lambdas.shared.domain.event import PriceEvent
    from tests.property.strategies import Delivery

    UseCase = Callable[[Sequence[PriceEvent], datetime], Mapping[str, Any]]

COOLDOWN_MINUTES = 15
ROSTER = zscore_alone(timedelta(minutes=COOLDOWN_MINUTES))


class Pipeline:
    """Everything behind the stream; `failing` are the numbers of the steps that fail, counted over all consumers."""

    def __init__(self, failing: Collection[int] = (), roster: Roster = ROSTER) -> None:
        self.steps = FailingSteps(at=failing)
        self.prices = MemoryPriceStore(self.steps)
        self.latest = MemoryLatestPriceStore(self.steps)
        self.candles = MemoryCandleStore(self.steps)
        self.starts = MemorySessionStartStore(self.steps)
        self.tallies = MemoryTallyStore(self.steps)
        self.states = MemorySeriesStore(self.steps)
        self.anomalies = MemoryAnomalyStore(self.steps)
        self.alerts = MemoryAlerts(self.steps)
        self.quarantine = MemoryQuarantine(self.steps)
        self.progress = MemoryProgress(self.steps)
        detector = Detector(self.states, self.anomalies, self.alerts, MemoryPolicies(), roster)
        self._consumers = [
            self._consumer("price_processor", PriceProcessor(self.prices, self.latest).run),
            self._consumer("aggregator", Aggregator(self.candles, self.starts, self.tallies).run),
            self._consumer("anomaly_detector", detector.run),
        ]

    def _consumer(self, name: str, use_case: UseCase) -> Consumer:
        return Consumer(name, use_case, self.quarantine, self.progress, lambda: NOON)

    def deliver(self, stream: Sequence[PriceEvent], delivery: Delivery) -> None:
        """Brings the stream to every consumer; a batch that fails comes again, cut as the next size says."""
        lines = [encode_event(event) for event in stream]
        with redirect_stdout(StringIO()):
            for consumer in self._consumers:
                _drain(consumer, lines, delivery)


def _drain(consumer: Consumer, lines: Sequence[bytes], delivery: Delivery) -> None:
    sizes, repeats, rewinds = cycle(delivery.sizes), cycle(delivery.repeats), cycle(delivery.rewinds)
    done = 0
    while done < len(lines):
        size = next(sizes)
        if not _succeeds(consumer, lines, done, done + size):
            continue
        for _ in range(next(repeats)):
            _succeeds(consumer, lines, max(0, done - next(rewinds)), done + size)
        done += size


def _succeeds(consumer: Consumer, lines: Sequence[bytes], start: int, end: int) -> bool:
    try:
        consumer.consume(lambda_event(lines[start:end], first_sequence_number=start + 1))
    except DependencyError:
        return False
    return True
