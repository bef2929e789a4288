"""What a thousand events of five symbols, one a second each in batches of 500, ask of DynamoDB in sum."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lambdas.aggregator.handler import handler as aggregator
from lambdas.anomaly_detector.handler import handler as anomaly_detector
from lambdas.price_processor.handler import handler as price_processor
from lambdas.shared.adapters import clients
from lambdas.shared.domain.event import VolumeKind
from lambdas.shared.wire.event_json import encode_event
from tests.contract.metered import Meter
from tests.contract.test_cost_of_a_batch import CACHES, SYMBOLS, TABLES
from tests.factories import lambda_event, price_event

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambdas.shared.domain.event import PriceEvent
    from tests.contract.tables import Tables
    from tests.emulator import Emulator

BATCH = 500
MOST_CALLS = 70
MOST_WRITTEN, MOST_READ = 1.2, 0.2  # units an event; written on top of the one that each price needs


@pytest.fixture
def meter(emulator: Emulator, tables: Tables, monkeypatch: pytest.MonkeyPatch) -> Iterator[Meter]:
    names = {variable: tables.create(kind) for variable, kind in TABLES.items()}
    more = {"LAKE_BUCKET": "unused", "ALERT_TOPIC_ARN": "unused", "ALERT_COOLDOWN_MINUTES": "15"}
    for name, value in (emulator.environment | names | more).items():
        monkeypatch.setenv(name, value)
    for cached in CACHES:
        cached.cache_clear()
    yield Meter(clients.dynamodb())
    for cached in CACHES:
        cached.cache_clear()


def quotes(kind: VolumeKind, first: int, count: int) -> list[PriceEvent]:
    """Calm quotes of five symbols, one a second each, from the second `first` on."""
    return [
        price_event(100 + second % 3, seconds=second, symbol=symbol, volume=1000 + second, kind=kind)
        for second in range(first, first + count // len(SYMBOLS))
        for symbol in SYMBOLS
    ]


def deliver(events: Sequence[PriceEvent], start: int = 0) -> None:
    lines = [encode_event(event) for event in events]
    for place in range(0, len(lines), BATCH):
        batch = lambda_event(lines[place : place + BATCH], first_sequence_number=1 + start + place)
        for handler in (price_processor, aggregator, anomaly_detector):
            handler(batch, None)


@pytest.mark.parametrize("kind", VolumeKind)
def test_a_thousand_events_from_a_feeds_first_on(meter: Meter, kind: VolumeKind) -> None:
    deliver(quotes(kind, 0, 1000))
    assert meter.calls.total() <= MOST_CALLS + 2 * len(SYMBOLS), meter.calls  # each series is looked for once
    assert meter.read.total() <= MOST_READ * 1000, meter.read
    assert meter.written.total() - 1000 <= MOST_WRITTEN * 1000, meter.written


@pytest.mark.parametrize("kind", VolumeKind)
def test_a_thousand_events_of_a_feed_that_runs(meter: Meter, kind: VolumeKind) -> None:
    deliver(quotes(kind, 0, 250))
    meter.clear()
    deliver(quotes(kind, 50, 1000), start=250)
    assert meter.calls.total() <= MOST_CALLS, meter.calls
    assert meter.read.total() <= MOST_READ * 1000, meter.read
    assert meter.written.total() - 1000 <= MOST_WRITTEN * 1000, meter.written


def test_a_batch_that_comes_again_writes_nothing_but_its_progress(meter: Meter) -> None:
    events = quotes(VolumeKind.DAY_TOTAL, 0, BATCH)
    deliver(events)
    meter.clear()
    deliver(events)
    assert meter.written.total() == meter.calls["UpdateItem"] == 3
    assert meter.read.total() <= MOST_READ * BATCH


def test_several_detectors_take_no_more_calls_than_one(meter: Meter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DETECTORS", '{"detectors":["zscore","multiscale","calibrated"]}')
    deliver(quotes(VolumeKind.INTERVAL, 0, 250))
    meter.clear()
    deliver(quotes(VolumeKind.INTERVAL, 50, 1000), start=250)
    assert meter.calls.total() <= MOST_CALLS, meter.calls
    assert meter.written.total() - 1000 <= MOST_WRITTEN * 1000, meter.written
