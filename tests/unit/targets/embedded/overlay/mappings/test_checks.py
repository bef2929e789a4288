"""What is refused, in AWS's words."""

from __future__ import annotations

from typing import Any

import pytest

from finpulse_cli.targets.embedded.overlay.mappings.checks import RefusedError, check_settings, check_start

QUEUE = "arn:aws:sqs:us-east-1:000000000000:failed"
NOW = 1000.0


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"BatchSize": 1, "MaximumBatchingWindowInSeconds": 300},
        {"MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": 0},
        {"MaximumRecordAgeInSeconds": 60},
        {"FunctionResponseTypes": ["ReportBatchItemFailures"]},
        {"DestinationConfig": {"OnFailure": {"Destination": QUEUE}}},
        {"DestinationConfig": {"OnFailure": {"Destination": ""}}},
        {"FilterCriteria": {"Filters": [{"Pattern": '{"data":{"a":[1]}}'}]}},
        {"FilterCriteria": {"Filters": []}},
        {"FilterCriteria": {}},
    ],
)
def test_what_lambda_takes_is_taken(request_: dict[str, Any]) -> None:
    check_settings(request_)


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        ({"BatchSize": 0}, "'batchSize' failed to satisfy constraint: Member must have value greater than or equal"),
        ({"BatchSize": 10_001}, "less than or equal to 10000"),
        ({"MaximumBatchingWindowInSeconds": 301}, "less than or equal to 300"),
        ({"ParallelizationFactor": 11}, "less than or equal to 10"),
        ({"TumblingWindowInSeconds": 901}, "less than or equal to 900"),
        ({"TumblingWindowInSeconds": 60, "ParallelizationFactor": 2}, "cannot be used together"),
        ({"MaximumRetryAttempts": -2}, "greater than or equal to -1"),
        ({"MaximumRecordAgeInSeconds": 0}, "at least 60"),
        ({"MaximumRecordAgeInSeconds": 59}, "at least 60"),
        ({"FunctionResponseTypes": ["Other"]}, "enum value set"),
        ({"DestinationConfig": {"OnSuccess": {"Destination": QUEUE}}}, "Unsupported DestinationConfig parameter"),
        ({"DestinationConfig": {"OnFailure": {"Destination": "arn:aws:lambda:r:a:function:f"}}}, "is invalid"),
        ({"DestinationConfig": {"OnFailure": {"Destination": QUEUE + ".fifo"}}}, "is invalid"),
        ({"FilterCriteria": {"Filters": [{"Pattern": "no rule"}]}}, "Invalid filter pattern definition."),
        ({"FilterCriteria": {"Filters": [{"Pattern": '{"data":["' + "x" * 4096 + '"]}'}]}}, "Invalid filter pattern"),
        ({"FilterCriteria": {"Filters": [{"Pattern": '{"data":[1]}'}] * 11}}, "Maximum number of filters"),
    ],
)
def test_what_lambda_refuses_is_refused(request_: dict[str, Any], told: str) -> None:
    with pytest.raises(RefusedError, match=told):
        check_settings(request_)


@pytest.mark.parametrize(
    ("request_", "code", "told"),
    [
        ({}, "InvalidParameterValueException", "Value null at 'startingPosition'"),
        ({"StartingPosition": "invalid"}, "ValidationException", r"\[LATEST, AT_TIMESTAMP, TRIM_HORIZON\]"),
        ({"StartingPosition": "AT_TIMESTAMP"}, "InvalidParameterValueException", "StartingPositionTimestamp"),
        ({"StartingPosition": "LATEST", "StartingPositionTimestamp": 1}, "InvalidParameterValueException", "only with"),
        (
            {"StartingPosition": "AT_TIMESTAMP", "StartingPositionTimestamp": NOW + 1},
            "InvalidParameterValueException",
            "future",
        ),
    ],
)
def test_a_start_that_lambda_refuses_is_refused(request_: dict[str, Any], code: str, told: str) -> None:
    with pytest.raises(RefusedError, match=told) as refused:
        check_start(request_, NOW)
    assert refused.value.code == code


def test_every_start_that_lambda_knows_is_taken() -> None:
    check_start({"StartingPosition": "LATEST"}, NOW)
    check_start({"StartingPosition": "TRIM_HORIZON"}, NOW)
    check_start({"StartingPosition": "AT_TIMESTAMP", "StartingPositionTimestamp": NOW}, NOW)
