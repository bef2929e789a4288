"""Section 4's guarantees: whatever the delivery, the tables end as the oracle says, and each alert goes out once."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, target
from hypothesis import strategies as st

from lambdas.shared.domain.timestamps import format_timestamp
from tests.factories import price_event, price_run
from tests.oracle.candles import OracleCandle, candles
from tests.oracle.detector import Verdict, verdicts
from tests.oracle.prices import latest_prices, live_prices
from tests.property.pipeline import COOLDOWN_MINUTES, Pipeline
from tests.property.strategies import Delivery, deliveries, event_streams, plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from lambdas.shared.domain.candle import Candle
    from lambdas.shared.domain.event import PriceEvent

# What a crash looks like: anomalies of both kinds, one in its cooldown, one that breaks it, late and repeated events.
CRASH = [
    *price_run(["100"] * 30, every=20),
    price_event("99.97", seconds=700),
    price_event("100", seconds=690),
    price_event("99", seconds=760),
    price_event("98", seconds=760),
    price_event("99", seconds=760),
    price_event("120", seconds=760.001),
    price_event("60", seconds=1660),
]
CRASH_ALERTS = ["99.97", "99", "120", "60"]
AT_ONCE = Delivery(sizes=(500,), repeats=(0,), rewinds=(0,))
ONE_BY_ONE = Delivery(sizes=(1,), repeats=(2,), rewinds=(3,))

Fact = tuple[str, str, "tuple[Decimal, ...]"]  # of an anomaly: direction, severity and window


def prices_of(pipeline: Pipeline) -> dict[tuple[str, str], str]:
    return {(series, format_timestamp(at)): event.event_id for (series, at), event in pipeline.prices.events.items()}


def expected_prices(stream: Sequence[PriceEvent]) -> dict[tuple[str, str], str]:
    return {key: event["event_id"] for key, event in live_prices(map(plain, stream)).items()}


def latest_of(pipeline: Pipeline) -> dict[str, str]:
    return {series: event.event_id for series, event in pipeline.latest.events.items()}


def expected_latest(stream: Sequence[PriceEvent]) -> dict[str, str]:
    return {series: event["event_id"] for series, event in latest_prices(map(plain, stream)).items()}


def oracle_candle(candle: Candle) -> OracleCandle:
    return OracleCandle(candle.open, candle.high, candle.low, candle.close, candle.volume, candle.trades)


def candles_of(pipeline: Pipeline) -> dict[tuple[str, str], OracleCandle]:
    stored = pipeline.candles.candles.items()
    return {(series, format_timestamp(minute)): oracle_candle(candle) for (series, minute), candle in stored}


def anomalies_of(pipeline: Pipeline) -> dict[str, Fact]:
    stored = pipeline.anomalies.anomalies.values()
    return {a.event.event_id: (str(a.direction), str(a.severity), a.window) for a in stored}


def expected_anomalies(stream: Sequence[PriceEvent]) -> dict[str, Fact]:
    return {v.event_id: (v.finding.direction, v.finding.severity, v.window) for v in judged(stream) if v.finding}


def z_scores(pipeline: Pipeline) -> dict[str, float]:
    return {anomaly.event.event_id: anomaly.score.z for anomaly in pipeline.anomalies.anomalies.values()}


def expected_z_scores(stream: Sequence[PriceEvent]) -> dict[str, float]:
    return {v.event_id: float(v.finding.z_score) for v in judged(stream) if v.finding}


def judged(stream: Sequence[PriceEvent]) -> list[Verdict]:
    """The oracle's verdict on every event."""
    return verdicts(map(plain, stream), COOLDOWN_MINUTES)


def assert_tables(pipeline: Pipeline, stream: Sequence[PriceEvent]) -> None:
    assert prices_of(pipeline) == expected_prices(stream)
    assert latest_of(pipeline) == expected_latest(stream)
    assert candles_of(pipeline) == candles(map(plain, stream))
    assert_counts(pipeline, stream)
    assert anomalies_of(pipeline) == expected_anomalies(stream)
    assert z_scores(pipeline) == pytest.approx(expected_z_scores(stream), abs=1e-6)
    assert pipeline.quarantine.kept == {}
    assert {reached.position for reached in pipeline.progress.reached.values()} <= {str(len(stream)).zfill(64)}


