"""What a load sets in motion."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from finpulse_cli.features.cost.load import Load
from tests.unit.features.cost.stacks import FAST, flow, project_stack

MINUTE = Decimal(1) / 60


def near(value: Decimal, expected: object) -> bool:
    return abs(value - Decimal(str(expected))) < Decimal("0.000001")


def test_a_quote_a_minute_is_one_batch_a_minute_for_each_consumer() -> None:
    seed = flow()
    assert near(seed.batches_per_second("aggregator"), MINUTE)
    assert near(seed.symbol_batches_per_second("aggregator"), 5 * MINUTE)
    assert near(seed.candle_writes_per_second, 5 * MINUTE)
    assert near(seed.runs_per_second, MINUTE)


def test_a_stream_that_never_rests_is_cut_by_the_window() -> None:
    stack = project_stack()
    slow = replace(stack, consumers={name: replace(m, window_seconds=5) for name, m in stack.consumers.items()})
    load = Load(Decimal(10), Decimal(1))
    assert flow(load, stack).batches_per_second("price_processor") == 1
    assert flow(load, slow).batches_per_second("price_processor") == Decimal("0.2")
    assert flow(load, slow).symbol_batches_per_second("price_processor") == 2


def test_a_full_batch_goes_before_the_window_ends() -> None:
    fast = flow(FAST)
    assert fast.batches_per_second("price_processor") >= Decimal(500) / 200
    assert fast.batches_per_second("price_processor") <= fast.events_per_second


def test_there_are_never_more_batches_than_events() -> None:
    few = flow(Load(Decimal(2), Decimal(1)), project_stack(shard_count=50))
    assert few.batches_per_second("aggregator") == 2


def test_a_candle_is_written_again_for_every_batch_of_its_minute() -> None:
    fast = flow(FAST)
    assert fast.candles_per_second == Decimal(500) / 60
    assert fast.candle_writes_per_second == 500
    assert near(fast.mean_candle_bytes, fast.sizes.candle_bytes_of(Decimal("30.5")))
    assert 1 < fast.candle_write_units < 2


def test_alerts_are_bounded_by_the_cooldown() -> None:
    assert flow(FAST).alerts_per_second == Decimal(500) * 2 / 900
    assert flow(FAST, project_stack(alert_cooldown_minutes=0)).alerts_per_second == flow(FAST).anomalies_per_second


def test_the_ingester_runs_at_most_once_a_minute_and_gets_as_far_as_its_time_goes() -> None:
    fast = flow(FAST)
    assert near(fast.runs_per_second, MINUTE)
    assert fast.asked_symbols == fast.quote_calls == 25
    bulk = flow(FAST, project_stack(quote_function="REALTIME_BULK_QUOTES"))
    assert (bulk.asked_symbols, bulk.quote_calls) == (Decimal(500), Decimal(5))


@pytest.mark.parametrize(("symbols", "tracked"), [(1, 5), (20, 20), (5000, 500)])
def test_the_api_knows_the_declared_symbols_at_least_and_five_hundred_at_most(symbols: int, tracked: int) -> None:
    assert flow(Load(Decimal(symbols), Decimal(60))).tracked == tracked


def test_dashboards_ask_and_queries_too() -> None:
    requests = flow(Load(dashboards=2)).requests_per_second
    assert requests["/stats"] == Decimal(2) / 30
    assert requests["/candles of the list"] == 5 * requests["/prices"]
    assert sum(flow(Load(dashboards=0, queries_per_month=0)).requests_per_second.values()) == 0
