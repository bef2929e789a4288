from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from finpulse_cli.core.errors import UsageError
from finpulse_cli.features.replay.part import Part

# ten minutes from the opening in New York of a Friday, and of the Monday after it
FRIDAY = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
MOMENTS = [day + timedelta(minutes=minute) for day in (FRIDAY, FRIDAY + timedelta(days=3)) for minute in range(10)]


def minutes(begin: str | None, end: str | None) -> list[str]:
    """The part as day and minute."""
    return [f"{moment:%d %H:%M}" for moment in Part(begin, end).of("two-days", MOMENTS, lambda moment: moment)]


def test_without_bounds_it_is_all() -> None:
    assert Part().is_all
    assert Part().of("two-days", MOMENTS, lambda moment: moment) == MOMENTS
    assert Part().of("two-days", [], lambda moment: moment) == []


@pytest.mark.parametrize(
    "begin", ["2026-11-23T09:38", "2026-11-23 09:38:00", "2026-11-23T14:38Z", "2026-11-23T15:38+01:00"]
)
def test_the_beginning_is_included(begin: str) -> None:
    assert minutes(begin, None) == ["23 14:38", "23 14:39"]


@pytest.mark.parametrize("end", ["2026-11-20T09:32", "2026-11-20T14:32Z"])
def test_the_end_is_not(end: str) -> None:
    assert minutes(None, end) == ["20 14:30", "20 14:31"]


def test_a_time_of_day_is_on_the_first_day_or_on_the_last() -> None:
    assert minutes("09:38", "09:31") == ["20 14:38", "20 14:39", "23 14:30"]
    assert minutes("14:38Z", "14:31Z") == ["20 14:38", "20 14:39", "23 14:30"]


def test_where_there_is_nothing_the_span_is_named() -> None:
    with pytest.raises(UsageError) as caught:
        minutes("2026-11-21", "2026-11-22")
    assert str(caught.value) == (
        "'two-days' holds nothing from 2026-11-21 before 2026-11-22: it runs from 2026-11-20 09:30 in New York "
        "(14:30Z) to 2026-11-23 09:39 in New York (14:39Z)."
    )


@pytest.mark.parametrize("text", ["", "noon", "25:00", "9:30", "2026-11-31", "2026-11-20T25:00", "10-30", "1:2:3:4"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(UsageError, match="--from"):
        minutes(text, None)
    with pytest.raises(UsageError, match="--to"):
        minutes(None, text)
