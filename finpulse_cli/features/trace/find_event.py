"""Finds an event by its id, which says nothing of its series: where it is cheapest first.

The index `by_event` answers for an anomaly with one read. The stream has every event of the last 24 hours, read from
its end. Only what is older is asked of the lake, by SQL. No table is scanned.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from finpulse_cli.core.errors import FailedError, act
from finpulse_cli.features.quarantine.kept_records import record_id
from finpulse_cli.features.tail.anomalies import anomalies_table
from finpulse_cli.features.tail.stream import LOOK_BACK, StreamReader
from lambdas.shared.adapters.dynamodb.price_reader import DynamoPriceReader
from lambdas.shared.domain.feed import series_of
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.timestamps import format_timestamp, parse_timestamp
from lambdas.shared.wire.event_json import decode_record

if TYPE_CHECKING:
    from finpulse_cli.features.tail.base import Source
    from lambdas.shared.domain.event import PriceEvent
    from lambdas.shared.domain.stored import StoredAnomaly
    from lambdas.shared.wire.kinesis_records import StreamRecord

SKEW = timedelta(minutes=1)  # between the clock of who put the event and the stream's
AskLake = Callable[[str], list[dict[str, Any]]]
"""Answers SQL over the lake with rows by column; raises CliError."""


@dataclass(frozen=True, slots=True)
class StreamPlace:
    """Where an event lies on the stream; it may lie there more than once."""

    shard_id: str
    sequence_number: str
    arrived_at: datetime


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """What must be known of an event to look for it everywhere else. `places` is empty when the stream has let it go.

    `found_in` says where its values are from: `stream`, `tables` or `lake`.
    """

    event_id: str
    feed: str
    symbol: str
    price: str
    timestamp: datetime
    ingested_at: datetime | None
    places: tuple[StreamPlace, ...]
    anomalies: tuple[StoredAnomaly, ...]
    found_in: str

    @property
    def series(self) -> str:
        """The key of its rows."""
        return series_of(self.feed, self.symbol)


def find_event(event_id: str, source: Source, ask_lake: AskLake) -> FoundEvent:
    """Find it by its 32 hexadecimal digits. Raises FailedError when nobody knows the id, and what the lake raises."""
    now = source.clock()
    anomalies = tuple(anomalies_table(source).by_event(event_id, now))
    anomaly = anomalies[0] if anomalies else None
    ingested_at = _ingested_at(anomaly, source, now) if anomaly else None
    event, places = _on_stream(event_id, source, now, ingested_at)
    if event is not None:
        known = (event.feed, event.symbol, str(event.price), event.timestamp, event.ingested_at)
        return FoundEvent(event_id, *known, places, anomalies, "stream")
    if anomaly is not None and ingested_at is not None:
        at = parse_timestamp(anomaly.detected_at)
        price = str(anomaly.current_price)
        return FoundEvent(event_id, anomaly.feed, anomaly.symbol, price, at, ingested_at, (), anomalies, "tables")
    return _in_lake(event_id, source.outputs.glue_table, anomalies, ask_lake)


def _ingested_at(anomaly: StoredAnomaly, source: Source, now: datetime) -> datetime | None:
    """Return when an anomaly's event was put on the stream, as its price tells, unless another took its place."""
    at = parse_timestamp(anomaly.detected_at)
    table = DynamoPriceReader(source.clients.dynamodb, source.outputs.tables["live_prices"])
    rows = table.of_series(series_of(anomaly.feed, anomaly.symbol), Span(since=at, until=at, limit=1), now)
    return next((parse_timestamp(row.ingested_at) for row in rows if row.event_id == anomaly.event_id), None)


def _on_stream(
    event_id: str, source: Source, now: datetime, ingested_at: datetime | None
) -> tuple[PriceEvent | None, tuple[StreamPlace, ...]]:
    reader = StreamReader(source.clients.kinesis, source.outputs.stream_name, source.clock)
    begins = [now - back if back else None for back in LOOK_BACK]
    if ingested_at is not None:
        begins = [ingested_at - SKEW]
    for since in begins:
        named = [record for record in reader.records(since) if event_id.encode() in record.data]
        found = [pair for record in named if (pair := _event_in(record, event_id)) is not None]
        if found:
            return found[0][0], tuple(place for _, place in found)
        if named:
            raise _no_event(event_id, named[0])
    return None, ()


def _event_in(record: StreamRecord, event_id: str) -> tuple[PriceEvent, StreamPlace] | None:
    events = (event for event in decode_record(record.data).events if event.event_id == event_id)
    place = StreamPlace(record.shard_id, record.sequence_number, record.arrived_at)
    return next(((event, place) for event in events), None)


def _no_event(event_id: str, record: StreamRecord) -> FailedError:
    reason = "; ".join(decode_record(record.data).reasons) or "the id is not that of an event in it"
    return FailedError(
        f"{event_id} is named by record {record.sequence_number} of {record.shard_id}, which is no event: {reason}",
        act("see it with `{}`", f"quarantine show {record_id(record.shard_id, record.sequence_number)}"),
    )


def _in_lake(event_id: str, table: str, anomalies: tuple[StoredAnomaly, ...], ask_lake: AskLake) -> FoundEvent:
    rows = ask_lake(
        f'SELECT feed, symbol, price, "timestamp", ingested_at FROM {table} '  # noqa: S608 - hexadecimal digits
        f"WHERE event_id = '{event_id}' ORDER BY ingested_at LIMIT 1"
    )
    if not rows:
        raise FailedError(
            f"event {event_id} is unknown: not among the anomalies, not on the stream, which keeps 24 hours, "
            "and not in the lake",
            act("copy an id from `{}` or `{}`", "tail stream --json", "tail lake --events --json"),
        )
    row = rows[0]
    return FoundEvent(
        event_id,
        str(row["feed"]),
        str(row["symbol"]),
        str(row["price"]),
        parse_timestamp(str(row["timestamp"])),
        parse_timestamp(str(row["ingested_at"])),
        (),
        anomalies,
        "lake",
    )


def event_values(found: FoundEvent) -> dict[str, Any]:
    """Return the event as `--json` prints it."""
    return {
        "event_id": found.event_id,
        "feed": found.feed,
        "symbol": found.symbol,
        "price": found.price,
        "timestamp": format_timestamp(found.timestamp),
        "ingested_at": format_timestamp(found.ingested_at) if found.ingested_at else None,
        "found_in": found.found_in,
    }
