"""A Friday and the Monday after it, in New York's winter: traded from 14:30 to 21:00 UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.trading_time import trading_time

FRIDAY, SATURDAY, SUNDAY, MONDAY = 20, 21, 22, 23


def at(day: int, clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T{clock}:00+00:00")


@pytest.mark.parametrize(
    ("since", "until", "hours"),
    [
        (at(FRIDAY, "15:00"), at(FRIDAY, "16:00"), 1),
        (at(FRIDAY, "14:00"), at(FRIDAY, "15:00"), 0.5),
        (at(FRIDAY, "20:00"), at(SATURDAY, "12:00"), 1),
        (at(FRIDAY, "10:00"), at(SATURDAY, "12:00"), 6.5),
        (at(FRIDAY, "20:00"), at(MONDAY, "15:00"), 1.5),
        (at(SATURDAY, "12:00"), at(SUNDAY, "12:00"), 0),
        (at(FRIDAY, "16:00"), at(FRIDAY, "15:00"), -1),
        (at(FRIDAY, "15:00"), at(FRIDAY, "15:00"), 0),
    ],
)
def test_time_counts_while_the_exchange_trades(since: datetime, until: datetime, hours: float) -> None:
    assert trading_time(since, until, ExchangeHours.NYSE) == timedelta(hours=hours)


def test_where_it_always_trades_or_its_calendar_ends_all_time_counts() -> None:
    assert trading_time(at(SATURDAY, "12:00"), at(SUNDAY, "12:00"), ExchangeHours.ALWAYS) == timedelta(days=1)
    far = datetime(2200, 1, 1, tzinfo=UTC)
    assert trading_time(far - timedelta(hours=3), far, ExchangeHours.NYSE) == timedelta(hours=3)
