"""Prices and candles do not depend on the order in which events arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.candles import candles
from tests.property.pipeline import Pipeline
from tests.property.strategies import deliveries, event_streams, plain, total_streams
from tests.property.test_consumers_against_oracle import candles_of, expected_prices, prices_of

if TYPE_CHECKING:
    from random import Random

    from lambdas.shared.domain.event import PriceEvent
    from tests.property.strategies import Delivery


@given(event_streams(max_size=25), st.randoms(use_true_random=False), deliveries())
def test_any_permutation_gives_the_same_prices_and_candles(
    stream: list[PriceEvent], random: Random, delivery: Delivery
) -> None:
    shuffled = random.sample(stream, len(stream))
    pipeline = Pipeline()
    pipeline.deliver(shuffled, delivery)
    assert prices_of(pipeline) == expected_prices(stream)
    assert candles_of(pipeline) == candles(map(plain, stream))


@given(total_streams(), deliveries(), st.sets(st.integers(0, 200), max_size=4))
def test_running_totals_count_right_in_any_order_whatever_fails(
    stream: list[PriceEvent], delivery: Delivery, failing: set[int]
) -> None:
    pipeline = Pipeline(failing)
    pipeline.deliver(stream, delivery)
    assert candles_of(pipeline) == candles(map(plain, stream))
