"""The benchmark's run, on a clock and a stream of the test's own."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.bench.bench_events import SYMBOL, bench_event
from finpulse_cli.features.bench.push import TIMEOUT_SECONDS, WARM_UP_EVENTS, Measure
from lambdas.shared.domain.detector import SeriesState, detect
from tests.doubles.benched_stream import BenchedStream
from tests.factories import NOON, ZSCORE


def test_each_probe_has_its_figures_from_the_same_run() -> None:
    stream, told = BenchedStream({"item": 50, "socket": 80}), list[int]()
    assert stream.bench().run(told.append) == [
        Measure("put to item", 50.0, 50.0, 50.0, 0),
        Measure("put to socket", 80.0, 80.0, 80.0, 0),
    ]
    assert told == [1, 2, 3, 4]
    assert [probe.calls for probe in stream.probes] == [["start", "stop"], ["start", "stop"]]


def test_events_are_put_at_the_rate_asked_for_after_a_few_that_do_not_count() -> None:
    stream = BenchedStream({"item": 1})
    stream.bench(events=4, rate=2.0).run(lambda _done: None)
    measured = stream.puts[WARM_UP_EVENTS:]
    assert len(measured) == 4
    steps = [(later - earlier).total_seconds() for earlier, later in pairwise(measured)]
    assert steps == [0.5, 0.5, 0.5]


def test_what_never_came_is_counted() -> None:
    last = WARM_UP_EVENTS + 3
    stream = BenchedStream({"item": 50}, lost=[last])
    (measure,) = stream.bench().run(lambda _done: None)
    assert (measure.missing, measure.max_ms) == (1, 50.0)


def test_nothing_at_all_ends_with_an_error_and_stops_the_probes() -> None:
    stream = BenchedStream({"item": 50}, lost=range(100))
    with pytest.raises(FailedError, match="the first events"):
        stream.bench().run(lambda _done: None)
    assert stream.probes[0].calls == ["start", "stop"]
    assert (stream.now - NOON).total_seconds() > TIMEOUT_SECONDS


def test_it_does_not_end_before_the_consumers_are_done() -> None:
    stream = BenchedStream({"item": 50})
    stream.processed = False
    with pytest.raises(FailedError, match="the consumers finish"):
        stream.bench().run(lambda _done: None)


def test_its_quotes_are_never_an_anomaly() -> None:
    state = SeriesState()
    events = [bench_event(number, NOON + timedelta(seconds=number)) for number in range(200)]
    assert {event.symbol for event in events} == {SYMBOL}
    assert all(one.price != other.price for one, other in pairwise(events))
    assert not detect(state, events, ZSCORE).anomalies
