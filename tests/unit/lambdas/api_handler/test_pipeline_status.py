from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lambdas.api_handler.pipeline_status import pipeline_status
from lambdas.shared.domain.quote_time import ExchangeHours

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
@pytest.mark.parametrize("hours", ExchangeHours)
def test_age_is_measured_in_intervals(age: timedelta, status: str, hours: ExchangeHours) -> None:
    assert pipeline_status(NOW - age, NOW, MINUTE, hours) == status


def test_a_slower_schedule_is_given_more_time() -> None:
    assert pipeline_status(NOW - 9 * MINUTE, NOW, 5 * MINUTE, ExchangeHours.NYSE) == "operational"


def test_no_event_at_all_is_stalled() -> None:
    assert pipeline_status(None, NOW, MINUTE, ExchangeHours.NYSE) == "stalled"


@pytest.mark.parametrize(
    ("newest", "now", "status"),
    [
        ("2026-11-20 21:00", "2026-11-21 03:00", "operational"),  # the closing quote, at night
        ("2026-11-20 20:58", "2026-11-22 12:00", "operational"),  # on a Sunday
        ("2026-11-20 20:56", "2026-11-22 12:00", "delayed"),  # and it lacks the session's end
        ("2026-11-20 20:00", "2026-11-22 12:00", "stalled"),
        ("2026-11-20 21:00", "2026-11-23 14:32", "operational"),  # Monday's first quote may still travel
        ("2026-11-20 21:00", "2026-11-23 14:33", "delayed"),
        ("2026-11-20 17:00", "2026-11-23 14:30", "stalled"),  # nothing came since Friday noon
        ("2026-11-25 21:00", "2026-11-27 14:31", "operational"),  # across Thanksgiving
        ("2026-10-20 17:00", "2026-11-27 20:00", "stalled"),
    ],
)
def test_no_quote_is_missed_while_the_exchange_is_closed(newest: str, now: str, status: str) -> None:
    quoted_at, asked_at = (datetime.fromisoformat(text).replace(tzinfo=UTC) for text in (newest, now))
    assert pipeline_status(quoted_at, asked_at, MINUTE, ExchangeHours.NYSE) == status
    assert pipeline_status(quoted_at, asked_at, MINUTE, ExchangeHours.ALWAYS) == "stalled"


def test_beyond_the_exchange_s_calendar_all_time_counts() -> None:
    now = datetime(2036, 1, 5, 3, 0, tzinfo=UTC)
    assert pipeline_status(now - 3 * MINUTE, now, MINUTE, ExchangeHours.NYSE) == "delayed"
