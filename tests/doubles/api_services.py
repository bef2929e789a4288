"""Tables in memory behind the API, and requests as API Gateway delivers them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from lambdas.api_handler.access import TokenAccess
from lambdas.api_handler.api import answer
from lambdas.api_handler.services import Services, Sql
from lambdas.shared.domain.acknowledgement import Acknowledgement
from lambdas.shared.domain.feed import series_of
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.span import Span
from lambdas.shared.domain.stored import StoredAnomaly, StoredCandle, StoredFeed, StoredPrice
from lambdas.shared.domain.timestamps import format_timestamp, parse_timestamp
from tests.doubles.memory_athena import LAKE, TIME_LIMIT, TOKEN, MemoryAthena

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from lambdas.shared.domain.request_count import RequestCount

NOW = datetime(2026, 11, 20, 15, 0, 30, tzinfo=UTC)
SYMBOLS = ("AAPL", "MSFT")
REPLAY = "flash-crash.k3f9q2"

PRICE = StoredPrice(
    feed="live",
    symbol="AAPL",
    timestamp="2026-11-20T15:00:00.000Z",
    price=Decimal("232.1501"),
    volume=Decimal(1200),
    volume_kind="interval",
    source="alpha_vantage",
    event_id="a" * 32,
    ingested_at="2026-11-20T15:00:01.120Z",
    change_percent=Decimal("-0.42"),
)
CANDLE = StoredCandle(
    feed="live",
    symbol="AAPL",
    candle_timestamp="2026-11-20T15:00:00.000Z",
    open=Decimal("232.1"),
    high=Decimal("232.2"),
    low=Decimal("232.05"),
    close=Decimal("232.15"),
    volume=Decimal("1200.5"),
    trades=4,
    first_at="2026-11-20T15:00:00.000Z",
    last_at="2026-11-20T15:00:45.000Z",
)
ANOMALY = StoredAnomaly(
    feed=REPLAY,
    symbol="TSLA",
    detected_at="2026-11-20T14:31:00.000Z",
    event_id="b" * 32,
    direction="DROP",
    severity="HIGH",
    current_price=Decimal("210.5"),
    mean_price=Decimal("232.145"),
    stdev=Decimal("0.0880340843"),
    z_score=Decimal("-245.87"),
    deviation_percent=Decimal("-9.32"),
    detector="zscore",
    window=tuple(Decimal(f"232.{place:02d}") for place in range(30)),
    alerted=True,
    source="replay",
)


def ago(**span: float) -> str:
    """The text of the moment that long before NOW."""
    return format_timestamp(NOW - timedelta(**span))


def price(symbol: str, timestamp: str, text: str = "100", feed: str = "live") -> StoredPrice:
    return replace(PRICE, feed=feed, symbol=symbol, timestamp=timestamp, price=Decimal(text))


def candle(symbol: str, minute: str, trades: int = 1, feed: str = "live") -> StoredCandle:
    return replace(CANDLE, feed=feed, symbol=symbol, candle_timestamp=minute, trades=trades)


def anomaly(symbol: str, detected_at: str, feed: str = "live") -> StoredAnomaly:
    return replace(ANOMALY, feed=feed, symbol=symbol, detected_at=detected_at)


@dataclass
class ApiServices:
    """Everything the tables hold, and Athena; `failure` is what every read of a table raises instead of answering."""

    prices: list[StoredPrice] = field(default_factory=list)
    candles: list[StoredCandle] = field(default_factory=list)
    anomalies: list[StoredAnomaly] = field(default_factory=list)
    feeds: list[StoredFeed] = field(default_factory=list)
    requests: Sequence[RequestCount] = ()
    symbols: tuple[str, ...] = SYMBOLS
    failure: Exception | None = None
    athena: MemoryAthena = field(default_factory=MemoryAthena)
    has_sql: bool = True
    exchange_hours: ExchangeHours = ExchangeHours.NYSE

    def services(self) -> Services:
        return Services(
            prices=_OfSeries(self, self.prices, "timestamp"),
            latest=_Latest(self),
            candles=_OfSeries(self, self.candles, "candle_timestamp"),
            anomalies=_Anomalies(self),
            acknowledgements=_Acknowledgements(self),
            counters=_Counters(self),
            symbols=self.symbols,
            ingest_interval=timedelta(seconds=60),
            exchange_hours=self.exchange_hours,
            lake=LAKE,
            sql=Sql(TokenAccess(self.athena, lambda: 0.0), lambda: self.athena, TIME_LIMIT) if self.has_sql else None,
        )

    def get(
        self,
        path: str,
        query: str = "",
        method: str = "GET",
        stage: str = "$default",
        headers: Mapping[str, str] | None = None,
        body: str | None = None,
    ) -> ApiReply:
        event = http_event(path, query, method, stage, headers) | ({"body": body} if body is not None else {})
        return ApiReply(answer(event, self.services(), lambda: NOW))

    def query(self, method: str, path: str, body: str | None = None, query: str = "") -> ApiReply:
        """One request with the token."""
        return self.get(path, query, method, headers={"authorization": f"Bearer {TOKEN}"}, body=body)


@dataclass(frozen=True)
class ApiReply:
    """A response; `body` reads numbers back as decimals."""

    raw: dict[str, Any]

    @property
    def status(self) -> int:
        status: int = self.raw["statusCode"]
        return status

    @property
    def headers(self) -> dict[str, str]:
        headers: dict[str, str] = self.raw["headers"]
        return headers

    @property
    def body(self) -> Any:
        return json.loads(self.raw["body"], parse_float=Decimal)


def http_event(
    path: str,
    query: str = "",
    method: str = "GET",
    stage: str = "$default",
    headers: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """An event of payload format 2.0, cut to what is documented and of use."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": {"accept": "*/*", **(headers or {})},
        "requestContext": {
            "http": {"method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "192.0.2.1"},
            "requestId": "JKJaXmPLvHcESHA=",
            "stage": stage,
        },
        "isBase64Encoded": False,
    }


