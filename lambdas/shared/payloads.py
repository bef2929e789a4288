"""Prices, candles, anomalies and feeds as a client sees them, over the HTTP API and the push channel alike.

Numbers are exact JSON numbers, times ISO text in UTC with milliseconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict, cast

from lambdas.shared.domain.event import EVENT_ID_PATTERN, SYMBOL_PATTERN
from lambdas.shared.domain.feed import FEED_PATTERN, is_replay, parts_of
from lambdas.shared.domain.timestamps import TIMESTAMP_PATTERN

if TYPE_CHECKING:
    from decimal import Decimal

    from lambdas.shared.domain.stored import StoredAnomaly, StoredCandle, StoredFeed, StoredPrice

# Text with the pattern that it matches; scripts/openapi.py writes the patterns into the API's description.
Symbol = Annotated[str, SYMBOL_PATTERN]
Timestamp = Annotated[str, TIMESTAMP_PATTERN]
EventId = Annotated[str, EVENT_ID_PATTERN]
Feed = Annotated[str, FEED_PATTERN]

Source = Literal["alpha_vantage", "finnhub", "replay"]
FeedKind = Literal["live", "replay"]
VolumeKind = Literal["interval", "day_total"]
Direction = Literal["SPIKE", "DROP"]
Severity = Literal["MEDIUM", "HIGH"]
DetectorName = Literal["zscore", "multiscale", "calibrated"]
Scale = Literal["1m", "5m", "15m", "overnight"]


class LatestPricePayload(TypedDict):
    """The newest price of a symbol in a feed. `change_percent` belongs to this very price."""

    feed: Feed
    symbol: Symbol
    price: Decimal
    volume: Decimal
    change_percent: Decimal | None
    timestamp: Timestamp


class PricePayload(LatestPricePayload):
    """A price with its provenance. `volume_kind` is `interval` or `day_total`."""

    volume_kind: VolumeKind
    source: Source
    event_id: EventId
    ingested_at: Timestamp


class CandlePayload(TypedDict):
    """One minute of one symbol in a feed; `trades` counts the events in it."""

    feed: Feed
    symbol: Symbol
    candle_timestamp: Timestamp
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal
    trades: int
    first_at: Timestamp
    last_at: Timestamp


class AnomalyPayload(TypedDict):
    """A price that broke out of what a detector expected after those of `window`, oldest first.

    `mean_price` is what was expected, `stdev` the deviation that is usual, `z_score` how many of those it lies off: an
    anomaly beyond `threshold`, HIGH beyond `high_threshold`. `scale` is the time of the move, null for `zscore`.
    `alerted` says that its alert went out to the topic's subscribers, `delivered_to` names the webhooks that took it.
    One that was due and is held has `held_by`, `silence:<id>` or `quiet_hours`, and `held_until`, when that ends.
    """

    feed: Feed
    symbol: Symbol
    detected_at: Timestamp
    event_id: EventId
    direction: Direction
    severity: Severity
    current_price: Decimal
    mean_price: Decimal
    stdev: Decimal
    z_score: Decimal
    deviation_percent: Decimal
    detector: DetectorName
    threshold: Decimal
    high_threshold: Decimal
    scale: Scale | None
    window: list[Decimal]
    alerted: bool
    held_by: str | None
    held_until: Timestamp | None
    delivered_to: list[str]
    acknowledged_at: Timestamp | None
    acknowledged_by: str | None
    source: Source


class FeedPayload(TypedDict):
    """A feed: the live market, or one run of a replay of a fixture, both null for the live market.

    `started_at` is when its first event was put on the stream, `newest_at` when its last was quoted; `events` is how
    many its candles hold: of the last 30 days, or of the day that a replay is kept.
    """

    feed: Feed
    kind: FeedKind
    fixture: str | None
    run: str | None
    symbols: list[Symbol]
    started_at: Timestamp
    newest_at: Timestamp
    events: int


def latest_price_payload(price: StoredPrice) -> LatestPricePayload:
    """Return the payload of a price as one of the newest."""
    return {
        "feed": price.feed,
        "symbol": price.symbol,
        "price": price.price,
        "volume": price.volume,
        "change_percent": price.change_percent,
        "timestamp": price.timestamp,
    }


def price_payload(price: StoredPrice) -> PricePayload:
    """Return the payload of a price as an entry of its symbol's history."""
    return {
        **latest_price_payload(price),
        "volume_kind": cast("VolumeKind", price.volume_kind),
        "source": cast("Source", price.source),
        "event_id": price.event_id,
        "ingested_at": price.ingested_at,
    }


def candle_payload(candle: StoredCandle) -> CandlePayload:
    """Return the payload of a candle."""
    return {
        "feed": candle.feed,
        "symbol": candle.symbol,
        "candle_timestamp": candle.candle_timestamp,
        "open": candle.open,
        "high": candle.high,
        "low": candle.low,
        "close": candle.close,
        "volume": candle.volume,
        "trades": candle.trades,
        "first_at": candle.first_at,
        "last_at": candle.last_at,
    }


def anomaly_payload(anomaly: StoredAnomaly) -> AnomalyPayload:
    """Return the payload of an anomaly with its evidence."""
    return {
        "feed": anomaly.feed,
        "symbol": anomaly.symbol,
        "detected_at": anomaly.detected_at,
        "event_id": anomaly.event_id,
        "direction": cast("Direction", anomaly.direction),
        "severity": cast("Severity", anomaly.severity),
        "current_price": anomaly.current_price,
        "mean_price": anomaly.mean_price,
        "stdev": anomaly.stdev,
        "z_score": anomaly.z_score,
        "deviation_percent": anomaly.deviation_percent,
        "detector": cast("DetectorName", anomaly.detector),
        "threshold": anomaly.threshold,
        "high_threshold": anomaly.high_threshold,
        "scale": cast("Scale | None", anomaly.scale),
        "window": list(anomaly.window),
        "alerted": anomaly.alerted,
        "held_by": anomaly.held_by,
        "held_until": anomaly.held_until,
        "delivered_to": list(anomaly.delivered_to),
        "acknowledged_at": anomaly.acknowledged_at,
        "acknowledged_by": anomaly.acknowledged_by,
        "source": cast("Source", anomaly.source),
    }


def feed_payload(feed: StoredFeed) -> FeedPayload:
    """Return the payload of a feed as the list of feeds has it."""
    name = parts_of(feed.feed)
    return {
        "feed": feed.feed,
        "kind": "replay" if is_replay(feed.feed) else "live",
        "fixture": name.fixture,
        "run": name.run,
        "symbols": list(feed.symbols),
        "started_at": feed.started_at,
        "newest_at": feed.newest_at,
        "events": feed.events,
    }
