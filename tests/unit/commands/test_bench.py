"""What `finpulse bench` prints."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, ClassVar

import pytest
import typer
import typer.main

from finpulse_cli.commands import bench as module
from finpulse_cli.commands.bench import _show
from finpulse_cli.core.errors import FailedError
from finpulse_cli.features.bench.push import Measure
from finpulse_cli.stack.outputs import StackOutputs
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from finpulse_cli.features.bench.probe import Probe

MEASURES = [Measure("put to item", 50.04, 80.0, 81.6, 0), Measure("put to message", 60.0, 90.0, 91.0, 0)]


def test_a_row_a_place(capsys: pytest.CaptureFixture[str]) -> None:
    _show(MEASURES, 60, 1.0, "embedded", as_json=False)
    rows = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["put", "to", "item", "50", "80", "82", "0"] in rows
    assert ["put", "to", "message", "60", "90", "91", "0"] in rows


def test_json_has_the_exact_figures(capsys: pytest.CaptureFixture[str]) -> None:
    _show(MEASURES, 60, 1.0, "embedded", as_json=True)
    printed = json.loads(capsys.readouterr().out)
    assert (printed["target"], printed["events"], printed["rate"]) == ("embedded", 60, 1.0)
    assert printed["measures"][0] == {
        "what": "put to item",
        "p50_ms": 50.04,
        "p99_ms": 80.0,
        "max_ms": 81.6,
        "missing": 0,
    }


def test_what_was_never_seen_is_a_failure_after_the_figures(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(FailedError, match="2 sightings are missing"):
        _show([Measure("put to item", None, None, None, 2)], 2, 1.0, "embedded", as_json=False)
    assert ["put", "to", "item", "-", "-", "-", "2"] in [line.split() for line in capsys.readouterr().out.splitlines()]


class NoBench:
    """In place of a benchmark: notes where it would look."""

    looked: ClassVar[list[str]] = []

    def __init__(self, probes: Sequence[Probe], **_rest: object) -> None:
        self.looked[:] = [probe.name for probe in probes]

    def run(self, _progress: object) -> list[Measure]:
        """Nothing is measured."""
        return MEASURES[:1]


@pytest.mark.parametrize(
    ("target", "places"),
    [("embedded", ["item in live_prices", "message on the socket"]), ("localstack", ["item in live_prices"])],
)
def test_where_nothing_is_pushed_only_the_table_is_watched(
    target: str, places: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FINPULSE_HOME", str(tmp_path))
    monkeypatch.setattr(module, "provisioned", lambda *_arguments: StackOutputs.parse(OUTPUTS))
    monkeypatch.setattr(module, "remove_traces", lambda *_arguments: None)
    monkeypatch.setattr(module, "PushBench", NoBench)

    module.push(typer.Context(typer.main.get_command(module.app)), target=target)

    assert NoBench.looked == places
