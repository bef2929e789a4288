"""Plain events for the oracle's own tests."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.oracle.plain import PlainEvent


def event(event_id: str, minute_and_second: str, price: str, volume: str = "0", kind: str = "interval") -> PlainEvent:
    """An event of AAPL at 14:`minute_and_second`, like "31:05"."""
    return {
        "event_id": event_id,
        "source": "replay:test",
        "symbol": "AAPL",
        "timestamp": f"2026-11-20T14:{minute_and_second}.000Z",
        "price": Decimal(price),
        "volume": Decimal(volume),
        "volume_kind": kind,
    }
