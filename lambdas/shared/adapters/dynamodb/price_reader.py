"""live_prices for those who only read it: the API and the command line."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.newest_first import PartitionQuery, newest_first, to_rows
from lambdas.shared.adapters.dynamodb.per_symbol import per_symbol
from lambdas.shared.domain.timestamps import epoch_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from decimal import Decimal

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.adapters.dynamodb.newest_first import Span


@dataclass(frozen=True, slots=True)
class StoredPrice:
    """One item of live_prices or latest_prices. Times are ISO text in the project's format, numbers exact decimals."""

    symbol: str
    timestamp: str
    price: Decimal
    volume: Decimal
    volume_kind: str
    source: str
    event_id: str
    ingested_at: str
    change_percent: Decimal | None = None


ATTRIBUTES = tuple(field.name for field in fields(StoredPrice))


@dataclass(frozen=True, slots=True)
class DynamoPriceReader:
    """Reads live_prices. `now` decides what has expired: DynamoDB may keep such items for days."""

    client: DynamoDBClient
    table: str

    def of_symbol(self, symbol: str, span: Span, now: datetime) -> list[StoredPrice]:
        """A symbol's prices within the span, newest first."""
        query = PartitionQuery(
            table=self.table,
            partition=("symbol", symbol),
            sort_key="timestamp",
            span=span,
            conditions=(("expires_at", ">", epoch_seconds(now)),),
            attributes=ATTRIBUTES,
        )
        return to_rows(self.table, price_row, newest_first(self.client, query))

    def of_symbols(self, symbols: Iterable[str], span: Span, now: datetime) -> dict[str, list[StoredPrice]]:
        """Each symbol's prices within the span, newest first; the limit holds for each symbol."""
        return per_symbol(partial(self.of_symbol, span=span, now=now), symbols)


def price_row(item: Mapping[str, Any]) -> StoredPrice:
    """An item, plain values, as a row; what is not a column must be left out. TypeError if one is missing."""
    return StoredPrice(**item)
