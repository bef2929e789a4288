from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lambdas.api_handler.pipeline_status import pipeline_status

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
MOMENT = timedelta(milliseconds=1)


@pytest.mark.parametrize(
    ("age", "status"),
    [
        (-MINUTE, "operational"),
        (0 * MINUTE, "operational"),
        (2 * MINUTE, "operational"),
        (2 * MINUTE + MOMENT, "delayed"),
        (5 * MINUTE, "delayed"),
        (5 * MINUTE + MOMENT, "stalled"),
    ],
)
def test_age_is_measured_in_intervals(age: timedelta, status: str) -> None:
    assert pipeline_status(NOW - age, NOW, MINUTE) == status


def test_a_slower_schedule_is_given_more_time() -> None:
    assert pipeline_status(NOW - 9 * MINUTE, NOW, 5 * MINUTE) == "operational"


def test_no_event_at_all_is_stalled() -> None:
    assert pipeline_status(None, NOW, MINUTE) == "stalled"
