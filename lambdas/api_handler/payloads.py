"""The shapes of the API's answers, around the entries that `lambdas.shared.payloads` describes.

Every list is newest first, and its `count` is its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from lambdas.api_handler.pipeline_status import PipelineStatus
    from lambdas.shared.payloads import AnomalyPayload, CandlePayload, LatestPricePayload, PricePayload, Symbol


class ErrorPayload(TypedDict):
    """A refusal or a failure: a text for people and a stable word for programs."""

    error: str
    code: str


class GatewayErrorPayload(TypedDict):
    """What API Gateway answers by itself, such as 429 above the rate limit: a text in its own words."""

    message: str


class PricesPayload(TypedDict):
    """GET /prices: the tracked symbols that have a price."""

    prices: dict[Symbol, LatestPricePayload]


class PriceHistoryPayload(TypedDict):
    """GET /prices/{symbol}."""

    symbol: Symbol
    prices: list[PricePayload]
    count: int


class CandlesPayload(TypedDict):
    """GET /candles/{symbol}."""

    symbol: Symbol
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
    latest_prices: dict[Symbol, LatestPricePayload]
    pipeline_status: PipelineStatus
