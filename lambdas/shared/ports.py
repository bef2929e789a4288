"""The ports of the functions: what they need from the outside. Adapters implement these; tests have in-memory ones.

Every method raises `DependencyError` or the client's own error where a service fails: a consumer's batch then
returns, and the API answers 503. What has expired by `now` is not there, for whoever reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date, datetime
    from decimal import Decimal

    from lambdas.shared.domain.acknowledgement import Acknowledgement
    from lambdas.shared.domain.alert_policy import AlertPolicy
    from lambdas.shared.domain.anomaly import Anomaly, AnomalyKey
    from lambdas.shared.domain.candle import Candle, CandleKey
    from lambdas.shared.domain.day_total import SessionKey
    from lambdas.shared.domain.detector import SeriesState, Transition
    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.price import Order, PriceKey
    from lambdas.shared.domain.request_count import RequestCount
    from lambdas.shared.domain.session_span import SessionSpan
    from lambdas.shared.domain.span import Span
    from lambdas.shared.domain.spreading import Turn
    from lambdas.shared.domain.stored import StoredAnomaly, StoredCandle, StoredFeed, StoredPrice
    from lambdas.shared.domain.subscription import Subscription
    from lambdas.shared.domain.tally import DayKey, HourKey, Tallies
    from lambdas.shared.query.execution import QueryRows, QueryStatus
    from lambdas.shared.wire.kinesis_records import StreamRecord

# For the stream's producers and consumers.


@dataclass(frozen=True, slots=True)
class Placed:
    """The place of an event in the stream; `sequence_number` is the decimal text that Kinesis gave it."""

    event_id: str
    shard_id: str
    sequence_number: str


class EventStream(Protocol):
    """The Kinesis stream as a producer sees it."""

    def put(self, events: Iterable[PriceEvent]) -> list[Placed]:
        """Put the events in order, partition key = series; tell where each of them stands, in the same order."""


class RequestBudget(Protocol):
    """The requests that one provider may be sent, as all who ask it share them."""

    def take(self, now: datetime) -> RequestCount:
        """Take one request of now; return the day's count with it. Raises `QuoteThrottledError` when there is none."""

    def count(self, now: datetime) -> RequestCount:
        """Return the day's count."""


class AskingTurns(Protocol):
    """Whose turn it is to be asked for, as all runs share it."""

    def read(self) -> Turn:
        """Return where the turn stands."""

    def move(self, before: Turn, after: Turn) -> bool:
        """Move it on; False if it no longer stands at `before`, because another run has moved it."""


class ClosingQuotes(Protocol):
    """The closing quotes that were put on the stream, by the session that they closed."""

    def known(self, session: date) -> Collection[str]:
        """Return the ids of their events."""

    def note(self, session: date, event_ids: Collection[str]) -> None:
        """Add the ids of events that were put, at least one."""


class QuarantineStore(Protocol):
    """A store for records that can never become events."""

    def keep(self, consumer: str, rejected: Sequence[tuple[StreamRecord, str]]) -> None:
        """Keep the bytes of each record with the reason; the same record again changes nothing for its readers."""


class ProgressStore(Protocol):
    """The progress of each consumer in each shard."""

    def advance(self, consumer: str, records: Sequence[StreamRecord], updated_at: datetime) -> None:
        """Note that the records, all of one shard, are done; never move backwards."""


# For price_processor.


class PriceStore(Protocol):
    """The live_prices table as price_processor sees it."""

    def stored_ids(self, keys: Collection[PriceKey], now: datetime) -> Mapping[PriceKey, str]:
        """Return the event id standing at each key that has a price."""

    def save(
        self,
        events: Sequence[PriceEvent],
        written_at: datetime,
        saved: Callable[[Sequence[PriceEvent]], None] = lambda _: None,
    ) -> None:
        """Write one price a key, replacing what stands there.

        `saved` is told, perhaps by several threads, which of the events are written, also where others fail.
        """


class LatestPriceStore(Protocol):
    """The latest_prices table as price_processor sees it."""

    def load(self, series: Collection[str], now: datetime) -> Mapping[str, Order]:
        """Return the order of the event that stands at each series that has one."""

    def save(self, newest: Mapping[str, PriceEvent], written_at: datetime) -> None:
        """Write the event of each series, replacing what stands there."""


# For the aggregator. Its reads see every earlier write.


