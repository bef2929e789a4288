from __future__ import annotations

from datetime import date
from statistics import fmean

import pytest

from lambdas.shared.domain.detectors.intraday import SESSION_MINUTES, minute_of, opening_minute, usual_variance
from lambdas.shared.domain.detectors.multiscale_parameters import PATTERN
from lambdas.shared.domain.sessions import session_on


def test_the_middle_of_each_half_hour_has_what_was_learned_of_it() -> None:
    assert SESSION_MINUTES == 390
    assert [usual_variance(30 * slot + 15) ** 0.5 for slot in range(13)] == pytest.approx(PATTERN)


def test_the_day_has_its_mean() -> None:
    assert fmean(map(usual_variance, range(1, 391))) == pytest.approx(1, abs=0.03)


def test_it_falls_within_the_first_half_hour_and_is_one_outside_the_hours() -> None:
    assert usual_variance(0) > usual_variance(15) > usual_variance(29)
    assert (usual_variance(-1), usual_variance(391)) == (1.0, 1.0)


@pytest.mark.parametrize("day", [date(2026, 7, 6), date(2026, 11, 20)])
def test_the_opening_follows_new_yorks_clock(day: date) -> None:
    session = session_on(day)
    assert session is not None
    assert opening_minute(day) == minute_of(session.opens_at)


def test_a_day_that_the_calendar_does_not_cover_has_an_opening_too() -> None:
    assert opening_minute(date(2040, 1, 3)) - opening_minute(date(2040, 1, 2)) == 1440
