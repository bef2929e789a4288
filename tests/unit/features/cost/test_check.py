"""Limits that a load goes beyond."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.features.cost.estimate import Estimate, monthly_estimate
from finpulse_cli.features.cost.load import Load
from tests.unit.features.cost.stacks import FAST, FLOOD, SEED, TERRAFORM

if TYPE_CHECKING:
    from finpulse_cli.features.cost.check import Check


def estimate(load: Load, **variables: object) -> Estimate:
    return monthly_estimate(TERRAFORM, variables, load)


def warned(load: Load, **variables: object) -> dict[str, Check]:
    return {check.what: check for check in estimate(load, **variables).warnings}


def test_the_seeds_load_is_within_every_limit() -> None:
    assert warned(SEED) == {}


def test_five_hundred_symbols_a_second() -> None:
    found = warned(FAST)
    lanes = "ParallelizationFactor of anomaly_detector"
    assert {lanes, "quotes of a symbol a minute"} <= found.keys()
    assert "parallelization_factor" in found[lanes].advice
    assert not any(what.startswith("write units") for what in found)


def test_more_symbols_than_the_stack_takes() -> None:
    found = warned(Load(Decimal(501), Decimal(60)), alpha_vantage_plan="premium")
    assert "symbols holds 1 to 500" in found["symbols that data_ingester quotes"].advice


def test_a_hundred_thousand_events_a_second() -> None:
    found = warned(FLOOD)
    shards = next(check for what, check in found.items() if what.startswith("shards of the stream"))
    assert "TF_VAR_shard_count=100" in shards.advice
    assert found["write units a second, live_prices"].needs == 100_000
    assert found["write units a second, live_prices"].has == 40_000
    assert {
        "write units a second, index `recent` (one key)",
        "read units of GET /stats for an hour's anomalies",
        "GB that a query over 7 days scans",
        "quotes of a symbol a minute",
    } <= found.keys()


@pytest.mark.parametrize(
    ("load", "what"),
    [
        (Load(Decimal(1), Decimal("0.0005")), "records of one symbol a second"),
        (Load(Decimal(1), Decimal("0.002")), "KB of a candle"),
        (Load(Decimal(1), Decimal("0.0005")), "write units a second and symbol, price_candles"),
        (Load(Decimal(1), Decimal("0.002")), "executions of aggregator for one symbol at once"),
        (Load(Decimal(500), Decimal(1), dashboards=5000), "read units a second, connections (one key)"),
    ],
)
def test_limits_of_one_key(load: Load, what: str) -> None:
    assert what in warned(load)


def test_more_symbols_than_a_run_gets_round_to() -> None:
    fifty = Load(Decimal(50), Decimal(60))
    unlimited = warned(fifty, alpha_vantage_plan="custom")
    assert "REALTIME_BULK_QUOTES" in unlimited["symbols that a run gets round to"].advice
    assert warned(fifty, alpha_vantage_plan="premium") == {}


def test_more_symbols_than_a_day_has_requests() -> None:
    found = warned(Load(Decimal(26), Decimal(60)))
    limit = found["requests for one quote of each symbol, in a day's"]
    assert (limit.needs, limit.has) == (Decimal(26), Decimal(25))
    assert "TF_VAR_alpha_vantage_plan=premium" in limit.advice


def test_raised_variables_are_enough() -> None:
    shards = {"shard_count": 200}
    assert not any(what.startswith("shards") for what in warned(FAST, **shards))


def test_mails_that_are_too_many() -> None:
    assert "e-mails a second" in warned(
        Load.of_events(Decimal(1000)), alert_email="me@example.com", alert_cooldown_minutes=1
    )
