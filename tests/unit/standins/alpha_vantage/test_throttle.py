"""The two limits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from finpulse_cli.standins.alpha_vantage.throttle import Limit, Throttle

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
