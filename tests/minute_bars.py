"""Minute bars of a market that never was: a random walk with the day's pattern, seeded, on real trading days."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, make_event
from lambdas.shared.domain.sessions import session_on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

FIRST_DAY = date(2026, 11, 16)  # a Monday
MINUTE = timedelta(minutes=1)


def bar(price: Decimal | str, at: datetime, session: date, symbol: str = "AAPL") -> PriceEvent:
    """A bar that never moved."""
    value = Decimal(price)
    return make_event(
        feed="bars.1",
        symbol=symbol,
        price=value,
        volume=Decimal(100),
        volume_kind=VolumeKind.INTERVAL,
        session=session,
        open=value,
        high=value,
        low=value,
        change_percent=None,
        timestamp=at,
        ingested_at=at,
        source=Source.REPLAY,
    )


def trading_days(count: int, first: date = FIRST_DAY) -> list[date]:
    days = (first + timedelta(days=place) for place in range(2 * count + 7))
    return [day for day in days if session_on(day) is not None][:count]


def minutes_of(day: date) -> Iterator[datetime]:
    """The ends of a session's minutes."""
    session = session_on(day)
    assert session is not None
    at = session.opens_at + MINUTE
    while at <= session.closes_at:
        yield at
        at += MINUTE


def walk(
    days: Iterable[date],
    *,
    seed: int = 1,
    start: float = 100.0,
    basis_points: float = 5.0,
    places: int = 2,
    symbol: str = "AAPL",
) -> list[PriceEvent]:
    """Bars whose returns are normal, about `basis_points` a minute, and ten times that overnight."""
    chance = Random(seed)  # noqa: S311  # repeatable is what it has to be
    level, tick = math.log(start), Decimal(1).scaleb(-places)
    bars: list[PriceEvent] = []
    for day in days:
        level += chance.gauss(0, basis_points * 1e-3) if bars else 0.0
        for place, at in enumerate(minutes_of(day)):
            usual = 0.75 + 1.25 * math.exp(-place / 40) + 0.3 * (place > 360)
            level += chance.gauss(0, basis_points * 1e-4 * usual)
            price = max(Decimal(str(math.exp(level))).quantize(tick), tick)
            bars.append(bar(price, at, day, symbol))
    return bars


def write_csv(path: Path, bars: Sequence[PriceEvent]) -> None:
    rows = (
        f"{event.timestamp:%Y-%m-%dT%H:%M:%SZ},{event.symbol},{event.open},{event.high},{event.low},{event.price},"
        f"{event.volume}"
        for event in bars
    )
    path.write_text("\n".join(["ts_utc,symbol,open,high,low,close,volume", *rows]) + "\n", encoding="utf-8")