class CandleStore(Protocol):
    """The price_candles table as the aggregator sees it."""

    def load(self, keys: Collection[CandleKey], now: datetime) -> Mapping[CandleKey, Candle]:
        """Return the candles that exist at these keys."""

    def highest_before(self, series: str, session: date, minute: datetime, now: datetime) -> Decimal | None:
        """Return the highest running total that a session has in minutes before `minute`."""

    def with_totals_between(
        self, series: str, session: date, first: datetime, last: datetime, now: datetime
    ) -> Iterable[Candle]:
        """Return the candles from minute `first` to `last`, both included, that hold running totals of a session."""

    def with_totals_after(self, series: str, session: date, minute: datetime, now: datetime) -> Iterator[Candle]:
        """Yield the candles after `minute` that hold running totals of a session, earliest first, read as used."""

    def save(self, candles: Sequence[Candle], written_at: datetime) -> None:
        """Write the candles, replacing what stands there."""


class SessionStartStore(Protocol):
    """The session_starts table: between when the running totals of a session lie, so that nobody looks elsewhere."""

    def load(self, keys: Collection[SessionKey], now: datetime) -> Mapping[SessionKey, SessionSpan]:
        """Return the span of each session that is known."""

    def save(self, spans: Mapping[SessionKey, SessionSpan], written_at: datetime) -> None:
        """Write spans, replacing what stands there."""


class TallyStore(Protocol):
    """The counters table as the aggregator sees it."""

    def load(self, hours: Collection[HourKey], days: Collection[DayKey], now: datetime) -> Tallies:
        """Return the tallies that exist at these keys."""

    def save(self, tallies: Tallies, written_at: datetime) -> None:
        """Write the tallies, replacing what stands there."""


# For anomaly_detector.


class SeriesStore(Protocol):
    """The detector's state."""

    def load(self, series: Collection[str], now: datetime) -> Mapping[str, SeriesState]:
        """Return the states that exist."""

    def save(self, moved: Mapping[str, Transition], now: datetime) -> None:
        """Replace each `before` by its `after`; `DependencyError` if another invocation has moved one since."""


class AnomalyStore(Protocol):
    """The anomalies table."""

    def add(self, anomalies: Sequence[Anomaly], now: datetime) -> Collection[AnomalyKey]:
        """Store anomalies and count them; return the keys of those written, whose alerts are claimed where they go out.

        What is stored already stays as it is, and is counted once.
        """

    def claim_alert(self, anomaly: Anomaly, now: datetime) -> bool:
        """Claim the alert of an anomaly that was stored before; False if it has gone out or is held, for good.

        Whoever has claimed it may claim it again. `DependencyError` while another process has it.
        """

    def note_alerted(self, anomaly: Anomaly) -> None:
        """Note that the alert has gone out, which ends its claim."""

    def release_alerts(self, anomalies: Sequence[Anomaly]) -> None:
        """End our claims on alerts that have not gone out: anybody may claim them now. Leave others' claims alone."""


class AlertPolicies(Protocol):
    """What holds alerts."""

    def load(self, now: datetime) -> AlertPolicy:
        """Return the policy as it is now: every change that has returned is seen."""


class AlertSender(Protocol):
    """A sender of alerts."""

    def send(self, anomaly: Anomaly) -> None:
        """Send the alert of an anomaly.

        Raises `AlertRefusedError` when it has certainly not gone out; after any other error nobody knows.
        """


# For alert_webhook.


class DeliveryClaim(Enum):
    """What became of a claim on the delivery of an alert to a webhook."""

    OURS = auto()
    TAKEN = auto()  # another process delivers it
    DELIVERED = auto()


class DeliveryStore(Protocol):
    """Which alert has arrived at which webhook."""

    def claim(self, webhook: str, alert_id: str, now: datetime) -> DeliveryClaim:
        """Claim a delivery; whoever has claimed it may claim it again."""

    def note_delivered(self, webhook: str, alert_id: str, anomaly: AnomalyKey | None, now: datetime) -> None:
        """Note that an alert has arrived, with its anomaly too if it has one."""

    def give_back(self, webhook: str, alert_id: str, reason: str) -> None:
        """End our claim on an alert that has not arrived, and note why."""


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of a POST. `retry_after` are the seconds that the receiver asks to be left alone."""

    is_delivered: bool
    reason: str = ""
    retry_after: float | None = None


class WebhookSender(Protocol):
    """HTTP POST."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> Posted:
        """Post a JSON body, and never raise for what a receiver did."""


