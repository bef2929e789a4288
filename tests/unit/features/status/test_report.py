"""What `finpulse status` tells, as data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.features.status.report import StatusReport, status_report
from finpulse_cli.stack.parts import Part
from finpulse_cli.stack.target import Target
from finpulse_cli.targets.embedded.target import embedded_target
from finpulse_cli.targets.localstack.target import localstack_target
from tests.doubles.contexts import context

NOW = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)


def reported(target: Target) -> StatusReport:
    """What is told of a target as it is now."""
    return status_report(target.place, target.lifecycle.processes(), target.capabilities(), NOW)


def test_a_target_that_is_down_is_reported_and_raises_nothing(tmp_path: Path) -> None:
    report = reported(embedded_target(context(), TargetHome(tmp_path), 4800))

    assert not report.healthy
    assert [(part.name, part.detail) for part in report.parts] == [
        ("the emulator", "not running"),
        ("the stand-in quote server", "not running"),
    ]
    assert report.lag is None
    assert report.logs["the emulator"] == str(tmp_path / "ministack.log")


def test_what_has_no_log_here_is_left_out_of_the_logs(tmp_path: Path) -> None:
    home = TargetHome(tmp_path)

    report = reported(localstack_target(context(), home, "http://127.0.0.1:1"))

    assert [part.name for part in report.parts] == ["LocalStack", "the stand-in quote server"]
    assert report.logs == {"the stand-in quote server": str(home.log("alpha_vantage"))}


def test_one_part_that_is_not_well_is_enough() -> None:
    well, unwell = Part("a", healthy=True, detail=""), Part("b", healthy=False, detail="")

    assert StatusReport("embedded", "http://127.0.0.1:1", [well], [], []).healthy
    assert not StatusReport("embedded", "http://127.0.0.1:1", [well, unwell], [], []).healthy


def test_the_report_is_json(tmp_path: Path) -> None:
    report = reported(embedded_target(context(), TargetHome(tmp_path), 4800))

    document = json.loads(json.dumps(report.as_json()))

    assert document["healthy"] is False
    assert document["endpoint"] == "http://127.0.0.1:4800"
    assert {capability["name"] for capability in document["capabilities"]} >= {"IAM", "Athena"}
