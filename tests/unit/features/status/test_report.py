"""What `finpulse status` tells, as data."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.features.status.report import StatusReport, _firing, _unless_refused, status_report
from finpulse_cli.stack.outputs import load_outputs, save_outputs
from finpulse_cli.stack.parts import Part
from finpulse_cli.targets.embedded.target import embedded_target
from finpulse_cli.targets.localstack.target import localstack_target
from tests.doubles.contexts import context
from tests.doubles.stubbed import stubbed
from tests.unit.targets.outputs import OUTPUTS

if TYPE_CHECKING:
    from pathlib import Path

    from finpulse_cli.stack.target import Target

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
    assert report.logs == {"the stand-in quote server": str(home.log("quote_server"))}


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


def test_alarms_that_fire_are_told_and_make_no_part_unwell() -> None:
    firing = [{"alarm": "finpulse-a", "state": "ALARM", "since": "2026-11-20T14:30:00.000Z", "reason": "r"}]
    report = StatusReport("embedded", "http://127.0.0.1:1", [Part("a", healthy=True, detail="")], [], [], alarms=firing)
    assert report.healthy
    assert report.as_json()["alarms"] == firing


def test_what_is_refused_is_not_known(tmp_path: Path) -> None:
    save_outputs(tmp_path / "outputs.json", OUTPUTS)
    client, script = stubbed("cloudwatch")
    script.add_client_error("describe_alarms", "AccessDenied", "no", 403)
    place: Any = SimpleNamespace(
        name="aws", home=TargetHome(tmp_path), clients=SimpleNamespace(cloudwatch=client), access=SimpleNamespace()
    )
    assert _unless_refused(lambda: _firing(place, load_outputs(tmp_path / "outputs.json"))) is None
    alarm = {"StateUpdatedTimestamp": NOW, "StateReason": "r"}
    states = [alarm | {"AlarmName": f"finpulse-{state}", "StateValue": state} for state in ("OK", "ALARM")]
    script.add_response("describe_alarms", {"MetricAlarms": states})
    assert _unless_refused(lambda: _firing(place, load_outputs(tmp_path / "outputs.json"))) == [
        {"alarm": "finpulse-ALARM", "state": "ALARM", "since": "2026-11-20T14:31:00.000Z", "reason": "r"}
    ]
