"""The requests of a recording, and their price."""

from __future__ import annotations

import pytest

from finpulse_cli.features.record.recordable import Function
from finpulse_cli.features.record.recording_plan import RecordingPlan, Step, cost_of


def test_every_symbol_is_asked_once_a_round_and_has_a_file_of_its_own() -> None:
    plan = RecordingPlan(Function.GLOBAL_QUOTE, ("AAPL", "BRK-B"), rounds=2)
    assert list(plan.steps()) == [
        Step("GLOBAL_QUOTE-AAPL-1.json", 1, ("AAPL",)),
        Step("GLOBAL_QUOTE-BRK-B-1.json", 1, ("BRK-B",)),
        Step("GLOBAL_QUOTE-AAPL-2.json", 2, ("AAPL",)),
        Step("GLOBAL_QUOTE-BRK-B-2.json", 2, ("BRK-B",)),
    ]
    assert plan.requests == 4


def test_a_bulk_request_names_a_hundred_symbols() -> None:
    symbols = tuple(f"S{number}" for number in range(250))
    steps = list(RecordingPlan(Function.BULK_QUOTES, symbols).steps())
    assert [(step.file, len(step.symbols)) for step in steps] == [
        ("REALTIME_BULK_QUOTES-01-1.json", 100),
        ("REALTIME_BULK_QUOTES-02-1.json", 100),
        ("REALTIME_BULK_QUOTES-03-1.json", 50),
    ]
    assert RecordingPlan(Function.BULK_QUOTES, symbols).requests == 3


def test_a_file_s_name_holds_no_sign_that_file_systems_refuse_and_sorts_by_round() -> None:
    files = [step.file for step in RecordingPlan(Function.GLOBAL_QUOTE, ("^GSPC",), rounds=10).steps()]
    assert files[0] == "GLOBAL_QUOTE-_GSPC-01.json"
    assert files == sorted(files)


@pytest.mark.parametrize(
    ("rounds", "left", "asked", "days"),
    [(1, 5, 0, 1), (1, 0, 0, 0), (5, 25, 0, 1), (6, 30, 0, 2), (6, 30, 25, 2), (6, 25, 25, 1), (20, 100, 10, 5)],
)
def test_a_recording_takes_as_many_days_as_the_budget_makes_it(rounds: int, left: int, asked: int, days: int) -> None:
    plan = RecordingPlan(Function.GLOBAL_QUOTE, ("A", "B", "C", "D", "E"), rounds)
    assert cost_of(plan, left, 25, asked, 0).days == days


def test_time_is_that_of_the_calls_or_that_between_the_rounds() -> None:
    plan = RecordingPlan(Function.GLOBAL_QUOTE, ("A", "B"), rounds=10)
    assert cost_of(plan, 20, 25, 0, 60).seconds == 9 * 60
    assert cost_of(plan, 20, 25, 0, 0).seconds == pytest.approx(22)
    assert cost_of(plan, 20, None, 0, 0).left_today is None
