"""The shapes of the API's answers. Numbers are exact JSON numbers, times ISO text in UTC with milliseconds.

Every list is newest first, and its `count` is its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from decimal import Decimal

    from lambdas.api_handler.pipeline_status import PipelineStatus


class ErrorPayload(TypedDict):
    """Any answer but 200: a text for people and a stable word for programs."""

    error: str
    code: str


class LatestPricePayload(TypedDict):
    """The newest price of a symbol."""

    symbol: str
    price: Decimal
    volume: Decimal
    change_percent: Decimal | None
    timestamp: str


class PricePayload(LatestPricePayload):
    """A price with its provenance. `volume_kind` is `interval` or `day_total`."""

    volume_kind: str
    source: str
    event_id: str
    ingested_at: str


class CandlePayload(TypedDict):
    """One minute of one symbol; `trades` counts the events in it."""

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


class AnomalyPayload(TypedDict):
    """A price that broke out of its `window`, the prices before it, oldest first."""

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
    window: list[Decimal]
    alerted: bool
    source: str


class PricesPayload(TypedDict):
    """GET /prices: the tracked symbols that have a price."""

    prices: dict[str, LatestPricePayload]


class PriceHistoryPayload(TypedDict):
    """GET /prices/{symbol}."""

    symbol: str
    prices: list[PricePayload]
    count: int


class CandlesPayload(TypedDict):
    """GET /candles/{symbol}."""

    symbol: str
    candles: list[CandlePayload]
    count: int


class AnomaliesPayload(TypedDict):
    """GET /anomalies."""

    anomalies: list[AnomalyPayload]
    count: int


class StatsPayload(TypedDict):
    """GET /stats."""

    events_last_hour: int
    anomalies_24h: int
    symbols_tracked: int
    latest_prices: dict[str, LatestPricePayload]
    pipeline_status: PipelineStatus
