"""What `make snapshot` makes of a home: whatever is that home's own is gone, and what came in meanwhile, too."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.core.paths import TargetHome
from finpulse_cli.stack.packaging import package_all
from finpulse_cli.targets.embedded.snapshot.snapshot_file import Snapshot
from finpulse_cli.targets.embedded.target import embedded_target
from scripts.snapshot import differences
from scripts.snapshot_template import Applied, template
from tests.doubles.contexts import PROJECT, context
from tests.unit.targets.said import Said

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MOMENT = datetime(2026, 11, 23, 15, 7, 5, 123_456, tzinfo=UTC)
Made = tuple[TargetHome, Applied]


@pytest.fixture
def snapshot() -> Snapshot:
    """The one in the package."""
    found = Snapshot.load()
    assert found is not None
    return found


@pytest.fixture(autouse=True)
def ports_are_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is started here, so whoever has the port may keep it."""
    monkeypatch.setattr("finpulse_cli.targets.embedded.snapshot.laying.require_free", lambda *_arguments: None)


def made(home: TargetHome, port: int) -> Applied:
    """A home as an apply leaves it."""
    target = embedded_target(context(clock=lambda: MOMENT), home, port)
    assert target.head_start is not None
    target.head_start.lay(package_all(PROJECT / "lambdas", home.lambdas), Said())
    moment = MOMENT.timestamp()
    return Applied(home, port, moment - 60, moment + 60)


@pytest.mark.parametrize("port", [4566, 18_000])
def test_whatever_the_home_the_snapshot_is_the_same(port: int, snapshot: Snapshot, tmp_path: Path) -> None:
    assert differences(template(made(TargetHome(tmp_path / "embedded"), port)), snapshot) == []


def changed(home: TargetHome, service: str, change: Callable[[Any], None]) -> None:
    """Change what the emulator has saved of a service."""
    [file] = home.state_dir.glob(f"checkpoint-*/{service}.json")
    document = json.loads(file.read_text())
    change(document["payload"])
    file.write_text(json.dumps(document))


def each(store: str, **values: object) -> Callable[[Any], None]:
    def change(payload: Any) -> None:
        for one in payload[store]["data"].values():
            one |= values

    return change


def with_records(payload: Any) -> None:
    for stream in payload["streams"]["data"].values():
        for shard in stream["shards"].values():
            shard["records"].append({"Data": "e30="})
    payload["shard_iterators"]["data"]["an iterator"] = {}


def with_origins_in_another_order(payload: Any) -> None:
    for api in payload["apis"]["data"].values():
        if "corsConfiguration" in api:
            api["corsConfiguration"]["allowOrigins"].reverse()


def with_logs(payload: Any) -> None:
    for name, group in payload["log_groups"]["data"].items():
        if "/aws/lambda/" in name:
            group["streams"]["2026/11/23"] = {"events": [{"message": "START"}]}


@pytest.mark.parametrize(
    ("service", "change"),
    [
        ("dynamodb", each("tables", items={"AAPL": {}}, ItemCount=7)),
        ("kinesis", with_records),
        ("sqs", each("queues", messages=[{"body": "an alert"}])),
        ("cloudwatch", lambda payload: payload["metrics"]["data"].update({"a metric": [{"Value": 1}]})),
        ("cloudwatch", each("alarms", StateValue="OK", StateReason="Threshold Crossed")),
        ("cloudwatch_logs", with_logs),
        ("lambda", each("esms", LastProcessingResult="OK")),
        ("apigateway", with_origins_in_another_order),
        ("lambda", lambda payload: payload["kinesis_positions"]["data"].update({"a mapping": {}})),
    ],
)
def test_what_came_in_meanwhile_is_left_out(
    service: str, change: Callable[[Any], None], snapshot: Snapshot, tmp_path: Path
) -> None:
    home = TargetHome(tmp_path / "embedded")
    applied = made(home, 4566)
    changed(home, service, change)

    assert differences(template(applied), snapshot) == []


def test_a_resource_that_differs_is_told(snapshot: Snapshot, tmp_path: Path) -> None:
    home = TargetHome(tmp_path / "embedded")
    applied = made(home, 4566)
    changed(home, "dynamodb", each("tables", TableStatus="CREATING"))

    [told] = differences(template(applied), snapshot)
    assert told.startswith("dynamodb:")
    assert "CREATING" in told


def test_what_looks_like_a_token_is_no_snapshot(snapshot: Snapshot, tmp_path: Path) -> None:
    home = TargetHome(tmp_path / "embedded")
    applied = made(home, 4566)
    changed(home, "dynamodb", each("tables", TableStatus="@{port 0}"))

    with pytest.raises(ValueError, match="tokens"):
        template(applied)
    assert differences(snapshot, replace(snapshot, outputs="{}"))[0].startswith("outputs:")
