"""Items of the tables, for those who only read them.

Times are ISO text in the project's format, numbers exact decimals.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

ZSCORE_THRESHOLD, ZSCORE_HIGH_THRESHOLD = Decimal("2.5"), Decimal("3.5")  # of anomalies that do not say theirs


@dataclass(frozen=True, slots=True)
class StoredPrice:
    """One item of live_prices or latest_prices."""

    feed: str
    symbol: str
    timestamp: str
    price: Decimal
    volume: Decimal
    volume_kind: str
    source: str
    event_id: str
    ingested_at: str
    change_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class StoredCandle:
    """One item of price_candles. `candle_timestamp` is the start of the minute, `trades` the number of its events."""

    feed: str
    symbol: str
    candle_timestamp: str
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal
    trades: int
    first_at: str
    last_at: str


@dataclass(frozen=True, slots=True)
class StoredAnomaly:
    """One item of anomalies.

    `mean_price` is what the detector expected, `stdev` the deviation that it holds usual, both in price units;
    `z_score` is how many of those the price lies off, and beyond `threshold` an anomaly, beyond `high_threshold` HIGH.
    For `zscore` they are mean and standard deviation of `window`, the prices before the event, oldest first; for the
    others the price that the move began at and the size usual for it, over the time `scale`. `alerted` says that its
    alert went out to the topic. An alert that did not was held: `held_by` is `silence:<id>` or `quiet_hours`, and
    `held_until` when that ends. `delivered_to` names the webhooks that took it; `acknowledged_by` who has said that
    they know of it.
    """

    feed: str
    symbol: str
    detected_at: str
    event_id: str
    direction: str
    severity: str
    current_price: Decimal
    mean_price: Decimal
    stdev: Decimal
    z_score: Decimal
    deviation_percent: Decimal
    detector: str
    window: tuple[Decimal, ...]
    alerted: bool
    source: str
    threshold: Decimal = ZSCORE_THRESHOLD
    high_threshold: Decimal = ZSCORE_HIGH_THRESHOLD
    scale: str | None = None
    held_by: str | None = None
    held_until: str | None = None
    delivered_to: tuple[str, ...] = ()
    acknowledged_at: str | None = None
    acknowledged_by: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFeed:
    """One feed.

    `events` is how many its candles hold, `started_at` when the first of them was put on the stream, `newest_at` when
    the last of them was quoted.
    """

    feed: str
    symbols: tuple[str, ...]
    started_at: str
    newest_at: str
    events: int
