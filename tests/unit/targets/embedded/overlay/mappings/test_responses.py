"""What a function's answer says about its batch."""

from __future__ import annotations

from typing import Any

import pytest

from finpulse_cli.targets.embedded.overlay.mappings.responses import Failed, Stopped, Succeeded, verdict
from tests.unit.targets.embedded.overlay.mappings.making import records

BATCH = records([9, 10, 11])


def report(*identifiers: object) -> dict[str, Any]:
    return {"batchItemFailures": [{"itemIdentifier": it} for it in identifiers]}


@pytest.mark.parametrize("answer", ["", [], None, {}, report(), {"batchItemFailures": None}, "text", 3, {"other": 1}])
def test_answers_that_report_nothing_are_successes(answer: object) -> None:
    assert verdict(answer, BATCH, reports_items=True) == Succeeded()


@pytest.mark.parametrize(
    "answer",
    [
        report(""),
        report(None),
        report(123),
        report(9),
        report("12"),
        report("9", "12"),
        {"batchItemFailures": [{"foo": 123}]},
        {"batchItemFailures": [{"foo": None}]},
        {"batchItemFailures": ["9"]},
        {"batchItemFailures": {"itemIdentifier": "9"}},
        {"batchItemFailures": "9"},
    ],
)
def test_malformed_reports_fail_the_whole_batch(answer: object) -> None:
    assert verdict(answer, BATCH, reports_items=True) == Failed()


def test_the_lowest_number_wins_as_a_number() -> None:
    assert verdict(report("11", "10"), BATCH, reports_items=True) == Stopped(1)
    assert verdict(report("10", "9"), BATCH, reports_items=True) == Stopped(0)


def test_reports_are_ignored_unless_the_mapping_asks_for_them() -> None:
    assert verdict(report("9"), BATCH, reports_items=False) == Succeeded()
