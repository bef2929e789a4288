"""How long functions work, and that the figures are those of the code."""

from __future__ import annotations

import re
from decimal import Decimal

from finpulse_cli.features.cost import assumptions
from finpulse_cli.features.cost import flow as flows
from finpulse_cli.features.cost.load import Load
from finpulse_cli.features.cost.work import (
    all_pushes_per_second,
    busy,
    executions,
    invocations_per_second,
    pushes_per_second,
)
from lambdas.data_ingester import handler, wiring
from lambdas.shared.adapters.dynamodb import in_parallel
from lambdas.shared.domain.event import Source
from tests.unit.features.cost.stacks import FAST, FLOOD, TERRAFORM, flow, project_module, project_stack

QUERIES = TERRAFORM.parent / "frontend" / "src" / "shared"


def frontend(file: str, name: str) -> Decimal:
    """A number of the dashboard's code, `5 * 60_000` reckoned."""
    found = re.search(rf"const {name} = ([0-9_* ]+);", (QUERIES / file).read_text(encoding="utf-8"))
    assert found
    product = Decimal(1)
    for factor in found[1].replace("_", "").split("*"):
        product *= Decimal(factor.strip())
    return product


def test_the_ingester_asks_for_one_symbol_after_the_other() -> None:
    five, bulk = flow(), flow(stack=project_stack(quote_function="REALTIME_BULK_QUOTES"))
    assert busy("data_ingester", five) * 60 > Decimal("4.4")
    assert busy("data_ingester", bulk) * 60 < 1


def test_candles_that_remember_much_take_the_aggregator_longer() -> None:
    often, seldom = flow(FAST), flow(Load(Decimal(500), Decimal(60)))
    a_candle = [busy("aggregator", one) / one.candle_writes_per_second for one in (often, seldom)]
    assert a_candle[0] > a_candle[1]


def test_nobody_looks_nothing_is_answered() -> None:
    idle = flow(Load(dashboards=0, queries_per_month=0))
    assert (
        busy("api_handler", idle)
        == invocations_per_second("api_handler", idle)
        == invocations_per_second("push_gateway", idle)
        == 0
    )
    assert invocations_per_second("push_fanout", idle) == all_pushes_per_second(idle) > 0, (
        "the tables' streams are read whether somebody listens or not"
    )


def test_what_is_written_in_one_go_is_pushed_in_few_batches() -> None:
    assert pushes_per_second(flow())["anomalies"] == flow().changes_per_second["anomalies"]
    burst = flow(Load(Decimal(100), Decimal(60)), project_stack(quote_function="REALTIME_BULK_QUOTES"))
    assert pushes_per_second(burst)["latest_prices"] < burst.changes_per_second["latest_prices"] / 10
    assert pushes_per_second(burst)["latest_prices"] >= burst.batches_per_second("price_processor")


def test_what_never_rests_is_pushed_four_times_a_second_from_every_shard_of_a_tables_stream() -> None:
    assert pushes_per_second(flow(FAST))["price_candles"] == 16
    flood = flow(FLOOD)
    assert pushes_per_second(flood)["latest_prices"] > flood.changes_per_second["latest_prices"] / 1000


def test_executions_are_those_of_all_functions() -> None:
    seed = flow()
    assert executions(seed) == sum(busy(name, seed) for name in seed.stack.functions)


def test_figures_of_the_functions_code() -> None:
    assert float(assumptions.CALL_SPACING_SECONDS) == wiring.CALL_SPACING_SECONDS[Source.ALPHA_VANTAGE]
    assert float(assumptions.FINNHUB_CALL_SPACING_SECONDS) == wiring.CALL_SPACING_SECONDS[Source.FINNHUB]
    assert float(assumptions.ASKING_SHARE) == handler.ASKING_SHARE
    assert assumptions.WORKERS == in_parallel.WORKERS


def test_figures_of_the_dashboards_code() -> None:
    assert frontend("market/queries.ts", "STATS_MS") == assumptions.STATS_EVERY_SECONDS * 1000
    assert frontend("market/queries.ts", "RECONCILE_MS") == assumptions.RECONCILE_EVERY_SECONDS * 1000
    assert frontend("market/queries.ts", "CHART_CANDLES") == assumptions.CHART_CANDLES
    assert frontend("market/queries.ts", "SPARK_CANDLES") == assumptions.SPARK_CANDLES
    assert frontend("market/queries.ts", "FEED_ANOMALIES") == assumptions.FEED_ANOMALIES
    assert frontend("push/connection.ts", "PING_EVERY_MS") == assumptions.PING_EVERY_SECONDS * 1000


def test_figures_of_the_fixture_and_of_terraform() -> None:
    import json

    day = json.loads((TERRAFORM.parent / "fixtures" / "market-day" / "expected.json").read_text(encoding="utf-8"))
    assert Decimal(len(day["anomalies"])) / day["events"] == assumptions.ANOMALY_SHARE
    module = project_module()
    names = [f"S{number}" for number in range(flows.MOST_SYMBOLS + 1)]
    assert module.refusals("symbols", names)
    assert not module.refusals("symbols", names[1:])
    assert module.refusals("schedule_minutes", Decimal(flows.SHORTEST_SCHEDULE_SECONDS) / 120)
