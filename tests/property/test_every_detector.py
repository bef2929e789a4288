"""Section 4's guarantees for every detector: however a stream is cut and repeated, the tables end the same."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lambdas.shared.domain.detectors.names import NAMES
from lambdas.shared.domain.detectors.roster_text import roster_of
from tests.factories import price_event
from tests.property.pipeline import Pipeline
from tests.property.strategies import Delivery, deliveries, put_twice

if TYPE_CHECKING:
    from lambdas.shared.domain.event import PriceEvent

ROSTER = roster_of(
    json.dumps({"detectors": NAMES, "symbols": {"MSFT": ["calibrated"]}, "settings": {"zscore": {"window": 20}}}),
    timedelta(minutes=15),
)
AT_ONCE = Delivery(sizes=(10_000,), repeats=(0,), rewinds=(0,))
MOVES = st.sampled_from(("0", "0", "0.01", "-0.02", "0.3", "-0.6", "2", "-5", "50"))  # per cent
SECONDS = st.sampled_from((0, 1, 20, 60, 60, 60, 300, 5400, 63_000, -1, -90, -4000))  # some come late
QUOTES = st.lists(st.tuples(st.sampled_from(("AAPL", "AAPL", "MSFT")), MOVES, SECONDS), min_size=1, max_size=25)


def stream_of(quotes: list[tuple[str, str, int]], twice: list[int]) -> list[PriceEvent]:
    """Forty calm minutes of both symbols, so that there are verdicts, and then what was drawn."""
    calm = [
        price_event(f"100.0{place % 3}", seconds=60 * place, symbol=symbol)
        for place in range(40)
        for symbol in ("AAPL", "MSFT")
    ]
    seconds, price, events = 60 * 39, 100.0, []
    for symbol, move, later in quotes:
        seconds, price = seconds + later, price * (1 + float(move) / 100)
        events.append(price_event(f"{price:.2f}", seconds=seconds, symbol=symbol))
    return put_twice([*calm, *events], twice)


def left(stream: list[PriceEvent], delivery: Delivery, failing: list[int]) -> Pipeline:
    pipeline = Pipeline(failing, ROSTER)
    pipeline.deliver(stream, delivery)
    return pipeline


@given(QUOTES, st.lists(st.integers(0, 200), max_size=5), deliveries(), st.lists(st.integers(0, 120), max_size=4))
def test_whatever_the_delivery_the_tables_are_the_same(
    quotes: list[tuple[str, str, int]], twice: list[int], delivery: Delivery, failing: list[int]
) -> None:
    stream = stream_of(quotes, twice)
    undisturbed, disturbed = left(stream, AT_ONCE, []), left(stream, delivery, failing)
    assert disturbed.anomalies.anomalies == undisturbed.anomalies.anomalies
    assert disturbed.anomalies.counted == undisturbed.anomalies.counted
    assert disturbed.states.states == undisturbed.states.states
    assert disturbed.anomalies.alerted == undisturbed.anomalies.alerted
    sent = [anomaly.key for anomaly in undisturbed.alerts.sent]
    assert sorted({anomaly.key for anomaly in disturbed.alerts.sent}) == sorted(sent)
    if not failing:
        assert len(disturbed.alerts.sent) == len(sent) == len(set(sent))


@pytest.mark.parametrize("name", NAMES)
def test_the_property_is_about_something(name: str) -> None:
    stream = stream_of([("AAPL", "50", 60), ("MSFT", "50", 0), ("AAPL", "0", -90), ("AAPL", "-5", 60)], [])
    found = left(stream, AT_ONCE, []).anomalies.anomalies.values()
    by = [(anomaly.event.symbol, str(anomaly.direction)) for anomaly in found if anomaly.detector == name]
    assert ("AAPL", "SPIKE") in by
    assert (("MSFT", "SPIKE") in by) == (name == "calibrated")
