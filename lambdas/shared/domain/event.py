"""The event: one quote of one symbol in one feed, as it travels through the stream and the lake."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from lambdas.shared.domain.feed import series_of
from lambdas.shared.domain.numbers import canonical
from lambdas.shared.domain.timestamps import format_timestamp

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

SYMBOL_PATTERN = re.compile(r"[A-Z0-9^][A-Z0-9.\-^=]{0,15}", re.ASCII)
EVENT_ID_PATTERN = re.compile(r"[0-9a-f]{32}", re.ASCII)


class VolumeKind(StrEnum):
    """The meaning of `volume`."""

    INTERVAL = "interval"  # shares traded in the quote's own interval
    DAY_TOTAL = "day_total"  # shares traded since the session began: a running total


class Source(StrEnum):
    """The origin of an event. `replay` is the source of every feed but `live`, and of that one never."""

    ALPHA_VANTAGE = "alpha_vantage"
    FINNHUB = "finnhub"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True)
class PriceEvent:
    """A quote. Times are aware UTC with millisecond precision, numbers exact decimals.

    `session` is the exchange's trading day that the quote belongs to. `open`, `high` and `low` are all given when the
    event is a whole bar, whose close is `price`, and all None otherwise. `recorded_at` is the quote's own time when a
    replay has moved `timestamp`, else None: what a session's hours say of the quote, they say of that time.
    """

    event_id: str
    feed: str
    symbol: str
    price: Decimal
    volume: Decimal
    volume_kind: VolumeKind
    session: date
    open: Decimal | None
    high: Decimal | None
    low: Decimal | None
    change_percent: Decimal | None  # of this very price
    timestamp: datetime  # when quoted
    ingested_at: datetime  # when put on the stream
    source: Source
    recorded_at: datetime | None = None

    @property
    def quoted_at(self) -> datetime:
        """The moment when the quote was made, whatever a replay did to its timestamp."""
        return self.recorded_at or self.timestamp

    @property
    def order(self) -> tuple[datetime, str]:
        """The project's total order over the events of a series."""
        return (self.timestamp, self.event_id)

    @property
    def series(self) -> str:
        """The series that the event belongs to: whatever is kept by feed and symbol is kept under this name."""
        return series_of(self.feed, self.symbol)


def event_id_of(feed: str, symbol: str, timestamp: datetime, price: Decimal, volume: Decimal) -> str:
    """Return the first 32 hex digits of SHA-256 over `feed|symbol|timestamp|price|volume`.

    Numbers enter in their canonical notation, so 412.50 and 412.5 are the same quote.
    """
    parts = (feed, symbol, format_timestamp(timestamp), canonical(price), canonical(volume))
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:32]


def make_event(
    *,
    feed: str,
    symbol: str,
    price: Decimal,
    volume: Decimal,
    volume_kind: VolumeKind,
    session: date,
    change_percent: Decimal | None,
    timestamp: datetime,
    ingested_at: datetime,
    source: Source,
    open: Decimal | None = None,  # noqa: A002  # the bar's own word for it
    high: Decimal | None = None,
    low: Decimal | None = None,
    recorded_at: datetime | None = None,
) -> PriceEvent:
    """Return an event with the id that its content gives it."""
    return PriceEvent(
        event_id=event_id_of(feed, symbol, timestamp, price, volume),
        feed=feed,
        symbol=symbol,
        price=price,
        volume=volume,
        volume_kind=volume_kind,
        session=session,
        open=open,
        high=high,
        low=low,
        change_percent=change_percent,
        timestamp=timestamp,
        ingested_at=ingested_at,
        source=source,
        recorded_at=recorded_at,
    )
