"""Metrics that functions log."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest

from finpulse_cli.targets.embedded.overlay import embedded_metrics as overlay
from finpulse_cli.targets.embedded.overlay.embedded_metrics import Datum, embedded_metrics
from lambdas.shared.log import batch_line
from tests.factories import NOON


def test_a_consumers_line_is_its_metric() -> None:
    line = json.dumps(batch_line("aggregator", NOON, records=9, quarantined=2), separators=(",", ":"))
    at = NOON.timestamp()
    assert embedded_metrics(line) == [
        Datum("FinPulse", "QuarantinedRecords", {"Consumer": "aggregator"}, at, "Count", [2.0])
    ]


@pytest.mark.parametrize(
    "message",
    [
        "",
        "START RequestId: 1",
        '{"level":"INFO"}',
        '{"_aws":',
        '{"_aws":1}',
        '["_aws"]',
        '{"_aws":{"Timestamp":1}}',
        '{"_aws":{"Timestamp":1,"CloudWatchMetrics":[{"Namespace":"n","Dimensions":[["gone"]]}]}}',
    ],
)
def test_any_other_line_says_nothing(message: str) -> None:
    assert embedded_metrics(message) == []


def test_lines_are_kept_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    logs: Any = import_module("ministack.services.cloudwatch_logs")
    cloudwatch: Any = import_module("ministack.services.cloudwatch")
    kept, stored = list[Any](), list[Any]()
    monkeypatch.setattr(logs, "_append_log_events", lambda stream, events: kept.append((stream, events)))
    monkeypatch.setattr(cloudwatch, "_store_datum", lambda *datum: stored.append(datum))
    overlay.install()
    events = [{"message": "START"}, {"message": json.dumps(batch_line("aggregator", NOON, records=1, quarantined=1))}]
    logs._append_log_events("stream", events)
    assert kept == [("stream", events)]
    [datum] = stored
    assert datum[:3] == ("FinPulse", "QuarantinedRecords", {"Consumer": "aggregator"})
