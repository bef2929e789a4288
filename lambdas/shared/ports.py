"""What the use cases need from the outside. Adapters implement these; tests have in-memory ones.

Every method raises `DependencyError` or the client's own error where a service fails: the batch then returns.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime
    from decimal import Decimal

    from lambdas.shared.domain.anomaly import Anomaly
    from lambdas.shared.domain.candle import Candle, CandleKey
    from lambdas.shared.domain.detector import SeriesState
    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.price import PriceKey
    from lambdas.shared.wire.kinesis_records import StreamRecord


class PriceStore(Protocol):
    """The live_prices table as price_processor sees it. What has expired by `now` is not there."""

    def stored_ids(self, keys: Collection[PriceKey], now: datetime) -> Mapping[PriceKey, str]:
        """The event id standing at each key that has a price."""

    def save(self, events: Sequence[PriceEvent], written_at: datetime) -> None:
        """Writes one price a key, replacing what stands there."""


class LatestPriceStore(Protocol):
    """The latest_prices table as price_processor sees it. What has expired by `now` is not there."""

    def offer(self, newest: Mapping[str, PriceEvent], now: datetime) -> int:
        """Writes the event of each symbol unless one that is as new or newer (`PriceEvent.order`) stands there.

        Says how many were written.
        """


class CandleStore(Protocol):
    """The price_candles table as the aggregator sees it.

    Reads see every earlier write, and nothing that has expired by `now`.
    """

    def load(self, keys: Collection[CandleKey], now: datetime) -> Mapping[CandleKey, Candle]:
        """The candles that exist at these keys."""

    def with_totals_between(self, symbol: str, first: datetime, last: datetime, now: datetime) -> list[Candle]:
        """A symbol's candles from minute `first` to minute `last`, both included, that hold running totals."""

    def last_total_before(self, symbol: str, minute: datetime, now: datetime) -> Decimal | None:
        """The running total last quoted in a minute before `minute`."""

    def next_with_totals(self, symbol: str, minute: datetime, now: datetime) -> Candle | None:
        """The first candle after `minute` that holds running totals."""

    def save(self, candles: Sequence[Candle], written_at: datetime) -> None:
        """Writes the candles, replacing what stands there."""


class SeriesStore(Protocol):
    """The detector's state."""

    def load(self, series: Collection[str]) -> Mapping[str, SeriesState]:
        """The states that exist."""

    def save(self, series: str, before: SeriesState, after: SeriesState) -> None:
        """Replaces `before` by `after`; `DependencyError` if another invocation has moved the state since."""


class AnomalyStore(Protocol):
    """The anomalies table."""

    def add(self, anomaly: Anomaly) -> None:
        """Stores an anomaly; one that is stored already stays as it is."""

    def claim_alert(self, anomaly: Anomaly) -> bool:
        """Marks the anomaly as alerted; False if it was already, and then no e-mail may go out."""

    def release_alert(self, anomaly: Anomaly) -> None:
        """Takes a claim back after its e-mail could not be sent."""


class AlertSender(Protocol):
    """Where e-mails go out."""

    def send(self, anomaly: Anomaly) -> None:
        """Sends the alert of an anomaly."""


class QuarantineStore(Protocol):
    """Where records go that can never become events."""

    def put(self, consumer: str, record: StreamRecord, reason: str) -> None:
        """Keeps the record's bytes with the reason; the same record again changes nothing."""


class ProgressStore(Protocol):
    """How far each consumer has come in each shard."""

    def advance(self, consumer: str, records: Sequence[StreamRecord], updated_at: datetime) -> None:
        """Notes that the records, all of one shard, are done; never moves backwards."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an event stands in the stream; `sequence_number` is the decimal text that Kinesis gave it."""

    event_id: str
    shard_id: str
    sequence_number: str


class EventStream(Protocol):
    """The Kinesis stream as a producer sees it."""

    def put(self, events: Iterable[PriceEvent]) -> list[Placed]:
        """Puts the events in order, partition key = symbol; says where each of them stands, in the same order."""
