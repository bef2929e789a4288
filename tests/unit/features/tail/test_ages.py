from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from finpulse_cli.features.tail.ages import age_text, moment_text

NOW = datetime(2026, 11, 20, 14, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0s"), (0.9, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h"), (86399, "23h"), (172800, "2d")],
)
def test_age_is_in_whole_units_cut_off(seconds: float, text: str) -> None:
    assert age_text(timedelta(seconds=seconds)) == text


def test_a_moment_ahead_of_the_clock_has_a_sign() -> None:
    assert age_text(timedelta(seconds=-45)) == "+45s"
    assert age_text(timedelta(seconds=-0.4)) == "0s"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 20, 9, 5, 7, tzinfo=UTC), "09:05:07"),
        (datetime(2026, 11, 19, 9, 5, 7, tzinfo=UTC), "11-19 09:05:07"),
        (datetime(2025, 11, 20, 9, 5, 7, tzinfo=UTC), "2025-11-20 09:05:07"),
        (datetime(2026, 11, 20, 1, 0, tzinfo=timezone(timedelta(hours=5))), "11-19 20:00:00"),
    ],
)
def test_a_moment_says_its_day_only_where_it_is_not_today(moment: datetime, text: str) -> None:
    assert moment_text(moment, NOW) == text
