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
from lambdas.shared.adapters.dynamodb.anomaly_reader import StoredAnomaly
from lambdas.shared.adapters.dynamodb.candle_reader import StoredCandle
from lambdas.shared.adapters.dynamodb.newest_first import Span
from lambdas.shared.adapters.dynamodb.price_reader import StoredPrice
from lambdas.shared.domain.quote_time import ExchangeHours
from lambdas.shared.domain.timestamps import format_timestamp, parse_timestamp
from tests.unit.lambdas.api_handler.athena import LAKE, TIME_LIMIT, TOKEN, Athena

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NOW = datetime(2026, 11, 20, 15, 0, 30, tzinfo=UTC)
SYMBOLS = ("AAPL", "MSFT")

PRICE = StoredPrice(
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
    source="replay:flash-crash",
)


def ago(**span: float) -> str:
    """The text of the moment that long before NOW."""
    return format_timestamp(NOW - timedelta(**span))


def price(symbol: str, timestamp: str, text: str = "100") -> StoredPrice:
    return replace(PRICE, symbol=symbol, timestamp=timestamp, price=Decimal(text))


def candle(symbol: str, minute: str, trades: int = 1) -> StoredCandle:
    return replace(CANDLE, symbol=symbol, candle_timestamp=minute, trades=trades)


def anomaly(symbol: str, detected_at: str) -> StoredAnomaly:
    return replace(ANOMALY, symbol=symbol, detected_at=detected_at)


@dataclass
class World:
    """Everything the tables hold, and Athena; `failure` is what every read of a table raises instead of answering."""

    prices: list[StoredPrice] = field(default_factory=list)
    candles: list[StoredCandle] = field(default_factory=list)
    anomalies: list[StoredAnomaly] = field(default_factory=list)
    symbols: tuple[str, ...] = SYMBOLS
    failure: Exception | None = None
    athena: Athena = field(default_factory=Athena)
    has_sql: bool = True
    exchange_hours: ExchangeHours = ExchangeHours.NYSE

    def services(self) -> Services:
        return Services(
            prices=_Prices(self),
            latest=_Latest(self),
            candles=_Candles(self),
            anomalies=_Anomalies(self),
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
    ) -> Reply:
        event = http_event(path, query, method, stage, headers) | ({"body": body} if body is not None else {})
        return Reply(answer(event, self.services(), lambda: NOW))

    def query(self, method: str, path: str, body: str | None = None, query: str = "") -> Reply:
        """One request with the token."""
        return self.get(path, query, method, headers={"authorization": f"Bearer {TOKEN}"}, body=body)


@dataclass(frozen=True)
class Reply:
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


def _select(world: World, rows: Iterable[Any], at: str, span: Span) -> list[Any]:
    if world.failure is not None:
        raise world.failure
    newest = sorted(rows, key=lambda row: str(getattr(row, at)), reverse=True)
    return [row for row in newest if _holds(span, parse_timestamp(getattr(row, at)))][: span.limit]


def _holds(span: Span, moment: datetime) -> bool:
    return (span.since is None or span.since <= moment) and (span.until is None or moment <= span.until)


@dataclass
class _Prices:
    world: World

    def of_symbol(self, symbol: str, span: Span, now: datetime) -> list[StoredPrice]:
        assert now == NOW
        return _select(self.world, [row for row in self.world.prices if row.symbol == symbol], "timestamp", span)


@dataclass
class _Latest:
    world: World

    def of_symbols(self, symbols: Iterable[str], now: datetime) -> dict[str, StoredPrice]:
        newest = {symbol: _Prices(self.world).of_symbol(symbol, Span(limit=1), now) for symbol in symbols}
        return {symbol: prices[0] for symbol, prices in newest.items() if prices}


@dataclass
class _Candles:
    world: World

    def of_symbol(self, symbol: str, span: Span, now: datetime) -> list[StoredCandle]:
        assert now == NOW
        rows = [row for row in self.world.candles if row.symbol == symbol]
        return _select(self.world, rows, "candle_timestamp", span)

    def of_symbols(self, symbols: Iterable[str], span: Span, now: datetime) -> dict[str, list[StoredCandle]]:
        return {symbol: self.of_symbol(symbol, span, now) for symbol in symbols}


@dataclass
class _Anomalies:
    world: World

    def recent(self, span: Span) -> list[StoredAnomaly]:
        return _select(self.world, self.world.anomalies, "detected_at", span)

    def count(self, span: Span) -> int:
        return len(self.recent(span))
