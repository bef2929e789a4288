"""price_candles for those who only read it: the API and the command line."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.newest_first import PartitionQuery, Span, newest_first, to_rows
from lambdas.shared.adapters.dynamodb.per_symbol import per_symbol
from lambdas.shared.domain.timestamps import epoch_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from mypy_boto3_dynamodb import DynamoDBClient


@dataclass(frozen=True, slots=True)
class StoredCandle:
    """One item of price_candles. Times are ISO text in the project's format, numbers exact decimals.

    `candle_timestamp` is the start of the minute, `trades` the number of events in it.
    """

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


ATTRIBUTES = tuple(field.name for field in fields(StoredCandle))  # the aggregator's own `fold` is not among them


@dataclass(frozen=True, slots=True)
class DynamoCandleReader:
    """Reads price_candles. `now` decides what has expired: DynamoDB may keep such items for days."""

    client: DynamoDBClient
    table: str

    def of_symbol(self, symbol: str, span: Span, now: datetime) -> list[StoredCandle]:
        """A symbol's candles whose minute starts within the span, newest first."""
        query = PartitionQuery(
            table=self.table,
            partition=("symbol", symbol),
            sort_key="candle_timestamp",
            span=span,
            conditions=(("expires_at", ">", epoch_seconds(now)),),
            attributes=ATTRIBUTES,
        )
        return to_rows(self.table, candle_row, newest_first(self.client, query))

    def of_symbols(self, symbols: Iterable[str], span: Span, now: datetime) -> dict[str, list[StoredCandle]]:
        """Each symbol's candles within the span, newest first; the limit holds for each symbol."""
        return per_symbol(partial(self.of_symbol, span=span, now=now), symbols)


def candle_row(item: Mapping[str, Any]) -> StoredCandle:
    """An item, plain values, as a row; what is not a column must be left out. KeyError, TypeError if one is missing."""
    return StoredCandle(**{**item, "trades": int(item["trades"])})
