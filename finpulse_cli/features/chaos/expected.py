"""What must be there after a replay, worked out from what was put, in stream order, by the domain's own rules. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from finpulse_cli.features.parity.tables import comparable
from lambdas.shared.adapters.dynamodb.anomaly_item import anomaly_item
from lambdas.shared.adapters.dynamodb.candle_item import candle_item
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.adapters.dynamodb.price_item import latest_item, price_item
from lambdas.shared.domain.candle import Candle, fold_candle, group_by_candle, with_total_before
from lambdas.shared.domain.detector import SeriesState, detect, group_by_series
from lambdas.shared.domain.price import fold_prices, newest_prices
from lambdas.shared.wire.event_json import encode_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from finpulse_cli.features.parity.compare import Items
    from finpulse_cli.features.replay.drain import SentRecord
    from lambdas.shared.domain.anomaly import Anomaly
    from lambdas.shared.domain.detectors.roster import Roster
    from lambdas.shared.domain.event import PriceEvent

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # when an item was written is never compared


@dataclass(frozen=True, slots=True)
class Expected:
    """Items by key, see `parity.tables.comparable`, and the findings (`finding_id_of`) whose e-mail is due."""

    prices: Items
    latest: Items
    candles: Items
    anomalies: Items
    lake: Items
    due: frozenset[str]


def stream_order(sent: Iterable[SentRecord], by_id: Mapping[str, PriceEvent]) -> list[PriceEvent]:
    """Return the events that were put as the stream has them; a series lies in one shard. Bad records are left out."""
    placed = sorted(sent, key=lambda record: (record.shard_id, record.sequence_number))
    return [by_id[record.event_id] for record in placed if record.event_id in by_id]


def expected_of(events: Sequence[PriceEvent], roster: Roster) -> Expected:
    """Return what events in stream order, repeated ones included, must leave."""
    anomalies = [
        anomaly
        for own in group_by_series(events).values()
        for anomaly in detect(SeriesState(), own, roster.of(own[0].symbol)).anomalies
    ]
    return Expected(
        prices=_stored("live_prices", (price_item(event, _NEVER) for event in fold_prices(events).values())),
        latest=_stored("latest_prices", (latest_item(event, _NEVER) for event in newest_prices(events).values())),
        candles=_stored("price_candles", (candle_item(candle, 0) for candle in candles_of(events))),
        anomalies=_stored("anomalies", (anomaly_item(anomaly, _NEVER) for anomaly in anomalies)),
        lake={(event.event_id,): {"lines": [encode_event(event).decode()]} for event in events},
        due=frozenset(_due(anomalies)),
    )


def candles_of(events: Iterable[PriceEvent]) -> list[Candle]:
    """Return the candles of events that nothing came before, in order of (series, minute)."""
    folded = [candle for own in group_by_candle(events).values() if (candle := fold_candle(None, own)) is not None]
    highest: dict[tuple[str, date], Decimal] = {}
    candles = []
    for candle in sorted(folded, key=lambda it: it.key):
        for session in [total.session for total in candle.day_totals]:
            candle = with_total_before(candle, session, highest.get((candle.series, session)))
            total = candle.total_of(session)
            if total is not None:
                highest[candle.series, session] = total.highest
        candles.append(candle)
    return candles


def _due(anomalies: Iterable[Anomaly]) -> Iterable[str]:
    return (anomaly.finding_id for anomaly in anomalies if anomaly.alert_due)


def _stored(table: str, items: Iterable[Mapping[str, Any]]) -> Items:
    """Return items as they are read back."""
    return comparable(table, [from_item(to_item(item)) for item in items])
