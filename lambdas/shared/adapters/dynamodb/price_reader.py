"""live_prices for those who only read it: the API and the command line."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import partial
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.in_parallel import in_parallel
from lambdas.shared.adapters.dynamodb.newest_first import PartitionQuery, newest_first, to_rows
from lambdas.shared.domain.stored import StoredPrice
from lambdas.shared.domain.timestamps import epoch_seconds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.span import Span

ATTRIBUTES = tuple(field.name for field in fields(StoredPrice))


@dataclass(frozen=True, slots=True)
class DynamoPriceReader:
    """Reads live_prices. `now` decides what has expired: DynamoDB may keep such items for days."""

    client: DynamoDBClient
    table: str

    def of_series(self, series: str, span: Span, now: datetime) -> list[StoredPrice]:
        """Return a series' prices within the span, newest first."""
        query = PartitionQuery(
            table=self.table,
            partition=("series", series),
            sort_key="timestamp",
            span=span,
            conditions=(("expires_at", ">", epoch_seconds(now)),),
            attributes=ATTRIBUTES,
        )
        return to_rows(self.table, price_row, newest_first(self.client, query))

    def of_each(self, series: Iterable[str], span: Span, now: datetime) -> dict[str, list[StoredPrice]]:
        """Return each series' prices within the span, newest first; the limit holds for each series."""
        return in_parallel(partial(self.of_series, span=span, now=now), series)


def price_row(item: Mapping[str, Any]) -> StoredPrice:
    """Return an item, plain values, as a row; what is not a column must be left out. TypeError if one is missing."""
    return StoredPrice(**item)
