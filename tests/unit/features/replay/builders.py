"""Recorded bars and events for the replay's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from finpulse_cli.fixtures.model import Bar
from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, make_event

OPENING = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


def bar(
    symbol: str = "AAPL",
    minute: int = 0,
    ohlc: tuple[str, str, str, str] = ("10.00", "12.00", "9.50", "11.25"),
    volume: str = "1003",
) -> Bar:
    """A one-minute bar, `minute` minutes after the opening."""
    open_, high, low, close = map(Decimal, ohlc)
    return Bar(symbol, OPENING + timedelta(minutes=minute), open_, high, low, close, Decimal(volume), 1)


def event(symbol: str = "AAPL", minute: int = 0, price: str = "10") -> PriceEvent:
    """An event of a replay, `minute` minutes after the opening."""
    return make_event(
        feed="test.run",
        symbol=symbol,
        price=Decimal(price),
        volume=Decimal(100),
        volume_kind=VolumeKind.INTERVAL,
        change_percent=None,
        timestamp=OPENING + timedelta(minutes=minute),
        ingested_at=OPENING,
        session=OPENING.date(),
        source=Source.REPLAY,
    )
