"""Sizes of the pipeline's records and items, measured on samples that its own code makes.

Sizes in bytes, as DynamoDB counts them:
https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from lambdas.shared.adapters.dynamodb.anomaly_item import anomaly_item
from lambdas.shared.adapters.dynamodb.candle_item import candle_item
from lambdas.shared.adapters.dynamodb.price_item import price_item
from lambdas.shared.adapters.dynamodb.series_item import state_attributes
from lambdas.shared.adapters.dynamodb.tally_store import day_item, hour_item
from lambdas.shared.domain.anomaly import Anomaly, Direction, Severity
from lambdas.shared.domain.candle import fold_candle
from lambdas.shared.domain.detector import SeriesState, detect
from lambdas.shared.domain.detectors.roster import zscore_alone
from lambdas.shared.domain.event import PriceEvent, Source, VolumeKind, make_event
from lambdas.shared.domain.feed import LIVE
from lambdas.shared.domain.tally import DayTally, HourTally
from lambdas.shared.domain.zscore import WINDOW_SIZE, score_price
from lambdas.shared.log import batch_line
from lambdas.shared.wire.event_json import encode_event

_OPENING = datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
_SAMPLE = 11  # events of the candle whose growth is measured
_PROGRESS_BYTES = 220  # shard id, position of 56 digits, two timestamps, a count
_CONNECTION_BYTES = 160  # feed, connection id, channels, symbols, expiry


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of one of each. `event_bytes` is a line on the stream and in the lake.

    A candle of n events has `candle_bytes + n * candle_event_bytes`.
    """

    event_bytes: Decimal
    price_bytes: Decimal
    candle_bytes: Decimal
    candle_event_bytes: Decimal
    state_bytes: Decimal
    anomaly_bytes: Decimal
    hour_bytes: Decimal
    day_bytes: Decimal
    progress_bytes: Decimal
    connection_bytes: Decimal
    log_line_bytes: Decimal

    def candle_bytes_of(self, events: Decimal) -> Decimal:
        """Return the size of a candle that holds so many events."""
        return self.candle_bytes + events * self.candle_event_bytes


@cache
def measured_sizes() -> Sizes:
    """Return the sizes of live quotes: their volumes are running totals, which a candle also remembers."""
    events = [_event(second) for second in range(max(_SAMPLE, WINDOW_SIZE + 1))]
    first, last = _candle_size(events[:1]), _candle_size(events[:_SAMPLE])
    growth = Decimal(last - first) / (_SAMPLE - 1)
    line = batch_line("anomaly_detector", _OPENING, records=5, quarantined=0, events=5, anomalies=0, alerts=0)
    return Sizes(
        event_bytes=Decimal(len(encode_event(events[0]))),
        price_bytes=Decimal(item_size(price_item(events[0], _OPENING))),
        candle_bytes=first - growth,
        candle_event_bytes=growth,
        state_bytes=Decimal(_state_size(events)),
        anomaly_bytes=Decimal(item_size(anomaly_item(_anomaly(events), _OPENING))),
        hour_bytes=Decimal(item_size(hour_item(_hour(), _OPENING))),
        day_bytes=Decimal(item_size(day_item(_day(), _OPENING))),
        progress_bytes=Decimal(_PROGRESS_BYTES),
        connection_bytes=Decimal(_CONNECTION_BYTES),
        log_line_bytes=Decimal(len(str(line))),
    )


def item_size(item: Mapping[str, Any]) -> int:
    """Return the bytes of an item: the attributes' names and values; one that is None is not written."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items() if value is not None)


def _value_size(value: Any) -> int:
    if isinstance(value, bool) or value is None:
        return 1
    if isinstance(value, str):
        return len(value.encode())
    if isinstance(value, bytes):
        return len(value)
    if isinstance(value, Mapping):
        return 3 + sum(1 + len(str(name).encode()) + _value_size(inner) for name, inner in value.items())
    if isinstance(value, list | tuple):
        return 3 + sum(1 + _value_size(inner) for inner in value)
    return math.ceil(len(Decimal(value).normalize().as_tuple().digits) / 2) + 1


def _event(second: int) -> PriceEvent:
    return make_event(
        feed=LIVE,
        symbol="AAPL",
        price=Decimal("231.4215") + second,
        volume=Decimal(51_234_567 + 997 * second),
        volume_kind=VolumeKind.DAY_TOTAL,
        session=_OPENING.date(),
        change_percent=Decimal("-0.5123"),
        timestamp=_OPENING + timedelta(seconds=second),
        ingested_at=_OPENING + timedelta(seconds=second + 2),
        source=Source.ALPHA_VANTAGE,
    )


def _candle_size(events: list[PriceEvent]) -> int:
    candle = fold_candle(None, events)
    if candle is None:
        raise ValueError("a candle needs an event")
    return item_size(candle_item(candle, expires_at=1_795_185_060))


def _state_size(events: list[PriceEvent]) -> int:
    state = detect(SeriesState(), events[:WINDOW_SIZE], zscore_alone(timedelta(minutes=15)).usual).state
    return item_size({"series": events[0].series, **state_attributes(state)})


def _hour() -> HourTally:
    return HourTally("AAPL", _OPENING.replace(minute=0), dict.fromkeys(range(60), 1))


def _day() -> DayTally:
    return DayTally("AAPL", _OPENING.date(), dict.fromkeys(range(24), 60), _OPENING, _OPENING)


def _anomaly(events: list[PriceEvent]) -> Anomaly:
    window = tuple(event.price for event in events[:WINDOW_SIZE])
    event = events[WINDOW_SIZE]
    return Anomaly(event, Direction.SPIKE, Severity.MEDIUM, score_price(window, event.price), window, alert_due=True)
