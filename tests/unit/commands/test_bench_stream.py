"""`finpulse bench stream` as a command: what it refuses, and what it shows."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from finpulse_cli.commands import bench_stream
from finpulse_cli.features.bench.stream_bench import Cost, Flow

if TYPE_CHECKING:
    import pytest

FLOWS = [Flow("noop", 2000.0, 10.0, 20.0, 1.5, 0.5), Flow("real", 500.0, 40.0, 90.0, None, None)]
COSTS = [Cost("price_processor", 42.0, 0.0, 1010.0), Cost("aggregator", 8.0, 2.5, 60.0)]
TOLD = {"events": 5000, "symbols": 5, "shards": 1, "batch_size": 500, "rounds": 3}
TARGET: Any = SimpleNamespace(name="embedded")


def test_json_names_the_machine_and_the_share(capsys: pytest.CaptureFixture[str]) -> None:
    bench_stream._show(TARGET, TOLD, FLOWS, COSTS, as_json=True)
    shown = json.loads(capsys.readouterr().out)
    assert shown["real_of_noop"] == 0.25
    assert "cores" in shown["machine"]
    assert shown["flows"][1]["emulator_cpu_seconds"] is None
    assert shown["costs"][0]["write_units"] == 1010.0
    assert shown["batch_size"] == 500


def test_the_table_has_both_kinds_and_the_costs_together(capsys: pytest.CaptureFixture[str]) -> None:
    bench_stream._show(TARGET, TOLD, FLOWS, COSTS, as_json=False)
    shown = capsys.readouterr().out
    assert "2,000.0" in shown
    assert "the real ones reach 25% of the no-op ones" in shown
    assert "1,070.0" in shown  # write units together
