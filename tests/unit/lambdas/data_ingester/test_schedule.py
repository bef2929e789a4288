"""Which minute an invocation quotes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from lambdas.data_ingester.schedule import scheduled_minute
from lambdas.shared.errors import RecordError

NOW = datetime(2026, 11, 20, 14, 33, 20, 5, tzinfo=UTC)
MINUTE = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["2026-11-20T14:31:00Z", "2026-11-20T14:31:59.999Z", "2026-11-20T15:31:07+01:00"],
)
def test_the_scheduled_time_counts_to_the_minute_however_late_the_run_is(text: str) -> None:
    assert scheduled_minute({"scheduled_at": text}, NOW) == MINUTE
    assert scheduled_minute({"scheduled_at": text}, NOW + timedelta(hours=1)) == MINUTE


@pytest.mark.parametrize("event", [{}, {"scheduled_at": None}, {"scheduled_at": "<aws.scheduler.scheduled-time>"}])
def test_without_a_scheduled_time_it_is_the_current_minute(event: dict[str, object]) -> None:
    assert scheduled_minute(event, NOW) == datetime(2026, 11, 20, 14, 33, tzinfo=UTC)


def test_the_clocks_zone_does_not_matter() -> None:
    now = NOW.astimezone(timezone(timedelta(hours=5, minutes=30)))
    minute = scheduled_minute({}, now)
    assert (minute, minute.tzinfo) == (datetime(2026, 11, 20, 14, 33, tzinfo=UTC), UTC)


@pytest.mark.parametrize("text", ["", "now", "2026-11-20T14:31:00", "2026-11-20", 7, ["2026-11-20T14:31:00Z"]])
def test_a_time_that_is_no_moment_is_refused(text: object) -> None:
    with pytest.raises(RecordError, match="scheduled_at is not like 2026-11-20T14:31:00Z"):
        scheduled_minute({"scheduled_at": text}, NOW)
