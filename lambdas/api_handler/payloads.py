"""The shapes of the API's answers, around the entries that `lambdas.shared.payloads` describes.

Every list is newest first, and its `count` is its length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal, TypedDict

from lambdas.api_handler.parameters import QUERY_ID_PATTERN
from lambdas.shared.domain.acknowledgement import NAME_PATTERN

if TYPE_CHECKING:
    from decimal import Decimal

    from lambdas.api_handler.pipeline_status import PipelineStatus
    from lambdas.shared.payloads import (
        AnomalyPayload,
        CandlePayload,
        EventId,
        Feed,
        FeedPayload,
        LatestPricePayload,
        PricePayload,
        Symbol,
        Timestamp,
    )

QueryId = Annotated[str, QUERY_ID_PATTERN]
QueryStateName = Literal["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"]


class ErrorPayload(TypedDict):
    """A refusal or a failure: a text for people and a stable word for programs."""

    error: str
    code: str


class GatewayErrorPayload(TypedDict):
    """An answer that API Gateway gives by itself, such as 429 above the rate limit: a text in its own words."""

    message: str


class PricesPayload(TypedDict):
    """GET /prices: the symbols that have a price in the feed."""

    feed: Feed
    prices: dict[Symbol, LatestPricePayload]


class PriceHistoryPayload(TypedDict):
    """GET /prices/{symbol}."""

    feed: Feed
    symbol: Symbol
    prices: list[PricePayload]
    count: int


class CandlesPayload(TypedDict):
    """GET /candles/{symbol}."""

    feed: Feed
    symbol: Symbol
    candles: list[CandlePayload]
    count: int


class AnomaliesPayload(TypedDict):
    """GET /anomalies: of all feeds, or of the one asked for."""

    anomalies: list[AnomalyPayload]
    count: int


class FeedsPayload(TypedDict):
    """GET /feeds, the last to begin first."""

    feeds: list[FeedPayload]
    count: int


class RequestsPayload(TypedDict):
    """The requests that a provider of quotes was sent today, New York's day; `limit` is null without one.

    `goes_on_at` is when it is asked again, null while requests are left.
    """

    provider: str
    used: int
    limit: int | None
    goes_on_at: Timestamp | None


class StatsPayload(TypedDict):
    """GET /stats. `symbols_tracked` are the symbols that the ingester quotes, or those that a replay has.

    `requests` has every provider that was asked today; none for a replay.
    """

    feed: Feed
    events_last_hour: int
    anomalies_24h: int
    symbols_tracked: int
    latest_prices: dict[Symbol, LatestPricePayload]
    pipeline_status: PipelineStatus
    requests: list[RequestsPayload]


class AcknowledgementRequestPayload(TypedDict):
    """POST /anomalies/{event_id}/acknowledgement takes this: a name of one line, at most 60 characters."""

    by: Annotated[str, NAME_PATTERN]


class AcknowledgementPayload(TypedDict):
    """POST /anomalies/{event_id}/acknowledgement: who knows of the anomaly, the first who said so."""

    event_id: EventId
    acknowledged_at: Timestamp
    acknowledged_by: str


class QueryRequestPayload(TypedDict):
    """POST /query takes this: one SELECT in Trino's SQL, without comments."""

    sql: str


class QueryStartedPayload(TypedDict):
    """POST /query: where the answer will be."""

    id: QueryId


class QueryColumnPayload(TypedDict):
    """A column of a result, with its type at Athena: bigint, decimal, double, varchar, and so on."""

    name: str
    type: str


class QueryPayload(TypedDict):
    """GET and DELETE /query/{id}. `reason` says why there is no result; it is null while there may be one.

    Cells are Athena's own texts, null for NULL. `cut` when there are more rows than these. `usd` is what the query
    costs on AWS.
    """

    id: QueryId
    state: QueryStateName
    reason: str | None
    scanned_bytes: int
    usd: Decimal
    milliseconds: int
    columns: list[QueryColumnPayload]
    rows: list[list[str | None]]
    cut: bool


class ReadyMadeQueryPayload(TypedDict):
    """A query with a name, and one line about it."""

    name: str
    about: str
    sql: str


class ReadyMadeQueriesPayload(TypedDict):
    """GET /query/ready-made, in the order of the catalogue."""

    queries: list[ReadyMadeQueryPayload]
    count: int
