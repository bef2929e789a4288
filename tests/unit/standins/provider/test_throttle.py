"""The three limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.standins.provider.throttle import Limit, Throttle, parse_throttle

NOW = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)


def test_without_limits_everything_passes() -> None:
    throttle = Throttle()
    assert {throttle.admit(NOW) for _ in range(1000)} == {None}


def test_a_request_passes_again_once_sixty_seconds_are_over() -> None:
    throttle = Throttle(per_minute=2)
    seconds = [0, 30, 59, 60, 61, 90]
    admitted = [throttle.admit(NOW + timedelta(seconds=second)) for second in seconds]
    assert admitted == [None, None, Limit.MINUTE, None, Limit.MINUTE, None]


def test_the_day_s_quota_comes_back_at_midnight_in_new_york() -> None:
    throttle = Throttle(per_day=1)
    hours = [0, 13.99, 14.01, 15]  # 05:00 UTC is midnight there
    admitted = [throttle.admit(NOW + timedelta(hours=hour)) for hour in hours]
    assert admitted == [None, Limit.DAY, None, Limit.DAY]


def test_a_refused_request_does_not_count() -> None:
    throttle = Throttle(per_minute=1, per_day=2)
    assert [throttle.admit(NOW + timedelta(seconds=second)) for second in (0, 1, 2, 60)] == [
        None,
        Limit.MINUTE,
        Limit.MINUTE,
        None,
    ]
    assert throttle.admit(NOW + timedelta(seconds=200)) is Limit.DAY


def test_a_second_has_its_own_limit() -> None:
    throttle = Throttle(per_second=2)
    admitted = [throttle.admit(NOW + timedelta(milliseconds=at)) for at in (0, 500, 999, 1000, 1400)]
    assert admitted == [None, None, Limit.SECOND, None, Limit.SECOND]


def test_limits_are_written_as_requests_a_time() -> None:
    throttle = parse_throttle("1/second, 5/minute,25/day")
    assert (throttle.per_second, throttle.per_minute, throttle.per_day) == (1, 5, 25)
    assert {parse_throttle("").admit(NOW) for _ in range(100)} == {None}


@pytest.mark.parametrize("text", ["5", "0/day", "-1/day", "5/hour", "5/day,6/day", "many"])
def test_what_is_no_limit_says_how_to_write_one(text: str) -> None:
    with pytest.raises(UsageError, match="no limit") as caught:
        parse_throttle(text)
    assert "25/day" in str(caught.value.next_action)
