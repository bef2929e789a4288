"""DynamoDB: writes, reads, storage."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.services.dynamodb_reads import dynamodb_reads
from finpulse_cli.features.cost.services.dynamodb_storage import dynamodb_storage
from finpulse_cli.features.cost.services.dynamodb_writes import dynamodb_writes, write_rates
from finpulse_cli.features.cost.units import DAY, GB, MONTH
from tests.unit.features.cost.stacks import FAST, FLOOD, flow, of, project_stack, quantities

SEED_EVENTS = 5 * MONTH // 60


def test_an_event_of_the_seed_costs_a_unit_in_three_tables() -> None:
    usages = dynamodb_writes(flow())
    for table in ("live_prices", "latest_prices", "price_candles"):
        assert round(of(usages, "write-unit", table)) == SEED_EVENTS, table


def test_states_of_a_batch_of_few_series_are_written_in_a_transaction() -> None:
    def per_event(symbols: int) -> Decimal:
        load = replace(flow(), load=replace(flow().load, symbols=Decimal(symbols)))
        return write_rates(load)["detector_state"] / load.events_per_second

    assert [round(per_event(symbols), 6) for symbols in (1, 2, 10, 11)] == [1, 2, 2, 1]


def test_each_candle_is_counted_in_its_hour_and_its_day_each_anomaly_in_its_hour_each_request_in_its_day() -> None:
    seed = flow()
    counted = 2 * SEED_EVENTS + 2 * seed.anomalies_per_second * MONTH + SEED_EVENTS
    assert round(of(dynamodb_writes(seed), "write-unit", "counters")) == round(counted)


def test_requests_that_are_spread_also_move_the_turn_and_are_looked_up_at_each_wake_up() -> None:
    free = flow(stack=project_stack(alpha_vantage_plan="free", exchange_hours="nyse"))
    assert round(free.requests_counted_per_second * MONTH) == 21 * 25 * 2
    looked = "counters: requests of the day, whose turn it is"
    assert round(of(dynamodb_reads(free), "read-unit", looked)) == round(free.runs_per_second * 2 * MONTH)
    assert of(dynamodb_reads(flow()), "read-unit", looked) == 0


def test_where_a_session_begins_is_noted_once_a_day_and_symbol() -> None:
    assert of(dynamodb_writes(flow()), "write-unit", "session_starts") == 5 * Decimal(MONTH) / DAY


def test_each_consumer_notes_its_progress_once_a_batch() -> None:
    assert round(of(dynamodb_writes(flow()), "write-unit", "consumer_progress")) == 3 * MONTH // 60


def test_an_anomaly_is_also_written_to_every_index() -> None:
    seed, stack = flow(), project_stack()
    bare = replace(stack, tables={**stack.tables, "anomalies": replace(stack.tables["anomalies"], indexes=0)})
    assert write_rates(flow(stack=bare))["anomalies"] == 2 * seed.anomalies_per_second + seed.alerts_per_second, (
        "twice in a transaction"
    )
    assert write_rates(seed)["anomalies"] == 5 * seed.anomalies_per_second + 4 * seed.alerts_per_second


def test_a_candle_that_grows_costs_more_units_a_write() -> None:
    fast, seed = flow(Load(Decimal(100), Decimal("0.2"))), flow()
    a_write = [write_rates(one)["price_candles"] / one.candle_writes_per_second for one in (fast, seed)]
    assert a_write[0] > 2 * a_write[1]
    assert "2.8 KB" in next(usage.what for usage in dynamodb_writes(fast) if usage.what.startswith("price_candles"))


def test_what_consumers_read_before_they_write() -> None:
    usages = dynamodb_reads(flow())
    assert round(of(usages, "read-unit", "latest_prices")) == SEED_EVENTS
    assert round(of(usages, "read-unit", "detector_state")) == SEED_EVENTS
    assert round(of(usages, "read-unit", "price_candles: the candle")) == SEED_EVENTS
    assert round(of(usages, "read-unit", "price_candles: running totals")) == SEED_EVENTS, "in the candle before"
    assert round(of(usages, "read-unit", "session_starts")) == SEED_EVENTS
    assert round(of(usages, "read-unit", "counters")) == 2 * SEED_EVENTS


def test_large_candles_make_totals_cost_more() -> None:
    fast = flow(Load(Decimal(100), Decimal("0.1")))
    totals = of(dynamodb_reads(fast), "read-unit", "price_candles: running totals") / (
        fast.symbol_batches_per_second("aggregator") * MONTH
    )
    assert 2 < totals < 4


def test_a_dashboard_reads_and_none_reads_nothing() -> None:
    one, two, none = (dynamodb_reads(flow(Load(dashboards=n))) for n in (1, 2, 0))
    assert round(of(two, "read-unit", "GET /stats")) == round(2 * of(one, "read-unit", "GET /stats"))
    assert of(none, "read-unit", "GET") == 0


def test_stats_reads_an_hours_anomalies_at_most_and_counts_the_rest() -> None:
    few, many = (of(dynamodb_reads(flow(load)), "read-unit", "GET /stats: the hour") for load in (Load(), FAST))
    assert many > 100 * few
    few, many = (of(dynamodb_reads(flow(load)), "read-unit", "GET /stats: counters") for load in (Load(), FAST))
    assert many < 100 * few


def test_stats_reads_no_longer_than_its_function_runs() -> None:
    flood = flow(FLOOD)
    read = of(dynamodb_reads(flood), "read-unit", "GET /stats: the hour")
    assert round(read) <= round(flood.requests_per_second["/stats"] * MONTH * 3000 * 25)


def test_tables_hold_what_has_not_expired() -> None:
    seed = flow()
    usages = dynamodb_storage(seed)
    held = of(usages, "table-gb", "live_prices") * GB
    assert round(held) == round(seed.events_per_second * 7 * DAY * (seed.sizes.price_bytes + 100))
    assert of(usages, "table-gb", "anomalies") > 0


def test_recovery_covers_tables_without_their_indexes() -> None:
    usages, stack = dynamodb_storage(flow()), project_stack()
    stored = quantities(usages, "table-gb")
    indexes = of(usages, "table-gb", "anomalies") * Decimal(3) / 4
    assert round(quantities(usages, "recovery-gb"), 9) == round(stored - indexes, 9)
    off = {name: replace(table, recovery=False) for name, table in stack.tables.items()}
    assert quantities(dynamodb_storage(flow(stack=replace(stack, tables=off))), "recovery-gb") == 0
