"""Feeds never touch: each is left exactly as it is when it is alone, whatever else comes beside it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.domain.event import Source, event_id_of
from lambdas.shared.domain.feed import LIVE, is_replay
from tests.property.pipeline import Pipeline
from tests.property.strategies import deliveries, event_streams

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from lambdas.shared.domain.event import PriceEvent
    from tests.property.strategies import Delivery

FEEDS = ("calm.1", "calm.2", "crash.1", LIVE)


def in_feed(events: Sequence[PriceEvent], feed: str) -> list[PriceEvent]:
    """The events as if they had come in another feed."""
    return [
        replace(
            event,
            event_id=event_id_of(feed, event.symbol, event.timestamp, event.price, event.volume),
            feed=feed,
            source=Source.REPLAY if is_replay(feed) else Source.ALPHA_VANTAGE,
        )
        for event in events
    ]


def merged(streams: Sequence[Sequence[PriceEvent]], random: Random) -> list[PriceEvent]:
    """One stream of all, each in its own order."""
    turns = [number for number, stream in enumerate(streams) for _ in stream]
    random.shuffle(turns)
    sources = [iter(stream) for stream in streams]
    return [next(sources[turn]) for turn in turns]


def left_by(pipeline: Pipeline, feed: str) -> dict[str, Any]:
    """Everything that the tables hold of a feed, and its alerts."""

    def is_own(series: str) -> bool:
        return series.partition("@")[2] == ("" if feed == LIVE else feed)

    anomalies = [anomaly for anomaly in pipeline.anomalies.anomalies.values() if anomaly.event.feed == feed]
    return {
        "prices": {key: event for key, event in pipeline.prices.events.items() if is_own(key[0])},
        "latest": {key: event for key, event in pipeline.latest.events.items() if is_own(key)},
        "candles": {key: candle for key, candle in pipeline.candles.candles.items() if is_own(key[0])},
        "starts": {key: start for key, start in pipeline.starts.starts.items() if is_own(key[0])},
        "hours": {key: tally for key, tally in pipeline.tallies.hours.items() if is_own(key[0])},
        "days": {key: tally for key, tally in pipeline.tallies.days.items() if is_own(key[0])},
        "states": {key: state for key, state in pipeline.states.states.items() if is_own(key)},
        "anomalies": sorted(anomalies, key=lambda anomaly: anomaly.anomaly_id),
        "counted": {key: count for key, count in pipeline.anomalies.counted.items() if is_own(key[0])},
        "alerts": [anomaly for anomaly in pipeline.alerts.sent if anomaly.event.feed == feed],
    }


@given(st.lists(event_streams(max_size=20), min_size=2, max_size=4), st.randoms(use_true_random=False), deliveries())
def test_any_feeds_at_once_or_one_after_the_other_leave_each_as_it_is_alone(
    streams: list[list[PriceEvent]], random: Random, delivery: Delivery
) -> None:
    feeds = dict(zip(FEEDS, streams, strict=False))
    own = [in_feed(stream, feed) for feed, stream in feeds.items()]
    together = Pipeline()
    together.deliver(merged(own, random) if random.random() < 0.7 else [e for part in own for e in part], delivery)
    for feed, events in zip(feeds, own, strict=True):
        alone = Pipeline()
        alone.deliver(events, delivery)
        assert left_by(together, feed) == left_by(alone, feed)


@given(event_streams(max_size=20), deliveries())
def test_the_same_recording_in_two_runs_is_the_same_twice(stream: list[PriceEvent], delivery: Delivery) -> None:
    pipeline = Pipeline()
    pipeline.deliver([*in_feed(stream, "calm.1"), *in_feed(stream, "calm.2")], delivery)
    first, second = left_by(pipeline, "calm.1"), left_by(pipeline, "calm.2")
    assert [len(first[name]) for name in first] == [len(second[name]) for name in second]