class Postponer(Protocol):
    """The queues that feed a function."""

    def postpone(self, queue: str, receipt: str, seconds: int) -> None:
        """Have a message of the queue called so come again after some seconds."""


# For alert_digest.


class HeldAlerts(Protocol):
    """The anomalies whose alerts are held."""

    def held_by(self, name: str, first: datetime, last: datetime, now: datetime) -> Sequence[StoredAnomaly]:
        """Return those that a hold of this name keeps back until a moment from `first` to `last`."""


class DigestSender(Protocol):
    """A sender of messages about what was held."""

    def send(self, alert_id: str, subject: str, body: str) -> None:
        """Send a digest; after an error nobody knows whether it has gone out."""


# For api_handler: the tables as they are read, newest first.


class PriceReader(Protocol):
    """Live prices."""

    def of_series(self, series: str, span: Span, now: datetime) -> Sequence[StoredPrice]:
        """Return the prices of a symbol in a feed."""


class LatestPriceReader(Protocol):
    """The newest prices."""

    def of_feed(self, feed: str, now: datetime) -> Mapping[str, StoredPrice]:
        """Return the newest price of each symbol that a feed has, by symbol in alphabetical order."""


class CandleReader(Protocol):
    """Candles."""

    def of_series(self, series: str, span: Span, now: datetime) -> Sequence[StoredCandle]:
        """Return the candles of a symbol in a feed."""


class AnomalyReader(Protocol):
    """Anomalies."""

    def recent(self, span: Span, now: datetime, feed: str | None = None) -> Sequence[StoredAnomaly]:
        """Return the anomalies of all symbols within the span, in one feed or in all."""

    def count(self, feed: str, span: Span, now: datetime) -> int:
        """Return how many anomalies of a feed fall within the span."""


class Acknowledgements(Protocol):
    """The anomalies as far as somebody says that they know of them."""

    def acknowledge(self, event_id: str, by: str, now: datetime) -> Acknowledgement | None:
        """Note who knows of an event's anomaly; return what stands, which is the first, None without an anomaly."""


class CounterReader(Protocol):
    """A reader of what was counted as it was written."""

    def events(self, feed: str, since: datetime, until: datetime, now: datetime) -> int:
        """Return how many events a feed has in the minutes that begin from `since` to `until`, both included."""

    def anomalies(self, feed: str, since: datetime, now: datetime) -> int:
        """Return how many anomalies a feed has from `since`, the start of an hour, on."""

    def feeds(self, now: datetime) -> Sequence[StoredFeed]:
        """Every feed that has events, the last to begin first."""

    def requests(self, day: date, now: datetime) -> Sequence[RequestCount]:
        """Return the requests that providers were sent on a day in New York, by provider."""


class Queries(Protocol):
    """SQL at Athena, see `lambdas.shared.adapters.athena_queries`."""

    def start(self, sql: str) -> str:
        """Hand a validated query in; return its id."""

    def status(self, query_id: str) -> QueryStatus | None:
        """Return how far it is; None for an unknown id."""

    def rows(self, query_id: str, limit: int) -> QueryRows:
        """Return the first rows of a query that succeeded."""

    def stop(self, query_id: str) -> None:
        """Cancel it."""


class Access(Protocol):
    """A guard of the routes that are not public."""

    def require(self, authorization: str) -> None:
        """Raise `RequestError` 401 unless the header lets its sender pass."""


class FreshSecret(Protocol):
    """A secret that may be replaced at any time, see `lambdas.shared.adapters.ssm_secret`."""

    def refresh(self) -> str:
        """Return the secret as it is now."""


# For the push functions.


class ConnectionStore(Protocol):
    """The connections table: who listens to what."""

    def subscribe(self, connection_id: str, subscription: Subscription, connected_at: datetime) -> None:
        """Note what a connection wants, in place of what it wanted before."""

    def remove(self, connection_id: str) -> None:
        """Forget a connection; nothing to do for one that is not there."""

    def subscriptions(self, now: datetime) -> Mapping[str, Subscription]:
        """Return what each connection wants, by connection id: every `subscribe` that has returned is seen."""


class Delivery(Enum):
    """The outcome of sending one message."""

    DELIVERED = auto()
    GONE = auto()  # there is no such connection any more
    FAILED = auto()


class Postbox(Protocol):
    """Sends to connections; used by several threads at once."""

    def post(self, connection_id: str, message: str) -> Delivery:
        """Send one message, and never raise for what a service did."""
