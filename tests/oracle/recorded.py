"""Recorded TIME_SERIES_INTRADAY replies to plain bars and events."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class RecordedBar:
    """One bar as the reply has it, its stamp turned into UTC."""

    symbol: str
    timestamp: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal


def recorded_bars(folder: Path) -> list[RecordedBar]:
    """Every bar of `folder`/responses/*.json once, in order of (timestamp, symbol)."""
    bars = {bar for file in (folder / "responses").glob("*.json") for bar in _bars_of(json.loads(file.read_text()))}
    return sorted(bars, key=lambda bar: (bar.timestamp, bar.symbol))


def _bars_of(reply: dict[str, dict[str, dict[str, str]]]) -> list[RecordedBar]:
    meta: dict[str, object] = {**reply["Meta Data"]}
    zone = ZoneInfo(str(meta["6. Time Zone"]))
    (series,) = (value for key, value in reply.items() if key.startswith("Time Series"))
    return [
        RecordedBar(
            symbol=str(meta["2. Symbol"]),
            timestamp=datetime.fromisoformat(stamp).replace(tzinfo=zone).astimezone(UTC),
            open=Decimal(values["1. open"]),
            high=Decimal(values["2. high"]),
            low=Decimal(values["3. low"]),
            close=Decimal(values["4. close"]),
            volume=Decimal(values["5. volume"]),
        )
        for stamp, values in series.items()
    ]


def utc_text(moment: datetime) -> str:
    """`2026-11-20T14:31:00.000Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
