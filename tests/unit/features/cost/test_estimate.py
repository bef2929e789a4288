"""The bill of the project's stack."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import MissingError, UsageError
from finpulse_cli.features.cost.coverage import BILLED
from finpulse_cli.features.cost.estimate import SERVICES, monthly_estimate
from finpulse_cli.features.cost.load import Load
from tests.unit.features.cost.stacks import FAST, FLOOD, ROUND_THE_CLOCK, TERRAFORM

if TYPE_CHECKING:
    from pathlib import Path

SEED_BUDGET = 30  # dollars: what the project was planned with, at the least


def test_the_seeds_load_stays_below_what_was_planned() -> None:
    estimate = monthly_estimate(TERRAFORM, {})
    assert 10 < estimate.total < SEED_BUDGET
    assert monthly_estimate(TERRAFORM, {}, free_tier=False).total < SEED_BUDGET
    assert estimate.warnings == ()


def test_the_total_is_the_sum_of_the_lines() -> None:
    estimate = monthly_estimate(TERRAFORM, {}, FAST)
    assert estimate.total == sum(line.usd for line in estimate.lines)
    assert all(line.usd >= 0 and 0 <= line.free <= line.quantity for line in estimate.lines)


def test_a_load_of_none_is_the_stacks_own() -> None:
    variables = {"symbols": ["A", "B"], "schedule_minutes": 5, **ROUND_THE_CLOCK}
    load = monthly_estimate(TERRAFORM, variables).flow.load
    assert (load.symbols, load.interval_seconds) == (Decimal(2), Decimal(300))


def test_larger_loads_in_the_order_of_their_size() -> None:
    totals = [monthly_estimate(TERRAFORM, {}, load).total for load in (None, FAST, FLOOD)]
    assert totals == sorted(totals)
    assert totals[2] > 100 * totals[1]


def test_every_service_of_the_stack_has_its_lines() -> None:
    variables = {"alert_inbox": True, "dashboard_hosting": True, "alert_email": "me@example.com"}
    services = {line.service for line in monthly_estimate(TERRAFORM, variables).lines}
    assert services == set(BILLED.values()) | {"Data transfer"}
    assert len(SERVICES) == len(set(SERVICES))


def test_free_allowances_only_take_away() -> None:
    load = Load(Decimal(50), Decimal(10))
    free, full = (monthly_estimate(TERRAFORM, {}, load, free_tier=wanted) for wanted in (True, False))
    assert free.total < full.total
    assert all(cheap.usd <= dear.usd for cheap, dear in zip(free.lines, full.lines, strict=True))


def test_a_folder_without_terraform(tmp_path: Path) -> None:
    with pytest.raises(MissingError):
        monthly_estimate(tmp_path, {})


def test_a_variable_that_the_stack_has_not() -> None:
    with pytest.raises(UsageError):
        monthly_estimate(TERRAFORM, {"shards": 2})
