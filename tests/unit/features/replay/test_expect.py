from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from finpulse_cli.core.errors import FailedError, UsageError
from finpulse_cli.features.replay.expect import (
    Expectation,
    ExpectedAnomaly,
    differences,
    observed_anomalies,
    read_expectation,
)

if TYPE_CHECKING:
    from pathlib import Path

CRASH = ExpectedAnomaly("AAPL", "2026-11-20T14:31:00.000Z", "DROP", "HIGH", -4.25)
EXPECTED = Expectation(events=10, prices=10, candles=9, anomalies=(CRASH,))


def test_no_difference_when_everything_holds() -> None:
    assert differences(EXPECTED, EXPECTED) == []


def test_a_score_may_differ_by_its_rounding_only() -> None:
    rounded = replace(EXPECTED, anomalies=(replace(CRASH, z_score=-4.2500009),))
    assert differences(EXPECTED, rounded) == []
    other = replace(EXPECTED, anomalies=(replace(CRASH, z_score=-4.2501),))
    assert differences(EXPECTED, other) == [f"- {CRASH}", f"+ {other.anomalies[0]}"]


@pytest.mark.parametrize("change", [{"direction": "SPIKE"}, {"severity": "MEDIUM"}])
def test_another_verdict_is_a_difference(change: dict[str, str]) -> None:
    observed = replace(EXPECTED, anomalies=(replace(CRASH, **change),))  # type: ignore[arg-type]
    assert differences(EXPECTED, observed) == [f"- {CRASH}", f"+ {observed.anomalies[0]}"]


def test_missing_and_surplus_anomalies_and_counts_are_named() -> None:
    surplus = replace(CRASH, symbol="MSFT")
    observed = Expectation(events=10, prices=8, candles=9, anomalies=(surplus,))
    assert differences(EXPECTED, observed) == ["- prices: 10", "+ prices: 8", f"- {CRASH}", f"+ {surplus}"]


def test_observed_anomalies_are_moved_back_to_the_recorded_time() -> None:
    item = {
        "symbol": "AAPL",
        "detected_at": "2026-11-22T09:01:00.000Z",
        "direction": "DROP",
        "severity": "HIGH",
        "z_score": Decimal("-4.25"),
        "alerted": True,
    }
    shift = timedelta(days=1, hours=18, minutes=30)
    assert observed_anomalies([item], shift) == (CRASH,)


def test_an_expectation_is_read_from_its_file(tmp_path: Path) -> None:
    file = tmp_path / "expected.json"
    anomaly = {
        "symbol": "AAPL",
        "detected_at": CRASH.detected_at,
        "direction": "DROP",
        "severity": "HIGH",
        "z_score": -4.25,
    }
    file.write_text(json.dumps({"events": 10, "prices": 10, "candles": 9, "anomalies": [anomaly]}))
    assert read_expectation(file) == EXPECTED


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no expectation"):
        read_expectation(tmp_path / "nowhere.json")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"events": "many", "prices": 1, "candles": 1, "anomalies": []}'])
def test_a_file_that_is_no_expectation_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "expected.json"
    file.write_text(text)
    with pytest.raises(FailedError, match=r"expected\.json is not an expectation"):
        read_expectation(file)
