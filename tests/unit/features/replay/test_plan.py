from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.replay.events import Ticks
from finpulse_cli.features.replay.plan import Plan, expectation_for, make_plan
from finpulse_cli.features.replay.rebase import Rebase

NOW = datetime(2026, 11, 22, 9, 30, 17, tzinfo=UTC)


def plan(fixture: str = "flash-crash", symbols: tuple[str, ...] = (), rebase: Rebase = Rebase.NOW) -> Plan:
    return make_plan(fixture, ticks=Ticks.CLOSE, rebase=rebase, symbols=symbols, speed=None, repeat=2, now=NOW)


def test_the_last_event_falls_into_the_current_minute() -> None:
    assert plan().events[-1].timestamp == NOW.replace(second=0)


def test_keeping_the_recorded_time() -> None:
    kept = plan(rebase=Rebase.KEEP)
    assert kept.shift == timedelta(0)
    assert kept.events[-1].timestamp < NOW


def test_events_are_counted_with_their_repetitions() -> None:
    made = plan()
    assert made.to_send == 2 * len(made.events)


def test_symbols_may_be_chosen_in_any_case() -> None:
    assert {event.symbol for event in plan(symbols=("msft",)).events} == {"MSFT"}


def test_a_symbol_that_the_fixture_lacks_is_named_with_those_it_has() -> None:
    with pytest.raises(UsageError, match="has no NFLX") as caught:
        plan(symbols=("NFLX",))
    assert "AAPL" in str(caught.value.next_action)


def test_the_fixture_brings_its_own_expectation() -> None:
    expectation = expectation_for("flash-crash", None, ticks=Ticks.CLOSE, symbols=())
    assert expectation.events == len(plan().events)


def test_an_expectation_is_about_all_symbols_and_its_own_ticks() -> None:
    with pytest.raises(UsageError, match="all of its symbols"):
        expectation_for("flash-crash", None, ticks=Ticks.CLOSE, symbols=("AAPL",))
    with pytest.raises(UsageError, match="--ticks close, not ohlc"):
        expectation_for("flash-crash", None, ticks=Ticks.OHLC, symbols=())


def test_a_fixture_without_an_expectation_says_how_to_give_one(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no expectation"):
        expectation_for(str(tmp_path), None, ticks=Ticks.CLOSE, symbols=())
