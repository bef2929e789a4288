"""Alarms by their own dimensions, period by period."""

from __future__ import annotations

import time
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest

from finpulse_cli.targets.embedded.overlay import alarm_states
from finpulse_cli.targets.embedded.overlay.alarm_states import by_period, reason_of, state_of

if TYPE_CHECKING:
    from collections.abc import Iterator

cloudwatch: Any = import_module("ministack.services.cloudwatch")


def alarm(**settings: Any) -> dict[str, Any]:
    return {
        "AlarmName": "late",
        "Namespace": "AWS/Lambda",
        "MetricName": "Errors",
        "Dimensions": [{"Name": "FunctionName", "Value": "a"}],
        "Statistic": "Sum",
        "Period": 60,
        "EvaluationPeriods": 3,
        "Threshold": 0.0,
        "ComparisonOperator": "GreaterThanThreshold",
        "TreatMissingData": "notBreaching",
        "StateValue": "INSUFFICIENT_DATA",
    } | settings


@pytest.fixture(autouse=True)
def overlay(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(cloudwatch, "_evaluate_alarm", cloudwatch._evaluate_alarm)
    alarm_states.install(lambda: time.time())
    yield
    cloudwatch._metrics.clear()


def put(function: str, value: float) -> None:
    cloudwatch.record_metric("AWS/Lambda", "Errors", value, "Count", {"FunctionName": function})


def test_points_belong_to_their_period() -> None:
    points = [{"Timestamp": 1000.0 - back} for back in (0, 59, 60, 119, 180, -5)]
    assert by_period(points, 60, 3, 1000.0) == [points[:2], points[2:4], []]


@pytest.mark.parametrize(
    ("values", "settings", "state"),
    [
        ([1, 1, 1], {}, "ALARM"),
        ([1, 1, 0], {}, "OK"),
        ([1, 1, None], {}, "OK"),
        ([1, 0, 1], {"DatapointsToAlarm": 2}, "ALARM"),
        ([None, None, None], {}, "OK"),
        ([None, None, None], {"TreatMissingData": "breaching"}, "ALARM"),
        ([None, None, None], {"TreatMissingData": "missing"}, "INSUFFICIENT_DATA"),
        ([None, None, None], {"TreatMissingData": "ignore", "StateValue": "ALARM"}, "ALARM"),
        ([1, None, None], {"TreatMissingData": "missing"}, "ALARM"),
        ([0, 0, 0], {"ComparisonOperator": "LessThanOrEqualToThreshold"}, "ALARM"),
    ],
)
def test_a_state_follows_from_the_periods(values: list[float | None], settings: dict[str, Any], state: str) -> None:
    assert state_of(alarm(**settings), values) == state


def test_another_functions_error_sets_nothing_off() -> None:
    watched = alarm(EvaluationPeriods=1)
    put("b", 1)
    cloudwatch._evaluate_alarm(watched)
    assert watched["StateValue"] == "INSUFFICIENT_DATA"
    put("a", 0)
    cloudwatch._evaluate_alarm(watched)
    assert watched["StateValue"] == "OK"
    put("a", 1)
    cloudwatch._evaluate_alarm(watched)
    assert watched["StateValue"] == "ALARM"


def test_an_alarm_goes_back_when_its_period_has_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    watched = alarm(EvaluationPeriods=1)
    put("a", 1)
    cloudwatch._evaluate_alarm(watched)
    assert watched["StateValue"] == "ALARM"
    later = time.time() + 61
    monkeypatch.setattr(time, "time", lambda: later)
    cloudwatch._evaluate_alarm(watched)
    assert watched["StateValue"] == "OK"


@pytest.mark.parametrize(
    ("values", "settings", "new", "reason"),
    [
        (
            [2.0],
            {"EvaluationPeriods": 1},
            "ALARM",
            "Threshold Crossed: 1 out of the last 1 datapoints [2.0 (01/01/70 00:15:40)] was greater than the "
            "threshold (0.0) (minimum 1 datapoint for OK -> ALARM transition).",
        ),
        (
            [0.0, None, 0.0],
            {},
            "OK",
            "Threshold Crossed: 2 out of the last 3 datapoints [0.0 (01/01/70 00:15:40), 0.0 (01/01/70 00:13:40)] were "
            "not greater than the threshold (0.0) (minimum 2 datapoints for OK -> OK transition).",
        ),
        (
            [None],
            {},
            "OK",
            "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as "
            "[NonBreaching].",
        ),
        (
            [None, None],
            {"TreatMissingData": "missing"},
            "INSUFFICIENT_DATA",
            "Insufficient Data: no datapoints were received for 2 periods",
        ),
    ],
)
def test_a_change_has_its_reason(values: list[float | None], settings: dict[str, Any], new: str, reason: str) -> None:
    assert reason_of(alarm(**settings), values, "OK", new, 1000.0) == reason
