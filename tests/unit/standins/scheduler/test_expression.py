"""When schedules are due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finpulse_cli.core.errors import FailedError
from finpulse_cli.standins.scheduler.expression import parse_expression
from tests.doubles.schedules import NOON

MINUTES = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)).map(  # noqa: DTZ001 - the zone is added below
    lambda moment: moment.replace(second=0, microsecond=0, tzinfo=UTC)
)


def due(expression: str, minute: datetime, begin: datetime = NOON, zone: str = "UTC") -> datetime | None:
    """When it was due in the minute before."""
    return parse_expression(expression, ZoneInfo(zone), begin).due(minute)


@given(MINUTES)
def test_the_stacks_expressions(minute: datetime) -> None:
    assert due("cron(* * * * ? *)", minute) == minute
    assert due("cron(0/5 * * * ? *)", minute) == (minute if minute.minute % 5 == 0 else None)
    assert due("cron(0 * * * ? *)", minute) == (minute if minute.minute == 0 else None)


@pytest.mark.parametrize(
    ("expression", "moment", "fits"),
    [
        ("cron(30 14 * * ? *)", "2026-11-20T14:30", True),
        ("cron(30 14 * * ? *)", "2026-11-20T15:30", False),
        ("cron(0,30 9-16 ? * MON-FRI *)", "2026-11-20T16:30", True),  # a Friday
        ("cron(0,30 9-16 ? * MON-FRI *)", "2026-11-21T16:30", False),
        ("cron(0 0 ? * 1 *)", "2026-11-22T00:00", True),  # 1 is Sunday
        ("cron(0 0 1 jan ? 2027)", "2027-01-01T00:00", True),
        ("cron(0 0 1 JAN ? 2027)", "2028-01-01T00:00", False),
        ("cron(10-20/5 * * * ? *)", "2026-11-20T14:15", True),
        ("cron(10-20/5 * * * ? *)", "2026-11-20T14:25", False),
        ("cron(*/20 * * * ? *)", "2026-11-20T14:40", True),
    ],
)
def test_other_cron_expressions(expression: str, moment: str, fits: bool) -> None:
    minute = datetime.fromisoformat(moment).replace(tzinfo=UTC)

    assert due(expression, minute) == (minute if fits else None)


def test_cron_follows_the_clocks_of_its_zone() -> None:
    opening = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)

    assert due("cron(30 9 * * ? *)", opening, zone="America/New_York") == opening
    assert due("cron(30 9 * * ? *)", opening) is None


@given(st.integers(1, 90), st.integers(0, 59), st.integers(0, 600))
def test_a_rate_is_due_every_so_often_from_its_begin(period: int, second: int, minutes: int) -> None:
    begin = NOON + timedelta(seconds=second)
    moments = [due(f"rate({period} minutes)", NOON + timedelta(minutes=minute), begin) for minute in range(minutes + 1)]

    expected = [begin + timedelta(minutes=period * times) for times in range(1, minutes // period + 1)]
    until = NOON + timedelta(minutes=minutes)
    assert [moment for moment in moments if moment is not None] == [moment for moment in expected if moment <= until]


@pytest.mark.parametrize(
    ("expression", "period"),
    [
        ("rate(1 minute)", timedelta(minutes=1)),
        ("rate(2 hours)", timedelta(hours=2)),
        ("rate(1 day)", timedelta(days=1)),
    ],
)
def test_rates_in_other_units(expression: str, period: timedelta) -> None:
    assert due(expression, NOON) is None  # it has just begun
    assert due(expression, NOON + period) == NOON + period


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "cron()",
        "cron(* * * * *)",
        "cron(60 * * * ? *)",
        "cron(0 0 L * ? *)",
        "cron(0 0 ? * MON#1 *)",
        "cron(0/0 * * * ? *)",
        "cron(5-1 * * * ? *)",
        "cron(, * * * ? *)",
        "rate(0 minutes)",
        "rate(1 second)",
        "rate(1 minute",
        "at(2026-11-20T14:31:00)",
    ],
)
def test_what_is_not_understood_is_said(expression: str) -> None:
    with pytest.raises(FailedError, match="not understood here"):
        due(expression, NOON)
