"""Loads."""

from __future__ import annotations

from decimal import Decimal

import pytest

from finpulse_cli.features.cost.load import Load
from tests.unit.features.cost.stacks import project_stack


def test_an_open_load_is_as_the_stack_declares() -> None:
    load = Load().settled(project_stack().asking)
    assert (load.symbols, load.interval_seconds, load.queries_per_month, load.dashboards) == (
        Decimal(5),
        Decimal(60),
        100,
        1,
    )
    assert load.events_per_second == Decimal(5) / 60
    assert load.events_per_candle == 1


@pytest.mark.parametrize(
    ("events", "symbols", "interval"), [("500", "500", "1"), ("0.1", "1", "10"), ("2.5", "2.5", "1")]
)
def test_events_a_second_are_symbols_once_a_second(events: str, symbols: str, interval: str) -> None:
    load = Load.of_events(Decimal(events)).settled(project_stack().asking)
    assert (load.symbols, load.interval_seconds) == (Decimal(symbols), Decimal(interval))
    assert load.events_per_second == Decimal(events)


def test_the_two_ways_to_say_it_are_one_load() -> None:
    assert Load.of_events(Decimal(500)) == Load(Decimal(500), Decimal(1))


def test_a_candle_holds_a_minutes_events() -> None:
    assert Load(Decimal(3), Decimal("0.5")).settled(project_stack().asking).events_per_candle == 120
    assert Load(Decimal(3), Decimal(300)).settled(project_stack().asking).events_per_candle == 1
