"""The event: one quote of one symbol, as it travels through the stream and the lake."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lambdas.shared.domain.numbers import canonical
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal

SYMBOL_PATTERN = re.compile(r"[A-Z0-9][A-Z0-9.\-^=]{0,15}", re.ASCII)
EVENT_ID_PATTERN = re.compile(r"[0-9a-f]{32}", re.ASCII)
SOURCE_PATTERN = re.compile(r"alpha_vantage|replay:[A-Za-z0-9][A-Za-z0-9._\-]{0,63}", re.ASCII)
LIVE_SOURCE = "alpha_vantage"


class VolumeKind(StrEnum):
    """What `volume` counts."""

    INTERVAL = "interval"  # shares traded in the quote's own interval
    DAY_TOTAL = "day_total"  # shares traded since the session began: a running total


@dataclass(frozen=True, slots=True)
class PriceEvent:
    """A quote. Times are aware UTC with millisecond precision, numbers exact decimals."""

    event_id: str
    symbol: str
    price: Decimal
    volume: Decimal
    volume_kind: VolumeKind
    change_percent: Decimal | None
    timestamp: datetime  # when quoted
    ingested_at: datetime  # when put on the stream
    source: str

    @property
    def order(self) -> tuple[datetime, str]:
        """The project's total order over the events of a symbol."""
        return (self.timestamp, self.event_id)


def event_id_of(source: str, symbol: str, timestamp: datetime, price: Decimal, volume: Decimal) -> str:
    """First 32 hex digits of SHA-256 over `source|symbol|timestamp|price|volume`.

    Numbers enter in their canonical notation, so 412.50 and 412.5 are the same quote.
    """
    parts = (source, symbol, format_timestamp(timestamp), canonical(price), canonical(volume))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def make_event(
    *,
    source: str,
    symbol: str,
    price: Decimal,
    volume: Decimal,
    volume_kind: VolumeKind,
    change_percent: Decimal | None,
    timestamp: datetime,
    ingested_at: datetime,
) -> PriceEvent:
    """An event with the id its content gives it."""
    return PriceEvent(
        event_id=event_id_of(source, symbol, timestamp, price, volume),
        symbol=symbol,
        price=price,
        volume=volume,
        volume_kind=volume_kind,
        change_percent=change_percent,
        timestamp=timestamp,
        ingested_at=ingested_at,
        source=source,
    )
