"""The services that the routes work with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambdas.shared.errors import RequestError

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import timedelta

    from lambdas.shared.domain.quote_time import ExchangeHours
    from lambdas.shared.ports import (
        Access,
        Acknowledgements,
        AnomalyReader,
        CandleReader,
        CounterReader,
        LatestPriceReader,
        PriceReader,
        Queries,
    )
    from lambdas.shared.query.validate import Lake


@dataclass(frozen=True, slots=True)
class Sql:
    """SQL over the lake. `queries` are asked for only when SQL is: to have them takes another role's credentials."""

    access: Access
    queries: Callable[[], Queries]
    time_limit: timedelta


@dataclass(frozen=True, slots=True)
class Services:
    """Everything a route may use.

    `symbols` are the ones the ingester quotes, once every `ingest_interval` while the exchange is open.

    `sql` is None where the stack has no Athena.
    """

    prices: PriceReader
    latest: LatestPriceReader
    candles: CandleReader
    anomalies: AnomalyReader
    acknowledgements: Acknowledgements
    counters: CounterReader
    symbols: tuple[str, ...]
    ingest_interval: timedelta
    exchange_hours: ExchangeHours
    lake: Lake
    sql: Sql | None

    def require_access(self) -> Access:
        """Return the guard of what is not public. Raises `RequestError` 404 where there is no token to ask for."""
        return self.require_sql().access

    def require_sql(self) -> Sql:
        """Return what the routes for SQL need. Raises `RequestError` 404 where there is no Athena."""
        if self.sql is None:
            raise RequestError(
                404, "no_sql", "this stack has no Athena, hence no token: its API takes no SQL; `finpulse query` does"
            )
        return self.sql