def assert_counts(pipeline: Pipeline, stream: Sequence[PriceEvent]) -> None:
    """Every count is that of what it counts, each distinct event once."""
    once = {event.event_id: event for event in stream}.values()
    minutes = Counter((event.series, event.timestamp.replace(second=0, microsecond=0)) for event in once)
    counted = {
        (hour.series, hour.hour.replace(minute=minute)): count
        for hour in pipeline.tallies.hours.values()
        for minute, count in hour.minutes.items()
    }
    assert counted == minutes
    days = {day.key: (day.events, day.newest_at) for day in pipeline.tallies.days.values()}
    by_day: dict[tuple[str, date], list[datetime]] = defaultdict(list)
    for event in once:
        by_day[event.series, event.timestamp.date()].append(event.timestamp)
    assert days == {key: (len(stamps), max(stamps)) for key, stamps in by_day.items()}
    found = [anomaly.event for anomaly in pipeline.anomalies.anomalies.values()]
    hours = Counter((event.series, event.timestamp.replace(minute=0, second=0, microsecond=0)) for event in found)
    assert pipeline.anomalies.counted == hours


def due_alerts(stream: Sequence[PriceEvent]) -> list[str]:
    return [v.event_id for v in judged(stream) if v.alerted]


def sent_alerts(pipeline: Pipeline) -> list[str]:
    return [anomaly.event.event_id for anomaly in pipeline.alerts.sent]


def test_the_crash_has_the_anomalies_and_alerts_it_was_written_for() -> None:
    """The examples below are worth nothing if nothing happens in them."""
    prices = {event.event_id: str(event.price) for event in CRASH}
    assert [prices[event_id] for event_id in due_alerts(CRASH)] == CRASH_ALERTS
    assert Counter(v.outcome for v in verdicts(map(plain, CRASH))) == {
        "learning": 30,
        "anomaly": 5,
        "late": 1,
        "repeated": 1,
    }


@given(event_streams(), deliveries())
@example(CRASH, AT_ONCE)
@example(CRASH, ONE_BY_ONE)
def test_any_cut_and_any_redelivery_give_the_oracles_tables(stream: list[PriceEvent], delivery: Delivery) -> None:
    pipeline = Pipeline()
    pipeline.deliver(stream, delivery)
    assert_tables(pipeline, stream)
    assert sorted(sent_alerts(pipeline)) == sorted(due_alerts(stream))
    target(float(len(pipeline.alerts.sent)), label="alerts")


@given(event_streams(), deliveries(), st.sets(st.integers(0, 400), max_size=4))
@example(CRASH, AT_ONCE, set(range(0, 400, 3)))
@example(CRASH, ONE_BY_ONE, set(range(0, 4000, 7)))
def test_failures_at_any_step_are_made_good(stream: list[PriceEvent], delivery: Delivery, failing: set[int]) -> None:
    pipeline = Pipeline(failing)
    pipeline.deliver(stream, delivery)
    assert_tables(pipeline, stream)
    assert_alerts(pipeline, due_alerts(stream))


def assert_alerts(pipeline: Pipeline, due: list[str]) -> None:
    """Each due alert once, but for what no order of steps can mend.

    Who fails between claim and sending, or while giving a claim back, has sent none; SNS may take an alert and then
    say that it did not.
    """
    failed = Counter(pipeline.steps.failed)
    lost = failed["anomalies.claimed"] + failed["anomalies.release"]
    doubled = failed["alerts.sent"]
    sent = Counter(sent_alerts(pipeline))
    assert set(sent) <= set(due)
    assert len(set(due) - set(sent)) <= lost
    assert sum(sent.values()) - len(sent) <= doubled
    if not lost + doubled:
        assert sent == Counter(due)
