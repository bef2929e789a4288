"""Plain events for the oracle's own tests."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.oracle.plain import PlainEvent


def event(event_id: str, minute_and_second: str, price: str, volume: str = "0", kind: str = "interval") -> PlainEvent:
    """An event of AAPL at 14:`minute_and_second`, like "31:05"."""
    return total(event_id, f"2026-11-20T14:{minute_and_second}.000Z", volume, price=price, kind=kind)


def total(
    event_id: str, timestamp: str, volume: str, session: str = "2026-11-20", price: str = "1", kind: str = "day_total"
) -> PlainEvent:
    """A quote of AAPL with a running total."""
    return {
        "event_id": event_id,
        "feed": "test.1",
        "symbol": "AAPL",
        "timestamp": timestamp,
        "quoted_at": timestamp,
        "session": session,
        "price": Decimal(price),
        "bar": None,
        "volume": Decimal(volume),
        "volume_kind": kind,
    }
