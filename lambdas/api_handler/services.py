"""What the routes need from the outside. The DynamoDB readers implement it; tests have in-memory ones."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

    from lambdas.shared.adapters.dynamodb.anomaly_reader import StoredAnomaly
    from lambdas.shared.adapters.dynamodb.candle_reader import StoredCandle
    from lambdas.shared.adapters.dynamodb.newest_first import Span
    from lambdas.shared.adapters.dynamodb.price_reader import StoredPrice
    from lambdas.shared.query.execution import QueryRows, QueryStatus
    from lambdas.shared.query.validate import Lake


class PriceReader(Protocol):
    """Live prices that have not expired at `now`, newest first."""

    def of_symbol(self, symbol: str, span: Span, now: datetime) -> Sequence[StoredPrice]:
        """One symbol's prices."""


class LatestPriceReader(Protocol):
    """The newest prices, as far as they have not expired at `now`."""

    def of_symbols(self, symbols: Iterable[str], now: datetime) -> Mapping[str, StoredPrice]:
        """The newest price of each symbol that has one."""


class CandleReader(Protocol):
    """Candles that have not expired at `now`, newest first."""

    def of_symbol(self, symbol: str, span: Span, now: datetime) -> Sequence[StoredCandle]:
        """One symbol's candles."""

    def of_symbols(self, symbols: Iterable[str], span: Span, now: datetime) -> Mapping[str, Sequence[StoredCandle]]:
        """Several symbols' candles."""


class AnomalyReader(Protocol):
    """Anomalies of all symbols."""

    def recent(self, span: Span) -> Sequence[StoredAnomaly]:
        """The anomalies within the span, newest first."""

    def count(self, span: Span) -> int:
        """How many anomalies fall within the span."""


class Queries(Protocol):
    """SQL at Athena, see `lambdas.shared.adapters.athena_queries`."""

    def start(self, sql: str) -> str:
        """Hands a validated query in; its id."""

    def status(self, query_id: str) -> QueryStatus | None:
        """How far it is; None for an unknown id."""

    def rows(self, query_id: str, limit: int) -> QueryRows:
        """The first rows of a query that succeeded."""

    def stop(self, query_id: str) -> None:
        """Cancels it."""


class Access(Protocol):
    """Who may use the routes that are not public."""

    def require(self, authorization: str) -> None:
        """Raises `RequestError` 401 unless the header lets its sender pass."""


@dataclass(frozen=True, slots=True)
class Sql:
    """SQL over the lake. `queries` are asked for only when SQL is: to have them takes another role's credentials."""

    access: Access
    queries: Callable[[], Queries]
    time_limit: timedelta


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a route may use. `symbols` are the ones the ingester quotes, once every `ingest_interval`.

    `sql` is None where the stack has no Athena.
    """

    prices: PriceReader
    latest: LatestPriceReader
    candles: CandleReader
    anomalies: AnomalyReader
    symbols: tuple[str, ...]
    ingest_interval: timedelta
    lake: Lake
    sql: Sql | None

    def require_sql(self) -> Sql:
        """What the routes for SQL need. Raises `RequestError` 404 where there is no Athena."""
        if self.sql is None:
            raise RequestError(
                404, "no_sql", "this stack has no Athena, so its API takes no SQL; `finpulse query` does"
            )
        return self.sql
