from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from lambdas.shared.log import batch_line, metric_line, write_log
from tests.factories import NOON

if TYPE_CHECKING:
    import pytest


def test_a_batch_is_one_json_line_that_is_also_a_metric(capsys: pytest.CaptureFixture[str]) -> None:
    at = NOON + timedelta(milliseconds=250)
    write_log(batch_line("aggregator", at, records=7, quarantined=2, candles_written=3))
    output = capsys.readouterr().out
    assert output.endswith("}\n")
    assert output.count("\n") == 1
    assert json.loads(output) == {
        "_aws": {
            "Timestamp": 1795194000250,
            "CloudWatchMetrics": [
                {
                    "Namespace": "FinPulse",
                    "Dimensions": [["Consumer"]],
                    "Metrics": [{"Name": "QuarantinedRecords", "Unit": "Count"}],
                }
            ],
        },
        "Consumer": "aggregator",
        "QuarantinedRecords": 2,
        "records": 7,
        "candles_written": 3,
    }


def test_any_count_can_be_a_metric() -> None:
    line = metric_line("push_fanout", NOON, "FailedPushes", 3, delivered=1)
    assert line["_aws"]["CloudWatchMetrics"][0]["Metrics"] == [{"Name": "FailedPushes", "Unit": "Count"}]
    assert (line["Consumer"], line["FailedPushes"], line["delivered"]) == ("push_fanout", 3, 1)


def test_a_line_may_hold_what_json_does_not_know(capsys: pytest.CaptureFixture[str]) -> None:
    write_log({"price": Decimal("1.5")})
    assert capsys.readouterr().out == '{"price":"1.5"}\n'