def _select(api: ApiServices, rows: Iterable[Any], at: str, span: Span) -> list[Any]:
    if api.failure is not None:
        raise api.failure
    newest = sorted(rows, key=lambda row: str(getattr(row, at)), reverse=True)
    return [row for row in newest if _holds(span, parse_timestamp(getattr(row, at)))][: span.limit]


def _holds(span: Span, moment: datetime) -> bool:
    return (span.since is None or span.since <= moment) and (span.until is None or moment <= span.until)


@dataclass
class _OfSeries:
    api: ApiServices
    rows: Sequence[Any]
    at: str

    def of_series(self, series: str, span: Span, now: datetime) -> list[Any]:
        assert now == NOW
        return _select(self.api, [row for row in self.rows if series_of(row.feed, row.symbol) == series], self.at, span)


@dataclass
class _Latest:
    api: ApiServices

    def of_feed(self, feed: str, now: datetime) -> dict[str, StoredPrice]:
        assert now == NOW
        rows = _select(self.api, [row for row in self.api.prices if row.feed == feed], "timestamp", Span())
        newest = {row.symbol: row for row in reversed(rows)}
        return {symbol: newest[symbol] for symbol in sorted(newest)}


@dataclass
class _Acknowledgements:
    api: ApiServices

    def acknowledge(self, event_id: str, by: str, now: datetime) -> Acknowledgement | None:
        if self.api.failure is not None:
            raise self.api.failure
        for place, row in enumerate(self.api.anomalies):
            if row.event_id == event_id:
                at = row.acknowledged_at or format_timestamp(now)
                known = replace(row, acknowledged_at=at, acknowledged_by=row.acknowledged_by or by)
                self.api.anomalies[place] = known
                return Acknowledgement(at, known.acknowledged_by or "")
        return None


@dataclass
class _Anomalies:
    api: ApiServices

    def recent(self, span: Span, now: datetime, feed: str | None = None) -> list[StoredAnomaly]:
        assert now == NOW
        rows = [row for row in self.api.anomalies if feed in (None, row.feed)]
        return _select(self.api, rows, "detected_at", span)

    def count(self, feed: str, span: Span, now: datetime) -> int:
        assert span.since is not None
        assert span.until is not None
        assert span.until - span.since < timedelta(hours=1)  # each of them is read
        return len(self.recent(span, now, feed))


@dataclass
class _Counters:
    api: ApiServices

    def events(self, feed: str, since: datetime, until: datetime, now: datetime) -> int:
        assert now == NOW
        rows = [row for row in self.api.candles if row.feed == feed]
        return sum(row.trades for row in _select(self.api, rows, "candle_timestamp", Span(since, until)))

    def anomalies(self, feed: str, since: datetime, now: datetime) -> int:
        assert (since.minute, since.second, since.microsecond) == (0, 0, 0)  # they are counted by the hour
        return len(_Anomalies(self.api).recent(Span(since=since), now, feed))

    def feeds(self, now: datetime) -> list[StoredFeed]:
        assert now == NOW
        return _select(self.api, self.api.feeds, "started_at", Span())

    def requests(self, day: date, now: datetime) -> list[RequestCount]:
        assert now == NOW
        return [count for count in self.api.requests if count.day == day]
