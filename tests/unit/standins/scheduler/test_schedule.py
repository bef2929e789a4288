"""A schedule as it is stored."""

from __future__ import annotations

from datetime import timedelta

import pytest

from finpulse_cli.core.errors import FailedError
from tests.doubles.schedules import INGESTER, NOON, STORED, stored

MINUTE = timedelta(minutes=1)


def test_what_is_stored_is_read() -> None:
    schedule = stored()

    assert schedule.due(NOON) == NOON
    assert (schedule.target_arn, schedule.retries, schedule.age_seconds) == (INGESTER, 3, 60)
    assert schedule.input == '{"scheduled_at": "<aws.scheduler.scheduled-time>"}'


def test_a_disabled_one_is_never_due() -> None:
    assert stored(State="DISABLED").due(NOON) is None


def test_it_is_due_between_its_begin_and_its_end_only() -> None:
    schedule = stored(StartDate=NOON, EndDate=NOON + MINUTE)

    assert [schedule.due(NOON + count * MINUTE) is not None for count in range(-1, 3)] == [False, True, True, False]


def test_a_rate_counts_from_the_begin_else_from_its_creation() -> None:
    assert stored("rate(7 minutes)").due(STORED["CreationDate"] + 7 * MINUTE) is not None
    assert stored("rate(7 minutes)", StartDate=NOON).due(NOON + 7 * MINUTE) is not None


def test_without_a_policy_the_schedulers_own_applies() -> None:
    schedule = stored(Target={"Arn": INGESTER, "RoleArn": "role"})

    assert (schedule.retries, schedule.age_seconds, schedule.input) == (185, 86_400, "{}")


def test_a_zone_that_is_unknown_here_is_said() -> None:
    with pytest.raises(FailedError, match="Mars/Olympus"):
        stored(ScheduleExpressionTimezone="Mars/Olympus")
