"""price_candles for its writer, the aggregator. Every read is consistent, since what it reads it folds and writes.

DynamoDB deletes expired items days late; until then they count as gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lambdas.shared.adapters.dynamodb.batch import batch_get, batch_put
from lambdas.shared.adapters.dynamodb.candle_item import candle_item, candle_of
from lambdas.shared.adapters.dynamodb.codec import from_item, to_item
from lambdas.shared.domain.timestamps import epoch_seconds, expiry, format_timestamp

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import datetime
    from decimal import Decimal

    from mypy_boto3_dynamodb import DynamoDBClient

    from lambdas.shared.domain.candle import Candle, CandleKey

KEPT_DAYS = 30
_PAGE = 25  # items a query reads at once
NEIGHBOUR_PAGE = 1  # and at first, to find the one candle beside others: a live symbol's has totals


@dataclass(frozen=True, slots=True)
class DynamoCandleStore:
    """Implements `ports.CandleStore`."""

    client: DynamoDBClient
    table: str

    def load(self, keys: Collection[CandleKey], now: datetime) -> dict[CandleKey, Candle]:
        """The candles that exist at these keys."""
        wanted = [{"symbol": symbol, "candle_timestamp": format_timestamp(minute)} for symbol, minute in keys]
        items = batch_get(self.client, self.table, wanted)
        candles = (candle_of(item) for item in items if item["expires_at"] > epoch_seconds(now))
        return {candle.key: candle for candle in candles}

    def with_totals_between(self, symbol: str, first: datetime, last: datetime, now: datetime) -> list[Candle]:
        """A symbol's candles from `first` to `last`, both included, that hold running totals."""
        condition = "symbol = :symbol AND candle_timestamp BETWEEN :first AND :last"
        values = {":symbol": symbol, ":first": format_timestamp(first), ":last": format_timestamp(last)}
        return list(self._with_totals(condition, values, now, first_page=_PAGE))

    def last_total_before(self, symbol: str, minute: datetime, now: datetime) -> Decimal | None:
        """The running total last quoted in a minute before `minute`."""
        condition = "symbol = :symbol AND candle_timestamp < :minute"
        values = {":symbol": symbol, ":minute": format_timestamp(minute)}
        candle = next(self._with_totals(condition, values, now, first_page=NEIGHBOUR_PAGE, newest_first=True), None)
        return candle.last_total if candle else None

    def next_with_totals(self, symbol: str, minute: datetime, now: datetime) -> Candle | None:
        """The first candle after `minute` that holds running totals."""
        condition = "symbol = :symbol AND candle_timestamp > :minute"
        values = {":symbol": symbol, ":minute": format_timestamp(minute)}
        return next(self._with_totals(condition, values, now, first_page=NEIGHBOUR_PAGE), None)

    def save(self, candles: Sequence[Candle], written_at: datetime) -> None:
        """Writes the candles."""
        expires_at = expiry(written_at, KEPT_DAYS)
        batch_put(self.client, self.table, [candle_item(candle, expires_at) for candle in candles])

    def _with_totals(
        self, condition: str, values: dict[str, Any], now: datetime, *, first_page: int, newest_first: bool = False
    ) -> Iterator[Candle]:
        """Candles with totals. What is read is paid for, so who wants one begins with a small page."""
        start: dict[str, Any] = {}
        size = first_page
        while True:
            page = self.client.query(
                TableName=self.table,
                KeyConditionExpression=condition,
                FilterExpression="attribute_exists(fold.running_totals) AND expires_at > :now",
                ExpressionAttributeValues=to_item(values | {":now": epoch_seconds(now)}),
                ScanIndexForward=not newest_first,
                ConsistentRead=True,
                Limit=size,
                **start,
            )
            for item in page["Items"]:
                yield candle_of(from_item(item))
            if "LastEvaluatedKey" not in page:
                return
            start, size = {"ExclusiveStartKey": page["LastEvaluatedKey"]}, _PAGE
